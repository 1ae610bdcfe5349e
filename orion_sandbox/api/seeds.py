"""Creation of the resources of a seed request, with the ids in it. Existing resources are not changed."""

import ipaddress
import json
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from moto.ec2.models import EC2Backend, ec2_backends, managed_prefixes, security_groups, subnets, vpcs
from moto.ec2.models.subnets import Subnet
from moto.elasticache.models import elasticache_backends
from moto.kms import models as kms
from moto.rds.models import rds_backends
from moto.sns.models import sns_backends

from orion_sandbox.api.seed_request import PrefixListSeed, SeedError, SubnetGroupSeed, VpcSeed, read
from orion_sandbox.arns import Arn

VPC_CIDR = "10.0.0.0/16"
KEY_SERVICES = (
    "logs.{region}.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
)
"""Services that use a key under their own identity; RDS and Secrets Manager use it on behalf of the caller."""

CREATED_VPCS: set[str] = set()
"""The VPCs that the sandbox created, whose subnets it creates as well."""
MAX_SUBNETS = 256
"""The number of /24 blocks in a VPC."""


def create_missing(body: bytes, account: str) -> list[str]:
    """Create the resources that do not exist, and return their ids.

    Args:
        body: The request, JSON (see `seed_request`).
        account: The owner of VPCs and prefix lists; ARNs contain their own account.

    Raises:
        SeedError: The request is malformed, or an id is in another VPC already. Nothing was created.
    """
    wanted = read(body)
    of_groups = {subnet for group in wanted.subnet_groups for subnet in group.subnets}
    vpcs = [_at_home(vpc, of_groups, account) for vpc in wanted.vpcs]
    _refuse_clashes(vpcs, account)
    created: list[str] = []
    for vpc in vpcs:
        created += _create_vpc(ec2_backends[account][vpc.region], vpc)
    for prefix_list in wanted.prefix_lists:
        created += _create_prefix_list(ec2_backends[account][prefix_list.region], prefix_list)
    for arn in wanted.kms_keys:
        created += _create_key(arn)
    for arn in wanted.topics:
        created += _create_topic(arn)
    for group in wanted.subnet_groups:
        created += _create_subnet_group(account, group)
    return created


def _at_home(wanted: VpcSeed, of_groups: Collection[str], account: str) -> VpcSeed:
    """Return a VPC without the subnets of existing subnet groups, which keep their VPC. A placeholder becomes the VPC
    of its existing members.
    """
    present = members(account, wanted.region)
    subnets = tuple(subnet for subnet in wanted.subnets if subnet not in of_groups or subnet not in present)
    homes = {present[member] for member in (*wanted.subnets, *wanted.security_groups) if member in present}
    vpc_id = homes.pop() if homes and not wanted.named else wanted.id
    return wanted.model_copy(update={"id": vpc_id, "subnets": subnets})


def _refuse_clashes(wanted: Sequence[VpcSeed], account: str) -> None:
    homes = {(vpc.region, member): home for vpc in wanted for member, home in members(account, vpc.region).items()}
    for vpc in wanted:
        for member in (*vpc.subnets, *vpc.security_groups):
            home = homes.setdefault((vpc.region, member), vpc.id)
            if home != vpc.id:
                raise SeedError(f"{member} is in {home}, so it cannot be in {vpc.id} too")
        if len(set(vpc.subnets)) > MAX_SUBNETS:
            raise SeedError(f"{vpc.id} has {len(set(vpc.subnets))} subnets; the sandbox has room for {MAX_SUBNETS}")


def members(account: str, region: str) -> dict[str, str]:
    """Return the VPC of every subnet and security group of a region."""
    backend: EC2Backend = ec2_backends[account][region]
    return {each.id: str(each.vpc_id) for each in (*backend.describe_subnets(), *backend.describe_security_groups())}


def _create_vpc(backend: EC2Backend, wanted: VpcSeed) -> Iterator[str]:
    if wanted.id not in backend.vpcs:
        with _next_id(vpcs, "random_vpc_id", wanted.id):
            # With IPv6, for clusters of the network type DUAL.
            backend.create_vpc(VPC_CIDR, amazon_provided_ipv6_cidr_block=True)
        CREATED_VPCS.add(wanted.id)
        yield wanted.id
    yield from _create_subnets(backend, wanted)
    for group in wanted.security_groups:
        if group not in backend.groups[wanted.id]:
            with _next_id(security_groups, "random_security_group_id", group):
                # A group's name must be unique in its VPC, as its id is.
                backend.create_security_group(group, "named by the stack's configuration", vpc_id=wanted.id)
            yield group


def _create_subnets(backend: EC2Backend, wanted: VpcSeed) -> Iterator[str]:
    zones = [zone.name for zone in backend.describe_availability_zones()][:3]
    for subnet in wanted.subnets:
        present = backend.describe_subnets(filters={"vpc-id": [wanted.id]})
        if subnet not in {each.id for each in present}:
            number = _free_number(present)
            with _next_id(subnets, "random_subnet_id", subnet):
                # Spread over zones, because a DB subnet group must cover at least two.
                zone = zones[len(present) % len(zones)]
                backend.create_subnet(wanted.id, f"10.0.{number}.0/24", _ipv6(backend, wanted.id, number), zone)
            yield subnet


def _free_number(present: Sequence[Subnet]) -> int:
    """Return the number of a /24 of the VPC that no subnet of the program uses."""
    taken = [ipaddress.ip_network(each.cidr_block) for each in present]
    blocks = enumerate(ipaddress.ip_network(VPC_CIDR).subnets(new_prefix=24))
    return next(number for number, block in blocks if not any(block.overlaps(each) for each in taken))


def _ipv6(backend: EC2Backend, vpc_id: str, number: int) -> str:
    """Return one /64 of the /56 that AWS gives a VPC, which has 256 of them."""
    (block,) = backend.vpcs[vpc_id].get_cidr_block_association_set(ipv6=True)
    first = ipaddress.IPv6Network(block["cidr_block"]).network_address
    return f"{first + (number << 64)}/64"


def _create_prefix_list(backend: EC2Backend, wanted: PrefixListSeed) -> Iterator[str]:
    if wanted.id not in backend.managed_prefix_lists:
        with _next_id(managed_prefixes, "random_managed_prefix_list_id", wanted.id):
            backend.create_managed_prefix_list("IPv4", max_entries="10", prefix_list_name=wanted.id)
        yield wanted.id


def _create_key(text: str) -> Iterator[str]:
    arn = _parts(text)
    backend = kms.kms_backends[arn.account][arn.region]
    key_id = arn.resource.removeprefix("key/")
    if key_id not in backend.keys:
        multi_region = key_id.startswith("mrk-")
        with _next_id(kms, "generate_key_id", key_id):
            backend.create_key(_key_policy(arn), "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", None, multi_region)
        yield text


def _key_policy(arn: Arn) -> str:
    """Return a policy that lets the services use the key, as an operator would write it."""
    services = [service.format(region=arn.region) for service in KEY_SERVICES]
    principals = {"AWS": f"arn:{arn.partition}:iam::{arn.account}:root", "Service": services}
    statement = {"Effect": "Allow", "Principal": principals, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _create_topic(text: str) -> Iterator[str]:
    arn = _parts(text)
    backend = sns_backends[arn.account][arn.region]
    if text not in backend.topics:
        backend.create_topic(arn.resource)
        yield text


def _create_subnet_group(account: str, wanted: SubnetGroupSeed) -> Iterator[str]:
    description = "named by the stack's configuration"
    databases, caches = rds_backends[account][wanted.region], elasticache_backends[account][wanted.region]
    if wanted.service == "elasticache" and wanted.name not in caches.cache_subnet_groups:
        caches.create_cache_subnet_group(wanted.name, description, list(wanted.subnets), [])
        yield wanted.name
    if wanted.service == "rds" and wanted.name not in databases.subnet_groups:
        members = [ec2_backends[account][wanted.region].get_subnet(subnet) for subnet in wanted.subnets]
        databases.create_subnet_group(wanted.name, description, members, [])
        yield wanted.name


def _parts(text: str) -> Arn:
    arn = Arn.read(text)
    assert arn, f"seed_request has checked {text}"  # noqa: S101 - narrows the type
    return arn


@contextmanager
def _next_id(module: ModuleType, generator: str, chosen: str) -> Generator[None]:
    """Make moto's id generator return a chosen id. The application's lock excludes other requests."""
    original = getattr(module, generator)

    def choose(*_arguments: object) -> str:
        return chosen

    setattr(module, generator, choose)
    try:
        yield
    finally:
        setattr(module, generator, original)
