"""Where the database is, and the password of now, as AWS has them.

server = read_server("/orion-prod/aurora/connection", instances=["INSTANCE", "INSTANCE"])
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import boto3


class Server(NamedTuple):
    """How to connect."""

    hosts: Sequence[str]
    port: int
    dbname: str
    secret_arn: str

    def read_credentials(self) -> tuple[str, str]:
        """Return user name and password."""
        value = boto3.client("secretsmanager").get_secret_value(SecretId=self.secret_arn)
        secret: Any = json.loads(value["SecretString"])
        return secret["username"], secret["password"]


def read_server(parameter: str, instances: Sequence[str] = ()) -> Server:
    """Read the connection parameter. `instances` are their hosts, the output `instance_endpoints`."""
    value = boto3.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    found: Any = json.loads(value)
    return Server([found["host"], *instances], found["port"], found["dbname"], found["secret_arn"])
