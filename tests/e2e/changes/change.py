"""A row of the change matrix: what somebody changes in what is deployed, and all that follows."""

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
    """What the engine does to replace something."""
    return {operation: {name} for operation in ("create-replacement", "replace", "delete-replaced")}


CLUSTER, WRITER, READERS = "orion-cluster", "orion-instances-1", {"orion-instances-2", "orion-instances-3"}
CLUSTER_PARAMETERS, INSTANCE_PARAMETERS = "orion-cluster-parameters", "orion-instances-parameters"
GUARD = "orion-guard"
SECRET = "orion-credentials-secret"  # a name
VALUE = "orion-credentials-secret-value"
PASSWORD = "orion-credentials-password"  # a name
PASSWORD_ANEW: Steps = {**anew(PASSWORD), "create": {VALUE}, "delete": {VALUE}}
"""A new password, and the value of the secret that tells it."""

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
    """Sections of the configuration that are written anew, and what follows, there and back."""

    begin: Sections = field(default_factory=dict[str, Any])
    """What is deployed before, beside what the stack file says."""

    outside: Act | None = None
    """What somebody does on AWS before. Preview, refresh and `up` must leave it alone."""

    sections: Sections
    there: Steps
    """What the engine does to get there."""

    look: Callable[[SandboxStack], object]
    """Asks AWS for what was changed."""

    before: object
    after: object
    back: Steps | None = None
    """What the engine does to get back, where that is not the same."""

    stays: bool = False
    """Whether it stays after the way back: a version is never lowered, and a zone that nobody asks for is as good as
    another."""

    one_way: bool = False
    """Whether AWS knows no way back."""

    @property
    def way_back(self) -> Steps:
        """What the engine does to get back."""
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
    previewed: bool = False
    """Whether a preview is tried too, before `up`."""
