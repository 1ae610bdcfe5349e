"""Runs the terraform command in a folder of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.conformance.schema import PROVIDER_VERSION

MIRROR = "ORION_TERRAFORM_MIRROR"
"""Environment variable with a folder of providers, as `terraform providers mirror` writes it."""

SERVICES = (
    "applicationautoscaling", "backup", "cloudwatch", "cloudwatchlogs", "ec2", "ecs", "elasticache", "events", "iam",
    "kms", "lambda", "rds", "route53", "s3", "secretsmanager", "sns", "ssm", "sts",
)  # fmt: skip
"""The provider's names of the services that the sandbox answers for."""

Document = Mapping[str, Any]


class TerraformError(Exception):
    """Terraform failed; the message is what it printed."""


class Terraform:
    """A folder with one configuration and its state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._variables = {
            # No file of the user: neither credentials nor a backend.
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_"))},
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
            "NO_PROXY": "127.0.0.1",
            **self._mirror(),
        }

    def init(self, document: Document) -> None:
        """Install the provider."""
        self.write(document)
        self.run("init", "-input=false")

    def write(self, document: Document) -> None:
        """Write the configuration anew."""
        needed = {"required_providers": {"aws": {"source": "hashicorp/aws", "version": PROVIDER_VERSION}}}
        whole = {"terraform": needed, **document}
        (self.folder / "main.tf.json").write_text(json.dumps(whole, indent=1), encoding="utf-8")

    def write_state(self, resources: Sequence[Mapping[str, Any]]) -> None:
        """Write a state, as if these resources had been applied."""
        state = {"version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": "conformance"}
        (self.folder / "terraform.tfstate").write_text(json.dumps({**state, "resources": resources}), encoding="utf-8")

    def state(self) -> list[dict[str, Any]]:
        """Return the resources of the state, in the form of its file."""
        return json.loads((self.folder / "terraform.tfstate").read_text(encoding="utf-8"))["resources"]

    def plan(self, *options: str) -> list[dict[str, Any]]:
        """Return the planned changes of all resources."""
        self.run("plan", "-input=false", "-out=planned", *options)
        return json.loads(self.run("show", "-json", "planned")).get("resource_changes", [])

    def apply(self) -> None:
        """Validate, plan and apply."""
        self.run("validate")
        self.run("apply", "-input=false", "-auto-approve", "-parallelism=20")

    def destroy(self) -> None:
        """Delete everything in the state."""
        self.run("destroy", "-input=false", "-auto-approve", "-parallelism=20")

    def run(self, *arguments: str) -> str:
        """Return what a command prints.

        Raises:
            TerraformError: It fails.
        """
        color = [] if arguments[0] in {"providers", "show"} and "-json" in arguments else ["-no-color"]
        answer = subprocess.run(
            ["terraform", *arguments, *color],  # noqa: S607 - the one on PATH
            cwd=self.folder,
            env=self._variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise TerraformError(f"terraform {' '.join(arguments)}:\n{answer.stdout[-4000:]}\n{answer.stderr}")
        return answer.stdout

    def _mirror(self) -> dict[str, str]:
        """Return the variable that makes a mirror the only source of providers."""
        if MIRROR not in os.environ:
            return {}
        path = json.dumps(os.environ[MIRROR])
        file = self.folder / "terraform.rc"
        file.write_text(f"provider_installation {{\n  filesystem_mirror {{ path = {path} }}\n}}\n", encoding="utf-8")
        return {"TF_CLI_CONFIG_FILE": str(file)}


def providers(endpoint: str, regions: list[str]) -> list[dict[str, Any]]:
    """Return the provider's configurations: of the first region the default one, and an alias for each other one."""
    settings: dict[str, Any] = {
        "access_key": "sandbox",
        "secret_key": "sandbox",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_region_validation": True,
        "s3_use_path_style": True,
        "endpoints": [dict.fromkeys(SERVICES, endpoint)],
    }
    first, *others = regions
    return [{"region": first, **settings}, *({"alias": alias(each), "region": each, **settings} for each in others)]


def alias(region: str) -> str:
    """Return the name of a region's provider."""
    return region.replace("-", "_")


def missing() -> str:
    """Return what keeps terraform from running here; empty if nothing does."""
    return "" if shutil.which("terraform") else "terraform is not on PATH"
