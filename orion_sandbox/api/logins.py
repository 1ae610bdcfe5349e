"""The request `POST /_sandbox/login`: whether the database would accept a user name and password.

```json
{"host": "orion-prod-aurora.cluster-….us-east-1.rds.amazonaws.com", "username": "orion_admin", "password": "…"}
```

In place of `host`, `cluster` takes the ARN of a cluster. The answer contains no password.
"""

import json
from collections.abc import Iterator
from typing import Any, Self

from moto.rds.models import rds_backends
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, model_validator

from orion_sandbox.api.overlay.rds_global_clusters import database_of, databases, writer_of


class LoginError(Exception):
    """The request is malformed, or there is no such host or cluster; one plain line says so."""


class Login(BaseModel):
    """A user name, a password and the database to try them on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = ""
    """An endpoint of a cluster or of a global database."""
    cluster: str = ""
    """The ARN of a cluster."""
    username: str
    password: SecretStr

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.host) == bool(self.cluster):
            raise ValueError("name either a host or a cluster")
        return self


def log_in(body: bytes, account: str) -> dict[str, Any]:
    """Check user name and password, and return the cluster and whether it accepts writes.

    Raises:
        LoginError: No database has this address.
    """
    try:
        login = Login.model_validate_json(body)
    except ValidationError as error:
        raise LoginError(f"not a login: {error.errors()[0]['msg']}") from None
    if (cluster := _found(login, account)) is None:
        raise LoginError(f"nothing answers at {login.host or login.cluster}")
    database = database_of(cluster)
    given = {"username": login.username, "password": login.password.get_secret_value()}
    accepted = given == _credentials(writer_of(database) if database else cluster)
    writes = database is None or cluster.is_writer
    return {"accepted": accepted, "cluster": cluster.arn, "writes": writes and login.host != cluster.reader_endpoint}


def _found(login: Login, account: str) -> Any:
    for database in databases(account).values():
        if login.host == database.endpoint:
            return writer_of(database)
    return next((each for each in _clusters(account) if {login.host, login.cluster} & _places(each)), None)


def _clusters(account: str) -> Iterator[Any]:
    for backend in list(rds_backends[account].values()):
        yield from backend.clusters.values()


def _places(cluster: Any) -> set[str]:
    instances = {instance.address for instance in cluster.members}
    return {cluster.arn, cluster.endpoint, cluster.reader_endpoint, *instances}


def _credentials(cluster: Any) -> dict[str, Any]:
    if cluster.manage_master_user_password:
        secret = cluster.master_user_secret.secret
        kept: dict[str, Any] = json.loads(secret.versions[secret.default_version_id]["secret_string"])
        return kept
    return {"username": cluster.master_username, "password": cluster._master_user_password}
