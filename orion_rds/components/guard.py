"""The guard of a deployed database: a hook that refuses changes that would lose something, before any change is made.

Pulumi runs the hooks of a component before it registers any resource of the component, in previews and in deployments.
The component records its settings as its inputs. The hook gets the former and the new inputs, and runs only if they
differ. So an unchanged stack makes no calls to AWS.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any, cast

import pulumi

from orion_rds.components.lookups import Lookups
from orion_rds.components.provider import former_urns
from orion_rds.config import ConfigError, DatabaseConfig, Hidden, Problem
from orion_rds.config.known_values import known_problems, secret_paths, without_secrets
from orion_rds.config.provider_settings import ProviderSettings, as_tags
from orion_rds.plan import changes, names, renamed
from orion_rds.plan.changes import Settings
from orion_rds.plan.given_again import CREATED_GIVEN, given_again_problems
from orion_rds.plan.leaving import leaving_problems
from orion_rds.plan.names_taken import REDIS_SUBNET_GROUP, SUBNET_GROUP, Name, joined, new_names, taken, written
from orion_rds.plan.networks import KINDS, Place, network_problems
from orion_rds.plan.redis_transitions import authentication_problems
from orion_rds.plan.site import Site, primary_site, standby_site
from orion_rds.plan.waits import waits

RECORDED = "recorded"
"""Name of the component's input."""

LEAVING = "leaving"
"""Name of the component's output with the resource names that a deployment removes, in the form of `names_taken`.

Pulumi deletes at the end. A resource that it fails to delete stays in the state, so its name may be used again. A
resource that it retains on AWS leaves the state, so its name is refused.
"""

PROVIDER_WAITS = (
    "The provider's own settings are not known before other resources are created, so this preview can ask it nothing. "
    "The configuration and its changes are checked when it is deployed, before anything of this component is changed."
)
NOT_LOOKED_UP = (
    "Whether these exist could not be looked up, so AWS judges them when they are used: {ids}. The reason: {reason}"
)


def guard_hook(
    name: str,
    component: pulumi.ComponentResource,
    config: DatabaseConfig,
    *,
    provider: pulumi.ProviderResource | None,
    leaving: dict[str, list[str]],
    of: str,
) -> pulumi.ResourceHook:
    """Return the hook of the component for its creation and its updates. Errors begin with `of`. The hook fills
    `leaving`, the component's output.

    It raises ConfigError with every problem, and Pulumi stops before any resource of the component is changed. It warns
    about changes that become effective later.
    """

    async def hook(args: pulumi.ResourceHookArgs) -> None:
        # An imported component has no inputs yet.
        before = await _plain(args.old_inputs) or {"sections": {}, "names": {}}
        after = await _plain(args.new_inputs)
        lookups = Lookups(component)
        secrets = await secret_paths(config)
        if isinstance((args.old_inputs or {}).get(RECORDED), pulumi.Output):
            secrets |= before.get("unchecked", {}).get("outputs", {}).keys()
        if found := list(changes.provider_problems(before, after, await former_urns(provider))):
            # Everything would be another one, and all other changes would follow from that.
            raise ConfigError(found, of=of)
        if unchecked := after.get("unchecked"):
            region = after["sections"]["cluster"]["settings"].get(changes.REGION)
            if not region:
                pulumi.log.warn(PROVIDER_WAITS, resource=component)
                return
            settings = ProviderSettings(region, as_tags(unchecked.get("default_tags")), unchecked.get("account"))
            _refuse(await known_problems(config, settings), secrets, of)
        found = list(problems(config, before["sections"], after["sections"], lookups))
        found += given_again_problems(before, after)
        if lookups.unanswered:
            pulumi.log.warn(_not_looked_up(lookups.unanswered, secrets), resource=component)
        ours = joined(before["names"], (args.old_outputs or {}).get(LEAVING) or {})
        # A renamed database has no name of the last one.
        if not found and (args.old_inputs is None or before["names"]):
            exist = [name for name in new_names(ours, after["names"]) if lookups.exists(name)]
            region = after["sections"]["cluster"]["settings"][changes.REGION]
            found += taken(exist, config.environment, region)
        _refuse(found, secrets, of)
        if not before.get("retain"):
            leaving.update(written(new_names(after["names"], ours)))
        for wait in waits(before.get("waits") or {}, after["waits"]):
            pulumi.log.warn(wait.text, resource=component)

    return pulumi.ResourceHook(f"{name}-changes", hook, pulumi.ResourceHookOptions(on_dry_run=True))


def _not_looked_up(unanswered: Mapping[str, str], secrets: Set[str]) -> str:
    ids, reason = ", ".join(unanswered), next(iter(unanswered.values())).strip()
    if any("network." in path for path in secrets):
        ids = reason = Hidden.ENCRYPTED.value
    return NOT_LOOKED_UP.format(ids=ids, reason=reason)


def _refuse(found: Sequence[Problem], secrets: Set[str], of: str) -> None:
    if found:
        raise ConfigError([without_secrets(problem, secrets) for problem in found], of=of)


async def _plain(inputs: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the record. If it contains a secret, Pulumi passes the whole record as an output."""
    given: Any = (inputs or {}).get(RECORDED, {})
    if isinstance(given, pulumi.Output):
        given = await cast("pulumi.Output[Any]", given).future(with_unknowns=True)
    return with_whole_numbers(given)


def with_whole_numbers(value: Any) -> Any:
    """Return a value with whole numbers as integers, because Pulumi passes all numbers as floats."""
    if isinstance(value, Mapping):
        return {key: with_whole_numbers(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [with_whole_numbers(item) for item in cast("list[Any]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def problems(
    config: DatabaseConfig, before: Mapping[str, Any], after: Mapping[str, Any], lookups: Lookups
) -> Iterator[Problem]:
    """Yield a problem for each change between two recorded deployments that is refused.

    `before` is empty for a new or an imported database.
    """
    primary, standby = primary_site(config), standby_site(config)
    was = before.get("cluster", NOTHING)["settings"]
    if others := list(changes.elsewhere_problems(was, after["cluster"]["settings"])):
        # Everything would be another one, and all other changes would follow from that.
        if lookups.cluster(was["cluster_identifier"], was.get(changes.REGION)):
            yield from others
        return
    yield from network_problems(primary, standby, before, after, lookups.place)
    if before.keys() - after.keys():
        cluster = lookups.cluster(was["cluster_identifier"], primary.region)
        protected = bool(cluster and cluster.deletion_protection)
        yield from changes.section_problems(before, after, protected=protected)
    if "disaster_recovery" in before and "disaster_recovery" not in after:
        yield from leaving_problems(config)
    yield from renamed.source_problems(before, after)
    yield from renamed.instance_problems(before, after)
    yield from renamed.topic_problems(before, after)
    yield from _cluster_problems(primary, before, after, lookups)
    if gone := before.get("disaster_recovery"):
        yield from _standby_problems(standby, gone, after.get("disaster_recovery"), lookups)
    if (was := before.get("backup.copies")) and (copies := after.get("backup.copies")):
        yield from changes.copies_problems(was["settings"], copies["settings"], config.encryption)
    if redis := after.get("redis"):
        yield from _redis_problems(primary, before.get("redis", NOTHING)["settings"], redis["settings"], lookups)


NOTHING: Mapping[str, Any] = MappingProxyType({"settings": {}})
"""A section of a component whose inputs are not recorded yet."""


def _cluster_problems(
    site: Site, before: Mapping[str, Any], after: Mapping[str, Any], lookups: Lookups
) -> Iterator[Problem]:
    was, given = before.get("cluster", NOTHING)["settings"], after["cluster"]["settings"]
    if not changes.changed(was, given) or not (was or site.adopted):
        return
    identifier = was.get("cluster_identifier") or site.cluster_identifier
    if (cluster := lookups.cluster(identifier, site.region)) is None:
        return
    members, region = cluster.cluster_members, site.region
    running = {
        "network.subnet_group_name": cluster.db_subnet_group_name,
        "encryption.storage_key_arn": cluster.kms_key_id,
        "master.username": cluster.master_username,
        "database_name": cluster.database_name,
        "engine.version": cluster.engine_version,
        "adopt.cluster_parameter_group": cluster.db_cluster_parameter_group_name,
    }
    if members and changes.named(was, given):
        running |= lookups.instance_names(members[0], region)

    def zone_of(instance: str) -> str | None:
        return next(iter(lookups.instance_zones([instance], region))) if instance in members else None

    yield from renamed.zone_problems(was, given, zone_of)
    in_global_database = "disaster_recovery" in before
    yield from changes.cluster_problems(was, given, running, site.encryption, in_global_database=in_global_database)
    if moved := changes.moved(was, given, "network"):
        home = Name(SUBNET_GROUP, region, cluster.db_subnet_group_name)
        yield from _change_of_network_problems(
            identifier, was, given, moved, home, lookups, lambda: lookups.instance_zones(members, region)
        )


def _standby_problems(
    standby: Site | None, before: Mapping[str, Any], after: Mapping[str, Any] | None, lookups: Lookups
) -> Iterator[Problem]:
    was, given = before["settings"], (after or NOTHING)["settings"]
    identifier, region = was["disaster_recovery.cluster_identifier"], before["region"]
    loses_protection = before["protected"] and after and not after["protected"]
    removed = after is None and not before["protected"]
    if not (loses_protection or removed or changes.changed(was, given)):
        return
    if (cluster := lookups.cluster(identifier, region)) is None:
        return
    if (loses_protection or removed) and not cluster.replication_source_identifier:
        yield changes.standby_writes(before["region"], removed=removed)
    if standby and after:
        yield from changes.standby_problems(was, given, standby.encryption)
        if (moved := changes.moved(was, given, "disaster_recovery.network")) and standby.region == region:
            home, members = Name(SUBNET_GROUP, region, cluster.db_subnet_group_name), cluster.cluster_members
            yield from _change_of_network_problems(
                identifier, was, given, moved, home, lookups, lambda: lookups.instance_zones(members, region)
            )


def _redis_problems(site: Site, was: Settings, given: Settings, lookups: Lookups) -> Iterator[Problem]:
    adopted = site.adopted and site.adopted.redis
    group = was["redis.identifier"] if was else site.redis_identifier
    asks = changes.changed(was, given) if was else adopted
    running = lookups.redis(group) if asks else None
    if running or not was:
        yield from authentication_problems(was, given, imported=bool(running and not was))
    if running is None:
        return
    yield from changes.redis_problems(was, running.settings, given, group, site.encryption)
    if moved := changes.moved(was, given, "redis.network"):
        home, nodes = Name(REDIS_SUBNET_GROUP, None, was["redis.network.subnet_group_name"]), running.nodes
        yield from _change_of_network_problems(
            group, was, given, moved, home, lookups, lambda: lookups.node_zones(nodes)
        )


def _change_of_network_problems(
    identifier: str,
    was: Settings,
    given: Settings,
    moved: list[str],
    home: Name,
    lookups: Lookups,
    used_zones: Callable[[], Set[str]],
) -> Iterator[Problem]:
    """Yield a problem for each place of a network in another VPC, for removed subnets that are in use, and for each
    security group of this component that is passed in. `identifier` is that of the cluster or the replication group,
    and `home` is its subnet group.
    """

    def places(path: str, settings: Settings) -> dict[str, Place]:
        value, kind = settings.get(path), KINDS[path.rpartition(".")[2]]
        ids = cast("list[str]", value if isinstance(value, list) else [value] if value else [])
        return {each: lookups.place(Name(kind, home.region, each)) or Place() for each in ids}

    vpc = (lookups.place(home) or Place()).vpc
    for path in moved:
        before, after = was.get(path), places(path, given)
        yield from changes.network_problems(path, vpc, {each: place.vpc for each, place in after.items()})
        if path.endswith(".security_group_ids") and before is None:
            ours = names.security_group_description(identifier)
            own = [each for each, place in after.items() if place.description == ours]
            yield from (CREATED_GIVEN.problem(path, each, name=each) for each in own)
        if path.endswith(".subnet_ids") and before and after and set(before) - set(after):
            zones = {each: place.zone for each, place in {**places(path, was), **after}.items()}
            yield from changes.subnet_problems(was, given, path, zones, used_zones())
