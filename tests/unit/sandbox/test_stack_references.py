"""What a reference to another stack is answered with. A program with one is deployed in tests/e2e."""

import json
import re
from pathlib import Path
from typing import Any

import pulumi
import pytest

from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.errors import SandboxError
from orion_sandbox.stack_references import find, read_file, record

GIVEN = {"acme/network/prod": {"vpc_id": "vpc-0a1b2c3d4e5f60718", "subnet_ids": ["subnet-1", "subnet-2"]}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sandbox's folder of a stack that refers to others."""
    made = tmp_path / "orion-rds" / "shop-1234" / "test"
    made.mkdir(parents=True)
    record(made, GIVEN, tmp_path / "pulumi")
    return made


def deploy(folder: Path, project: str, outputs: dict[str, Any], stack: str = "prod") -> None:
    """Leave what a deployed sandbox has in its folder."""
    (folder / "project").mkdir(parents=True)
    checkpoint = folder / "state" / ".pulumi" / "stacks" / project / f"{stack}.json"
    checkpoint.parent.mkdir(parents=True)
    resource = {"type": "pulumi:pulumi:Stack", "outputs": outputs}
    checkpoint.write_text(json.dumps({"checkpoint": {"latest": {"resources": [resource]}}}))


def test_the_file_answers_by_the_name_that_the_program_writes(folder: Path) -> None:
    """Lists and numbers stay what they are."""
    assert find(folder, "acme/network/prod", "shop") == (GIVEN["acme/network/prod"], [])


@pytest.mark.parametrize("place", ["orion-rds/shop-1234/prod", "orion-rds/network-5678/prod"])
@pytest.mark.parametrize("reference", ["other/network/prod", "network/prod"])
def test_a_deployed_sandbox_answers(folder: Path, tmp_path: Path, place: str, reference: str) -> None:
    """Of whatever organization, since a sandbox has none; from another checkout or from the same."""
    deploy(tmp_path / place, "network", {"vpc_id": "vpc-1"})

    assert find(folder, reference, "shop") == ({"vpc_id": "vpc-1"}, [])


def test_a_name_alone_is_a_stack_of_the_same_project(folder: Path, tmp_path: Path) -> None:
    """As Pulumi reads it."""
    deploy(tmp_path / "orion-rds" / "shop-1234" / "prod", "shop", {"port": 5432})

    assert find(folder, "prod", "shop") == ({"port": 5432}, [])


def test_a_clone_answers_under_its_own_name(folder: Path, tmp_path: Path) -> None:
    """In Pulumi's state it has the original's."""
    deploy(tmp_path / "orion-rds" / "network-5678" / "try", "network", {"vpc_id": "vpc-2"}, stack="prod")

    assert find(folder, "acme/network/try", "shop") == ({"vpc_id": "vpc-2"}, [])


def test_secret_outputs_are_decrypted_by_the_engine_and_stay_secret(folder: Path, tmp_path: Path) -> None:
    """With the passphrase of the sandbox that has them."""
    other = tmp_path / "orion-rds" / "network-5678" / "prod"
    deploy(other, "network", {"host": "db", "login": {SIGNATURE: SECRET, "ciphertext": "v1:abc"}})
    engine = tmp_path / "pulumi"
    engine.write_text(
        f'#!/bin/sh\n[ "$PULUMI_CONFIG_PASSPHRASE_FILE" = {other}/passphrase ] || exit 1\n'
        'echo "$@" >> "$0.calls"\necho \'{"host": "db", "login": "open"}\'\n'
    )
    engine.chmod(0o755)

    assert find(folder, "network/prod", "shop") == ({"host": "db", "login": "open"}, ["login"])
    assert "--stack prod" in engine.with_name("pulumi.calls").read_text()


def test_an_engine_that_cannot_decrypt_says_why(folder: Path, tmp_path: Path) -> None:
    """An empty answer would deploy something else."""
    deploy(tmp_path / "orion-rds" / "network-5678" / "prod", "network", {"a": {SIGNATURE: SECRET}})
    (tmp_path / "pulumi").write_text("#!/bin/sh\necho wrong passphrase >&2\nexit 1\n")
    (tmp_path / "pulumi").chmod(0o755)

    with pytest.raises(pulumi.RunError, match="cannot be read: wrong passphrase"):
        find(folder, "network/prod", "shop")


def test_what_nothing_answers_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    """A stack of that name in another project is another stack."""
    deploy(tmp_path / "orion-rds" / "other-5678" / "dev", "other", {})
    (tmp_path / "orion-rds" / "network-5678" / "dev" / "project").mkdir(parents=True)  # started, and never deployed

    expected = re.escape(
        "the stack 'acme/network/dev' is not known to the sandbox: write its outputs into stack-references.yaml beside "
        "Pulumi.yaml, or deploy the stack dev of the project network in a sandbox first"
    )
    with pytest.raises(pulumi.RunError, match=expected):
        find(folder, "acme/network/dev", "shop")


def test_a_project_without_the_file_names_nothing(tmp_path: Path) -> None:
    """Few programs refer to another stack."""
    assert read_file(tmp_path) == {}
    (tmp_path / "stack-references.yaml").write_text("# later\n")
    assert read_file(tmp_path) == {}
    (tmp_path / "stack-references.yaml").write_text("acme/network/prod: {vpc_id: vpc-1, ports: [1, 2]}\n")
    assert read_file(tmp_path) == {"acme/network/prod": {"vpc_id": "vpc-1", "ports": [1, 2]}}


@pytest.mark.parametrize(
    ("text", "reason"), [("- a", "has to name stacks"), ("a/b/c: 1", "has to name"), ("{", "YAML")]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """Before anything is started."""
    (tmp_path / "stack-references.yaml").write_text(text)

    with pytest.raises(SandboxError, match=reason):
        read_file(tmp_path)
