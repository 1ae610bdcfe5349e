"""What a client does with the secret, and a rotation function."""

import json
from typing import Any

from orion_sandbox.stack import SandboxStack

PARAMETER = "/orion-test/aurora/connection"
MASTER = "orion-test/aurora/master"
"""What the name of the master user's secret begins with."""


def find_secret(stack: SandboxStack, name: str = MASTER, region: str | None = None) -> str:
    """Return the name of the one secret that begins with `name`; the rest of it is generated."""
    (secret,) = (
        each["Name"]
        for each in stack.client("secretsmanager", region).list_secrets()["SecretList"]
        if each["Name"].startswith(f"{name}-")
    )
    return secret


def ask(stack: SandboxStack, path: str, **body: Any) -> Any:
    """Call one of the sandbox's own paths."""
    return stack.api().ask(f"/_sandbox/{path}", body)[1]


def told(stack: SandboxStack, region: str | None = None, secret: str | None = None) -> dict[str, Any]:
    """What the secret says now; by default that of the master user."""
    name = secret or find_secret(stack, region=region)
    answer = stack.client("secretsmanager", region).get_secret_value(SecretId=name)
    return json.loads(answer["SecretString"])


def connection(stack: SandboxStack, region: str | None = None, name: str = PARAMETER) -> dict[str, Any]:
    """How to connect, as the parameter of a region says."""
    parameter = stack.client("ssm", region).get_parameter(Name=name)["Parameter"]
    return json.loads(parameter["Value"])


def opens(stack: SandboxStack, region: str | None = None) -> bool:
    """Whether the host of the parameter and the password of its secret let a client in, and write."""
    where = connection(stack, region)
    secret = told(stack, region, where["secret_arn"])
    answer = ask(stack, "login", host=where["host"], username=secret["username"], password=secret["password"])
    return answer["accepted"] and answer["writes"]


def rotate(stack: SandboxStack, password: str) -> None:
    """Change the password as AWS's rotation function does: in the cluster, then in the secret."""
    secret = json.dumps({**told(stack), "password": password})
    rds, secrets = stack.client("rds"), stack.client("secretsmanager")
    rds.modify_db_cluster(DBClusterIdentifier="orion-test-aurora", MasterUserPassword=password, ApplyImmediately=True)
    secrets.put_secret_value(SecretId=find_secret(stack), SecretString=secret)
