"""What a client does with the secret, and a rotation function."""

import json
import urllib.request
from typing import Any

from orion_sandbox.stack import SandboxStack

SECRET = "orion-test/aurora/master"  # a name


def ask(stack: SandboxStack, path: str, **body: Any) -> Any:
    """Call one of the sandbox's own paths."""
    request = urllib.request.Request(  # noqa: S310 # loopback
        f"{stack.api().endpoint}/_sandbox/{path}", data=json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 # loopback
        return json.load(answer)


def told(stack: SandboxStack, region: str | None = None) -> dict[str, Any]:
    """What the secret says now."""
    answer = stack.client("secretsmanager", region).get_secret_value(SecretId=SECRET)
    return json.loads(answer["SecretString"])


def opens(stack: SandboxStack) -> bool:
    """Whether what the secret says lets a client in, and write."""
    secret = told(stack)
    answer = ask(stack, "login", **{name: secret[name] for name in ("host", "username", "password")})
    return answer["accepted"] and answer["writes"]


def rotate(stack: SandboxStack, password: str) -> None:
    """Change the password as AWS's rotation function does: in the cluster, then in the secret."""
    secret = json.dumps({**told(stack), "password": password})
    rds, secrets = stack.client("rds"), stack.client("secretsmanager")
    rds.modify_db_cluster(DBClusterIdentifier="orion-test-aurora", MasterUserPassword=password, ApplyImmediately=True)
    secrets.put_secret_value(SecretId=SECRET, SecretString=secret)
