"""Where the database is, and who may reach it."""

from collections.abc import Mapping, Sequence

import pulumi
from pydantic import Field

from orion_rds.config.section import Section
from orion_rds.config.source import Source
from orion_rds.config.wire import Wire


class NetworkConfig(Section):
    """The VPC, the subnets, and the sources of traffic that are let in."""

    vpc_id: Wire
    """The VPC of the security group."""

    subnet_ids: Sequence[Wire] | pulumi.Output[Sequence[str]]
    """Subnets of the DB subnet group: two or more, in at least two availability zones."""

    allow_from: Mapping[str, Source] = Field(default=...)
    """Who may connect, by a name of your choice."""

    port: int = 5432
    """TCP port of the database."""
