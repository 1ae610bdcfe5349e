"""A row of the change matrix: a change of the configuration of a deployed database, and its effects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orion_sandbox.stack import SandboxStack

Sections = Mapping[str, Any]
"""Sections of the configuration, each written whole."""

Steps = Mapping[str, set[str]]
"""Operation of the engine, such as `update`, to the logical names of what it is done to; the name of a part stands for
all its resources."""


def anew(name: str) -> Steps:
    """Return the steps of the engine that replace a resource."""
    return {operation: {name} for operation in ("create-replacement", "replace", "delete-replaced")}


CLUSTER, WRITER, READERS = "orion-cluster", "orion-instances-1", {"orion-instances-2", "orion-instances-3"}
CLUSTER_PARAMETERS, INSTANCE_PARAMETERS = "orion-cluster-parameters", "orion-instances-parameters"
CONNECTION, STANDBY_CONNECTION = "orion-connection-parameter", "orion-standby-connection-parameter"
GUARD = "orion-guard"
SECRET = "orion-credentials-secret"  # a name
VALUE = "orion-credentials-secret-value"
PASSWORD = "orion-credentials-password"  # a name
PASSWORD_ANEW: Steps = {**anew(PASSWORD), "create": {VALUE}, "delete": {VALUE}}
"""A new password, and the secret value that holds it."""

SOURCE = "sg-0a1b2c3d4e5f60001"
NETWORK: Sections = {
    "vpc_id": "vpc-0a1b2c3d4e5f60001",
    "subnet_ids": ["subnet-0a1b2c3d4e5f6000a", "subnet-0a1b2c3d4e5f6000b"],
    "allow_from": {"app": SOURCE},
}
"""That of `Pulumi.test.yaml`."""

KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

SECOND = "us-west-2"
STANDBY: Sections = {
    "region": SECOND,
    "encryption": {"kms_key_arn": f"arn:aws:kms:{SECOND}:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
    "network": {
        "vpc_id": "vpc-0a1b2c3d4e5f60009",
        "subnet_ids": ["subnet-0a1b2c3d4e5f6009a", "subnet-0a1b2c3d4e5f6009b"],
        "allow_from": {"app": "sg-0a1b2c3d4e5f60009"},
    },
}
"""A second region."""

UNPROTECTED: Sections = {**STANDBY, "deletion_protection": False}
"""One that can be taken away at once."""

Act = Callable[[SandboxStack], object]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Changed sections of the configuration, and the effects of the change and of the way back."""

    begin: Sections = field(default_factory=dict[str, Any])
    """Sections that differ from the stack file before the change."""

    outside: Act | None = None
    """A change on AWS outside Pulumi, made before. Preview, refresh and `up` must leave it as it is."""

    sections: Sections
    there: Steps
    """Steps of the engine for the change."""

    look: Callable[[SandboxStack], object]
    """Reads from AWS what was changed."""

    before: object
    after: object
    back: Steps | None = None
    """Steps of the engine for the way back, where they differ."""

    stays: bool = False
    """Whether the effect stays after the way back: a version is never lowered, and without `availability_zone` any zone
    is right."""

    one_way: bool = False
    """Whether AWS has no way back."""

    @property
    def way_back(self) -> Steps:
        """Steps of the engine for the way back."""
        return self.there if self.back is None else self.back


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A change that AWS does not allow in place."""

    begin: Sections = field(default_factory=dict[str, Any])
    sections: Sections
    setting: str
    """Path of the setting that the message names."""
    words: str
    """A part of the message."""
    alone: bool = False
    """Whether it is tried without others: where it is refused, they are not judged, or they have other rules."""
