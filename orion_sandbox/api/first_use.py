"""Creation of resources whose ids are in a program and not in the stack file, when a provider first gets such an id."""

import json
from collections.abc import Iterator
from typing import Any

from moto.ec2.models import EC2Backend, ec2_backends
from moto.elasticache.models import elasticache_backends
from moto.kms.models import kms_backends
from moto.rds.models import rds_backends
from moto.sns.models import sns_backends

from orion_sandbox.api.overlay.deletions import DELETED
from orion_sandbox.api.seed_request import KNOWN_REGIONS, SeedError
from orion_sandbox.api.seeds import CREATED_VPCS, create_missing, members
from orion_sandbox.arns import Arn
from orion_sandbox.references import PrefixList, References, Vpc, is_id, made_id


def create_met(body: bytes, account: str) -> list[str]:
    """Create the resources whose ids no region of this API has or had, and return the ids.

    A new subnet or security group is created in the VPC among the same ids, else in the VPC of existing members among
    them, else in the only VPC that a stack file or a program names in the region, else in a new VPC.

    Args:
        body: `{"region": "us-east-1", "ids": ["subnet-…"]}`, JSON: the ids in the inputs of one resource. With
            `"within": "vpc-…"` too, nothing is created unless this VPC was created here for its name or its tags.
        account: The owner of VPCs and prefix lists.

    Raises:
        SeedError: The region is unknown.
    """
    request: dict[str, Any] = json.loads(body)
    region: str = request["region"]
    ids: list[str] = request["ids"]
    if region not in KNOWN_REGIONS:
        raise SeedError(f"{region!r} is not a region that the sandbox knows")
    within: str | None = request.get("within")
    if within and within not in CREATED_VPCS:
        return []
    present = _ids(account)
    new = [each for each in ids if each not in DELETED and each not in present and not _names_existing(each)]
    named = [each for each in new if is_id("vpc", each)]
    for vpc_id in named:
        _name_made_vpc(account, region, vpc_id)
    subnets, groups = (tuple(each for each in new if is_id(kind, each)) for kind in ("subnet", "sg"))
    home = _home(account, region, ids) if subnets or groups else ""
    vpcs = [Vpc(each, region) for each in named if each != home]
    wanted = References(
        vpcs=(*vpcs, Vpc(home, region, subnets, groups)) if home else tuple(vpcs),
        prefix_lists=tuple(PrefixList(each, region) for each in new if is_id("pl", each)),
        kms_keys=tuple(each for each in new if (arn := Arn.read(each)) and arn.is_kms_key),
        topics=tuple(each for each in new if (arn := Arn.read(each)) and arn.is_topic),
    )
    created = create_missing(json.dumps(wanted.as_json()).encode(), account)
    return [each for each in new if each in created or each in named]


def _ids(account: str) -> set[str]:
    """Return the ids of VPCs, their members and prefix lists in every region."""
    return {
        each
        for region, backend in list(ec2_backends[account].items())
        for each in (*backend.vpcs, *backend.managed_prefix_lists, *members(account, region))
    }


def _names_existing(wanted: str) -> bool:
    """Whether an ARN names an existing resource, or a region that the sandbox does not know."""
    arn = Arn.read(wanted)
    if arn is None or arn.region not in KNOWN_REGIONS:
        return arn is not None
    if arn.is_kms_key:
        return arn.resource.removeprefix("key/") in kms_backends[arn.account][arn.region].keys
    return wanted in sns_backends[arn.account][arn.region].topics


def _home(account: str, region: str, beside: list[str]) -> str:
    """Return the VPC for new members: one that the sandbox created, never one that the program creates itself."""
    backend: EC2Backend = ec2_backends[account][region]
    present = members(account, region)
    candidates = [each for each in beside if is_id("vpc", each)] + [present[each] for each in beside if each in present]
    named = [each for each in backend.vpcs if each in CREATED_VPCS and each != _made_vpc(region)]
    for vpc_id in [*candidates, *(named if len(named) == 1 else [])]:
        if vpc_id not in backend.vpcs or vpc_id in CREATED_VPCS:
            return vpc_id
    return _made_vpc(region)


def _made_vpc(region: str) -> str:
    return made_id("vpc", region)


def _name_made_vpc(account: str, region: str, vpc_id: str) -> None:
    """Give the VPC that was created for members the id that the program names for it later."""
    backend: EC2Backend = ec2_backends[account][region]
    made = _made_vpc(region)
    if made not in backend.vpcs:
        return
    vpc = backend.vpcs.pop(made)
    vpc.id = vpc_id
    backend.vpcs[vpc_id] = vpc
    CREATED_VPCS.add(vpc_id)
    backend.groups[vpc_id] = backend.groups.pop(made, {})
    for part in _parts(account, region):
        if getattr(part, "vpc_id", None) == made:
            part.vpc_id = vpc_id


def _parts(account: str, region: str) -> Iterator[Any]:
    """Yield all resources that may belong to a VPC."""
    backend: EC2Backend = ec2_backends[account][region]
    yield from backend.describe_subnets()
    yield from backend.describe_security_groups()
    yield from backend.route_tables.values()
    yield from backend.network_acls.values()
    yield from rds_backends[account][region].subnet_groups.values()
    yield from elasticache_backends[account][region].cache_subnet_groups.values()
