"""EC2: security groups."""

import re

from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("ec2")

CREATE = ("CreateSecurityGroup",)
INVALID = "InvalidParameterValue"
TEXT = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")


@RULES.refuse(
    "group-name",
    CREATE,
    INVALID,
    "a security group's name that is too long, begins with `sg-`, or has characters that AWS does not take",
)
def group_name(request: Request, _state: State) -> str | None:
    """At most 255 characters."""
    name = request["GroupName"]
    if name and TEXT.fullmatch(name) and not name.startswith("sg-"):
        return None
    return f"Value ({name}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported."


@RULES.refuse(
    "group-description",
    CREATE,
    INVALID,
    "a security group's description that is too long or has characters that AWS does not take",
)
def group_description(request: Request, _state: State) -> str | None:
    """At most 255 characters."""
    text = request["Description"]
    if text and TEXT.fullmatch(text):
        return None
    return f"Value ({text}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported."


@RULES.refuse("group-vpc", CREATE, "InvalidVpcID.NotFound", "a security group in a VPC that does not exist")
def group_vpc(request: Request, state: State) -> str | None:
    """VPCs are there before their groups."""
    vpc = request.get("VpcId")
    return None if vpc is None or vpc in state.ec2.vpcs else f"The vpc ID '{vpc}' does not exist"


@RULES.refuse("group-taken", CREATE, "InvalidGroup.Duplicate", "a security group's name that is taken in its VPC")
def group_taken(request: Request, state: State) -> str | None:
    """Names are used once in a VPC."""
    vpc = request.get("VpcId")
    if all(group.name != request["GroupName"] for group in state.ec2.groups.get(vpc, {}).values()):
        return None
    return f"The security group '{request['GroupName']}' already exists for VPC '{vpc}'"


@RULES.refuse(
    "group-in-use",
    ("DeleteSecurityGroup",),
    "DependencyViolation",
    "deleting a security group that a cluster or a replication group uses",
)
def group_in_use(request: Request, state: State) -> str | None:
    """They leave a group before it goes."""
    group = request.get("GroupId")
    used = {each for cluster in state.rds.clusters.values() for each in cluster.vpc_security_group_ids or ()}
    return f"resource {group} has a dependent object" if group in used | caches.security_groups(state) else None
