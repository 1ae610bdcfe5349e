"""The environment of commands in the sandbox: its endpoint and its Pulumi state, without the user's accounts."""

import os
import shlex
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from orion_sandbox.errors import SandboxError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ACCESS_KEY = "sandbox"
"""Key id and secret key: the API accepts any, and this one does not look real."""
DEFAULT_REGION = "us-east-1"
"""The region of a configuration without `aws:region`."""
FOLDER_VARIABLE = "ORION_SANDBOX_FOLDER"
"""The variable with the sandbox's folder of the stack, for its programs."""
STRICT_VARIABLE = "ORION_SANDBOX_STRICT"
"""The variable that makes every sandbox strict if it is `1`."""
STRICT_AWS = "aws, strict"
"""Name of the provider that refuses what it does not imitate, among those that a sandbox serves."""

SERVICES = (
    "applicationautoscaling", "backup", "cloudwatch", "cloudwatchevents", "cloudwatchlogs", "ec2", "ecs",
    "elasticache", "iam", "kms", "lambda", "rds", "route53", "s3", "secretsmanager", "sns", "ssm", "sts",
)  # fmt: skip
"""The services that the API answers for, by the names of the `endpoints` of Pulumi's aws provider."""


def loopback(endpoint: str) -> str:
    """Return the endpoint, if it is on this machine.

    Raises:
        SandboxError: It is not; the sandbox calls nothing else.
    """
    if urlsplit(endpoint).hostname not in LOOPBACK:
        raise SandboxError(f"{endpoint} is not on this machine; the sandbox calls only {', '.join(LOOPBACK)}")
    return endpoint


def aws_variables(endpoint: str, region: str) -> dict[str, str]:
    """Return the variables that direct AWS SDKs and the AWS CLI to the sandbox, and away from the user's files."""
    return {
        "AWS_ENDPOINT_URL": loopback(endpoint),
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # Both spellings: SDKs differ in which one they read.
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


def aws_plugin_settings(endpoint: str) -> dict[str, Any]:
    """Return the settings with which Pulumi's own aws plugin calls the sandbox instead of AWS."""
    skipped = ("CredentialsValidation", "MetadataApiCheck", "RegionValidation")
    return {
        "aws:accessKey": ACCESS_KEY,
        "aws:secretKey": ACCESS_KEY,
        "aws:endpoints": [dict.fromkeys(SERVICES, loopback(endpoint))],
        "aws:s3UsePathStyle": True,
        **{f"aws:skip{name}": True for name in skipped},
    }


def state_variables(folder: Path) -> dict[str, str]:
    """Return the variables that put Pulumi's state, passphrase and home into the sandbox's folder of a stack."""
    return {
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(folder / "passphrase"),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def pulumi_variables(folder: Path, providers: Mapping[str, int], *, strict: bool) -> dict[str, str]:
    """Return the variables for state, home and passphrase, and those that keep Pulumi off the network.

    Args:
        folder: The sandbox's folder of the stack.
        providers: The ports of the stand-in providers by package, to which the engine attaches.
        strict: Whether the provider of `aws` is the one that refuses what it does not imitate.
    """
    ports = {"aws": providers[STRICT_AWS if strict else "aws"], "random": providers["random"]}
    return {
        "PULUMI_DEBUG_PROVIDERS": ",".join(f"{package}:{port}" for package, port in ports.items()),
        FOLDER_VARIABLE: str(folder),
        **state_variables(folder),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        # The sandbox does not write to the program's folder.
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def shell_functions(project: Path) -> tuple[str, str]:
    """Return functions of a shell with which `pulumi` and `aws` use the sandbox.

    In the user's own folder `pulumi` writes to the stack file (`config set`, and `up` the salt of the encryption) or
    deletes it (`stack rm`): each command works in the sandbox's copy of the project. `aws` gets the endpoint as an
    option, since version 1 of the AWS CLI asks AWS itself for some services in spite of the variable.
    """
    return (
        f'pulumi() {{ command pulumi --cwd {shlex.quote(str(project))} "$@"; }}',
        'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }',
    )


def search_path(python: Path, engine: Path) -> str:
    """Return PATH with the folders of the program's `python3`, this virtual environment and the engine first."""
    first = [str(python), str(Path(sys.executable).parent), str(engine)]
    return os.pathsep.join([*first, os.environ.get("PATH", os.defpath)])


def aws_client(service: str, endpoint: str, region: str) -> Any:
    """Return a boto3 client for the sandbox's API that does not read the user's AWS configuration."""
    # Most commands need no client, and the import takes longer than some of them.
    from botocore.config import Config  # noqa: PLC0415 - see above

    with _CREATION:
        return _session().client(
            service,
            region_name=region,
            endpoint_url=loopback(endpoint),
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=ACCESS_KEY,
            # No proxy, and no retry that would hide an error.
            config=Config(proxies={}, retries={"total_max_attempts": 1}),
        )


_CREATION = Lock()
"""Held while a client is created: sessions are not thread-safe, and clients are."""


@cache
def _session() -> Any:
    """Return the session of every client. A session of its own would take as long as the client."""
    import botocore.session  # noqa: PLC0415 - as in `aws_client`
    from boto3.session import Session  # noqa: PLC0415 - as in `aws_client`

    return Session(
        botocore_session=botocore.session.Session(
            session_vars={
                "profile": (None, None, None, None),
                "config_file": (None, None, os.devnull, None),
                "credentials_file": (None, None, os.devnull, None),
            }
        )
    )
