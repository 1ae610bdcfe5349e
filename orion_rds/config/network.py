"""Where the database is, and who may reach it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import pulumi
from pydantic import Field, field_validator

from orion_rds.config.checks import Named, Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.source import Source
from orion_rds.config.wire import OutputOr, Wire
from orion_rds.facts import identifiers, limits

SubnetId = Annotated[Wire, Named(identifiers.SUBNET_ID, "subnet-id")]
SourceName = Annotated[str, Named(identifiers.SOURCE_NAME, "source-name")]


class NetworkConfig(Section):
    """The VPC, the subnets, and the sources of traffic that are let in."""

    vpc_id: Annotated[Wire, Named(identifiers.VPC_ID, "vpc-id")] = Field(examples=[identifiers.VPC_ID.example])
    """The VPC of the security group."""

    subnet_ids: Annotated[Sequence[Wire] | pulumi.Output[Sequence[str]], OutputOr(tuple[SubnetId, ...])] = Field(
        examples=[["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]]
    )
    """Subnets of the DB subnet group: two or more, in at least two availability zones. A list, or one output of a
    list."""

    allow_from: Mapping[SourceName, Source] = Field(examples=[{"app": identifiers.SECURITY_GROUP_ID.example}])
    """Who may connect, by a name of your choice: a security group, a block of addresses or a prefix list. The name is
    part of the rule's name, so that removing one rule touches no other."""

    port: Annotated[Whole, Within(limits.PORT, "port")] = 5432
    """TCP port of the database."""

    @field_validator("subnet_ids")
    @classmethod
    def _are_different(cls, subnets: Any) -> Any:
        if not isinstance(subnets, tuple):
            return subnets
        subnets = cast("tuple[object, ...]", subnets)
        if len(subnets) < limits.SUBNETS_MINIMUM:
            raise refuse("subnets-few", subnets)
        repeated = _repeated([subnet for subnet in subnets if isinstance(subnet, str)])
        if repeated:
            raise refuse("subnets-repeated", subnets, repeated=repeated)
        return subnets

    @field_validator("allow_from")
    @classmethod
    def _name_each_source_once(cls, allowed: Mapping[str, Source]) -> Mapping[str, Source]:
        if not allowed:
            raise refuse("sources-none", allowed)
        by_source: dict[str, str] = {}
        for name, source in allowed.items():
            first = by_source.setdefault(source.plain or f"output of {name}", name)
            if first != name:
                raise refuse("sources-repeated", allowed, one=first, other=name)
        return allowed


def _repeated(ids: Sequence[str]) -> str | None:
    ((most, times),) = Counter(ids).most_common(1) or [("", 0)]
    return most if times > 1 else None
