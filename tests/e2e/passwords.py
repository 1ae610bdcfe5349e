"""What a client does with the secret, and a rotation function."""

import json
import urllib.request
from typing import Any

from orion_sandbox.stack import SandboxStack

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
    request = urllib.request.Request(  # noqa: S310 # loopback
        f"{stack.api().endpoint}/_sandbox/{path}", data=json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 # loopback
        return json.load(answer)


def told(stack: SandboxStack, region: str | None = None, secret: str | None = None) -> dict[str, Any]:
    """What the secret says now; by default that of the master user."""
    name = secret or find_secret(stack, region=region)
    answer = stack.client("secretsmanager", region).get_secret_value(SecretId=name)
    return json.loads(answer["SecretString"])


def opens(stack: SandboxStack) -> bool:
    """Whether what the secret says, be it ours or RDS's own, lets a client in, and write."""
    (cluster,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    secret = told(stack, secret=cluster["MasterUserSecret"]["SecretArn"] if "MasterUserSecret" in cluster else None)
    where = {"host": secret["host"]} if "host" in secret else {"cluster": cluster["DBClusterArn"]}
    answer = ask(stack, "login", **where, username=secret["username"], password=secret["password"])
    return answer["accepted"] and answer["writes"]


def rotate(stack: SandboxStack, password: str) -> None:
    """Change the password as AWS's rotation function does: in the cluster, then in the secret."""
    secret = json.dumps({**told(stack), "password": password})
    rds, secrets = stack.client("rds"), stack.client("secretsmanager")
    rds.modify_db_cluster(DBClusterIdentifier="orion-test-aurora", MasterUserPassword=password, ApplyImmediately=True)
    secrets.put_secret_value(SecretId=find_secret(stack), SecretString=secret)
