"""The parts of a database, and how they are connected."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_random

from orion_rds.components.alerts import Alerts
from orion_rds.components.backups import Backups, Source
from orion_rds.components.connection import Connection
from orion_rds.components.credentials import Credentials, RoleCredentials
from orion_rds.components.redis import Redis
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.standby import Standby
from orion_rds.plan.alarms import redis_alarms
from orion_rds.plan.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The components of a database; None for parts that are off."""

    sites: Sequence[Site]
    primary: RegionalDatabase
    standby: Standby | None
    credentials: Credentials | None
    roles: Mapping[str, RoleCredentials]
    """Credentials of the roles with `authentication: secret`."""
    connections: Sequence[Connection]
    redis: Redis | None
    alerts: Sequence[Alerts]
    backups: Backups | None


def create_parts(name: str, primary_site: Site, standby_site: Site | None, child: pulumi.ResourceOptions) -> Parts:
    """Create the components of a configuration, and the guard that depends on all of them."""
    config = primary_site.config
    generated = not config.master.is_rds_managed
    credentials = Credentials(f"{name}-credentials", primary_site, opts=child) if generated else None
    roles = {
        role: RoleCredentials(f"{name}-role-{role}", primary_site, role, opts=child)
        for role, each in config.database_roles.items()
        if each.authentication == "secret"
    }
    password = credentials and credentials.master_password
    primary = RegionalDatabase(name, primary_site, master_password=password, opts=child)
    standby = Standby(f"{name}-standby", standby_site, primary, opts=child) if standby_site else None
    redis = Redis(f"{name}-redis", primary_site, config.redis, opts=child) if config.redis else None
    host = standby.writer_endpoint if standby else primary.cluster.host
    secret_arn = credentials.secret_arn if credentials else primary.cluster.managed_secret_arn
    secrets = (secret_arn, {role: each.secret_arn for role, each in roles.items()})
    connections = [Connection(f"{name}-connection", primary_site, primary.cluster, host, *secrets, opts=child)]
    beside = redis_alarms(primary_site, redis.watched_nodes) if redis else ()
    alerts = [Alerts(f"{name}-alerts", primary_site, primary, extra_alarms=beside, opts=child)]
    if standby_site and standby:
        regional = standby.regional
        connections.append(
            Connection(f"{name}-standby-connection", standby_site, regional.cluster, host, *secrets, opts=child)
        )
        alerts.append(Alerts(f"{name}-standby-alerts", standby_site, regional, opts=child))
    parts = Parts(
        sites=[primary_site, standby_site] if standby_site else [primary_site],
        primary=primary,
        standby=standby,
        credentials=credentials,
        roles=roles,
        connections=connections,
        redis=redis,
        alerts=alerts,
        backups=_create_backups(f"{name}-backups", primary_site, standby_site, primary, standby, alerts, child),
    )
    for each in (*([credentials] if credentials else []), *roles.values()):
        each.publish(primary.cluster.host)
    _create_guard(f"{name}-guard", parts, child)
    return parts


def _create_backups(
    name: str,
    site: Site,
    standby_site: Site | None,
    primary: RegionalDatabase,
    standby: Standby | None,
    alerts: Sequence[Alerts],
    child: pulumi.ResourceOptions,
) -> Backups | None:
    if (copies := site.config.backup.copies) is None:
        return None
    first, *others = alerts
    return Backups(
        name,
        site,
        copies,
        primary=Source(site.cluster_identifier, primary.cluster.arn, first.topic_arns),
        standby=Source(standby_site.cluster_identifier, standby.regional.cluster.arn, others[0].topic_arns)
        if standby_site and standby
        else None,
        opts=child,
    )


def _create_guard(name: str, parts: Parts, child: pulumi.ResourceOptions) -> None:
    """Create a resource that stops a destroy of a protected database before its first deletion.

    Pulumi deletes resources without dependents first, and checks the protection of one resource at a time. If only the
    cluster were protected, a destroy without preview would delete instances, rules and secret before it is refused.
    """
    single = (parts.primary, parts.standby, parts.credentials, parts.redis, parts.backups)
    every = (*single, *parts.roles.values(), *parts.connections, *parts.alerts)
    options = pulumi.ResourceOptions(
        depends_on=asyncio.ensure_future(_created([part for part in every if part])),
        protect=True if any(site.protected for site in parts.sites) else None,
    )
    pulumi_random.RandomId(name, byte_length=1, opts=pulumi.ResourceOptions.merge(child, options))


async def _created(components: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
    """Return the resources of components that have an ID: all of them, once they are created.

    `up --target` skips new resources that are not targets, and a resource that depends on a skipped one fails. The
    guard depends on every target, so it would make each `--target-dependents` fail (pulumi/pulumi#5869).
    """
    found = [resource for component in components for resource in _resources_in(component)]
    return [resource for resource in found if await resource.id.is_known()]


def _resources_in(resource: pulumi.Resource) -> Iterator[pulumi.CustomResource]:
    if isinstance(resource, pulumi.CustomResource):
        yield resource
    for child in resource._childResources:  # pyright: ignore[reportPrivateUsage] # what the SDK expands a component to
        yield from _resources_in(child)
