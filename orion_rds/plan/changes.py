"""Refusals of changes of a deployed database that AWS does not make, or that would lose something. They are raised
before anything is changed.

The checks compare the records of two deployments (`recorded.py`). For a changed setting they also compare the value on
AWS: a change that was already made there is accepted.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any

from orion_rds.config import Hidden, Problem, Refusal
from orion_rds.config.encryption import RegionalEncryptionConfig
from orion_rds.facts import node_types, references, versions

Settings = Mapping[str, Any]
"""Recorded settings of a section, by path. A value that a preview does not know is not text, a number or a list."""


def _found(*, found: object) -> None: ...
def _before(*, before: object) -> None: ...
def _runs(*, runs: str) -> None: ...
def _vpc(*, vpc: str) -> None: ...
def _group_and_before(*, group: str, before: object) -> None: ...
def _subnet(*, subnet: str, zone: str | None) -> None: ...
def _region(*, region: str) -> None: ...
def _family(*, family: str) -> None: ...
def _section(*, section: str, switch: str) -> None: ...


PROJECT_ANOTHER = Refusal(
    "project-another",
    why="The name of the cluster, and of everything around it, begins with `project` and `environment`. AWS renames "
    "nothing: the database would be replaced, without its data.",
    fix="Write `{before}`. Another database is another stack.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_before,
)
REGION_ANOTHER = Refusal(
    "region-another",
    why="The database runs in {before}. Everything would be created in the other region, without the data.",
    fix="Write `{before}`. To have the database in another region, add `disaster_recovery` there and switch over, or "
    "restore a copy of a backup there, by another stack.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_before,
)
PROVIDER_ANOTHER = Refusal(
    "provider-another",
    why="It was {before}. Pulumi replaces every resource whose provider is another one, although both may be of one "
    "region and account: the whole database, without its data.",
    fix="Pass the provider as it was. To rename one, write its old name in its options: "
    "`aliases=[pulumi.Alias(name=...)]`.",
    source=references.PULUMI_PROVIDERS,
    fields=_before,
)
ADOPTED_ANOTHER = Refusal(
    "adopted-another",
    why="It was {before}. The resource that runs would be replaced by one with another name.",
    fix="Write it as it was.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_before,
)
MASTER_USERNAME_ANOTHER = Refusal(
    "master-username-another",
    why="The cluster's master user is `{found}`. AWS renames none: the cluster would be replaced, without its data.",
    fix="Write `{found}`, and make further users with SQL.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
DATABASE_NAME_ANOTHER = Refusal(
    "database-name-another",
    why="The cluster began with the database `{found}`. AWS renames none: the cluster would be replaced, without its "
    "data.",
    fix="Write `{found}`, and make or rename databases with SQL.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
STORAGE_KEY_ANOTHER = Refusal(
    "storage-key-another",
    why="The cluster is encrypted with `{found}`. AWS gives no cluster another key: it would be replaced, without its "
    "data.",
    fix="Write the key as it was. To change it, restore a snapshot with the other key, under another `environment`.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
SUBNET_GROUP_ANOTHER = Refusal(
    "subnet-group-another",
    why="The cluster runs in the DB subnet group `{found}`. AWS moves no cluster to another one: it would be replaced, "
    "without its data.",
    fix="Write the network as it was. To move, restore a snapshot in the other network, under another `environment`.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
VPC_ANOTHER = Refusal(
    "vpc-another",
    why="What runs is in the VPC `{vpc}`, and AWS moves it to no other one.",
    fix="Write the network as it was. To move, restore a snapshot in the other VPC, under another `environment`.",
    source=references.AURORA_VPC,
    fields=_vpc,
)
SUBNET_IN_USE = Refusal(
    "subnet-in-use",
    why="Something runs in the zone {zone}, where `{subnet}` is the only subnet. AWS takes away no "
    "subnet that is in use.",
    fix="Write `{subnet}` again; another subnet may stand beside it. To leave it, move what runs in the zone first.",
    source=references.AURORA_VPC,
    fields=_subnet,
)
INSIGHTS_KEY_ANOTHER = Refusal(
    "insights-key-another",
    why="Performance Insights encrypts with the key that it was turned on with, and AWS never changes it: it was "
    "{before}.",
    fix="Write the key as it was.",
    source=references.MODIFY_DB_CLUSTER,
    fields=_before,
)
MANAGED_SECRET_KEY_ANOTHER = Refusal(
    "managed-secret-key-another",
    why="RDS manages the secret, and encrypts it with the key that it began with, which AWS never changes: it was "
    "{before}.",
    fix="Write the key as it was; or write `master.password_source: generated`, deploy, and write both as you want.",
    source=references.MODIFY_DB_CLUSTER,
    fields=_before,
)
SECRET_KEY_REMOVED = Refusal(
    "secret-key-removed",
    why="The secret is encrypted with `{before}`, and the provider has no request that takes a key away: every preview "
    "would show this change.",
    fix="Write the key as it was, or another one.",
    source=references.PULUMI_AWS_SECRET,
    fields=_before,
)
MIN_ACU_FROM_ONE = Refusal(
    "min-acu-from-one",
    why="It was 1, and the provider takes a change from 1 to 0 for none: the instances would never pause.",
    fix="Write `0.5` and deploy; then write `0` and deploy again.",
    source=references.PULUMI_AWS_CLUSTER,
)
VERSION_ANOTHER_MAJOR = Refusal(
    "version-another-major",
    why="The cluster runs {runs}, and this component carries out no major upgrade: engine and parameter groups have to "
    "change together.",
    fix="Write a version of the same major one. After an upgrade by AWS's own calls, write that version.",
    source=references.AURORA_MAJOR_UPGRADES,
    fields=_runs,
)
VERSION_LOWER = Refusal(
    "version-lower",
    why="The cluster runs {runs}, and AWS installs no older version.",
    fix="Write `{runs}`, or the major version alone.",
    source=references.AURORA_MINOR_UPGRADES,
    fields=_runs,
)
VERSION_IN_GLOBAL_DATABASE = Refusal(
    "version-in-global-database",
    why="In a global database AWS installs a minor version in the second region first, and Pulumi would begin with the "
    "first cluster.",
    fix="Install {given} with `aws rds modify-db-cluster --engine-version {given} --apply-immediately`, in the second "
    "region and then in the first. Then write it here.",
    source=references.AURORA_GLOBAL_UPGRADES,
)
LIFECYCLE_SUPPORT_ANOTHER = Refusal(
    "lifecycle-support-another",
    why="The cluster was created with `{before}`, and the provider never sends a change to AWS.",
    fix="Write `{before}`, which then says how the cluster began. AWS changes it with `aws rds modify-db-cluster "
    "--engine-lifecycle-support`, and no preview undoes that.",
    source=references.MODIFY_DB_CLUSTER,
    fields=_before,
)
STANDBY_ANOTHER = Refusal(
    "standby-another",
    why="It was {before}. AWS changes it for no cluster: the standby would be deleted, and another one made.",
    fix="Write it as it was. Or take `disaster_recovery` out, deploy, and write it again; without a standby for that "
    "time.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_before,
)
COPIES_ANOTHER = Refusal(
    "copies-another",
    why="It was {before}. AWS changes it for no vault: the vault would be deleted with its backups, and another one "
    "made.",
    fix="Write it as it was. Or take `backup.copies` out, deploy, and write it again; the copies are lost then.",
    source=references.CREATE_BACKUP_VAULT,
    fields=_before,
)
VAULT_LOCK_KEPT = Refusal(
    "vault-lock-kept",
    why="The vaults are locked in compliance mode. After its cooling-off time nobody can change such a lock, or delete "
    "the vaults before their last backup has expired, and AWS does not tell this component when that time ends.",
    fix="Write `backup.copies` as it was.",
    source=references.BACKUP_VAULT_LOCK,
)
REDIS_ANOTHER = Refusal(
    "redis-another",
    why="The group `{group}` runs with {before}. AWS changes it for no group: another one would take its place, "
    "without what it holds.",
    fix="Write it as it was. Or take `redis` out, deploy, and write it again.",
    source=references.PULUMI_AWS_REPLICATION_GROUP,
    fields=_group_and_before,
)
REDIS_FAMILY_WAITS = Refusal(
    "redis-family-waits",
    why="Another engine or major version comes with another parameter group. With `apply: maintenance_window` Redis "
    "keeps the old one until then, and AWS deletes none that is in use.",
    fix="Write `apply: immediately` for this deployment.",
    source=references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
)
REDIS_ADOPTED_FAMILY = Refusal(
    "redis-adopted-family",
    why="Redis needs a parameter group of the family `{family}`, and AWS changes the family of none: another one would "
    "be created under the name that is in use.",
    fix="Take this setting out in the same deployment: a parameter group is created.",
    source=references.ELASTICACHE_PARAMETERS,
    fields=_family,
)
REDIS_MODE = Refusal(
    "redis-mode",
    why="The group runs with cluster mode {before}. AWS switches it only through the mode `compatible`, which this "
    "component does not take.",
    fix="Write `nodes`, `shards` and `replicas_per_shard` as they were. A group in the other mode is made beside this "
    "one, by another stack.",
    source=references.ELASTICACHE_CLUSTER_MODE,
    fields=_before,
)
REDIS_SNAPSHOTS_LATER = Refusal(
    "redis-snapshots-later",
    why="The group runs in cluster mode without daily snapshots. The provider would name a node to make them of, which "
    "AWS refuses in cluster mode.",
    fix="Write `0`. To have snapshots, take `redis` out, deploy, and write it again with them.",
    source=references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
)
REDIS_EVENTS_STAY = Refusal(
    "redis-events-stay",
    why="The group notifies a topic of its events. ElastiCache takes a topic away by a call that the provider does not "
    "make.",
    fix="Write `own`; another topic, given as `topic_arn` or created, takes its place.",
    source=references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
)
SECTION_PROTECTED = Refusal(
    "section-protected",
    why="What `{section}` created holds data and is protected against deletion.",
    fix="Write the section as it was. To remove it: write `{switch}: false` and deploy; then remove the section and "
    "deploy again.",
    source=references.PULUMI_PROTECT,
    fields=_section,
)
STANDBY_WRITES = Refusal(
    "standby-writes",
    why="The cluster in {region} is the writer now, and what removes the standby would remove it.",
    fix="Switch back first, with `aws rds switchover-global-cluster`. Then turn the protection off.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
    fields=_region,
)

SWITCHES: Mapping[str, str] = MappingProxyType({
    "redis": "protection.deletion",
    "backup.copies": "protection.deletion",
    "disaster_recovery": "disaster_recovery.deletion_protection",
})  # fmt: skip
"""The setting that protects what a section creates."""

CLUSTER_IDENTITY: Mapping[str, Refusal[...]] = MappingProxyType({
    "network.subnet_group_name": SUBNET_GROUP_ANOTHER,
    "encryption.storage_key_arn": STORAGE_KEY_ANOTHER,
    "master.username": MASTER_USERNAME_ANOTHER,
    "database_name": DATABASE_NAME_ANOTHER,
})  # fmt: skip
"""Setting to the refusal of a value that differs from that of the running cluster."""

ADOPTED = ("adopt.cluster", "adopt.secret")
ADOPTED_REDIS = "adopt.redis.replication_group"
ADOPTED_REDIS_GROUP = "adopt.redis.parameter_group"
ADOPTED_WHILE_WRITTEN = ("adopt.cluster_parameter_group", "adopt.instance_parameter_group", "adopt.monitoring_role")
"""Without such a setting, a resource with a generated name is created. Any other change gives an explicit name, and the
provider deletes a resource, though it is in use, before it creates one with an explicit name."""

VAULT_LOCK = tuple(
    f"backup.copies.vault_lock.{name}"
    for name in ("mode", "changeable_for_days", "min_retention_days", "max_retention_days")
)
COPIES_IDENTITY = ("backup.copies.region", "backup.copies.kms_key_arn", "encryption.vault_key_arn")
STANDBY_IDENTITY = (
    "disaster_recovery.region",
    "disaster_recovery.encryption.storage_key_arn",
    "disaster_recovery.network.subnet_group_name",
)
SHARDS = "redis.shards"
MIN_ACU = "serverless.min_acu"
REDIS_IDENTITY = ("encryption.redis_key_arn", "redis.network.port", "redis.network.subnet_group_name")


def known(value: object) -> bool:
    """Return whether a recorded value is known. In a deployment, all values are."""
    if isinstance(value, list):
        return all(map(known, value))  # pyright: ignore[reportUnknownArgumentType]
    return value is None or isinstance(value, str | int | float)


def changed(before: Settings, after: Settings, paths: Sequence[str] | None = None) -> list[str]:
    """Return the paths of changed settings, among `paths` or among all."""
    every = dict.fromkeys([*before, *after]) if paths is None else paths
    return [path for path in every if known(value := after.get(path)) and _plain(before.get(path)) != _plain(value)]


def _plain(value: object) -> object:
    """Return the value for comparison: the order of a list does not count."""
    return sorted(map(str, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]


REGION = "aws:region"
"""Path of the region of the stack."""


def elsewhere_problems(before: Settings, after: Settings) -> Iterator[Problem]:
    """Yield a problem for a changed region of the stack, and for each changed part of the names."""
    for path in changed(before, after, ["project", "environment"]) if before else ():
        yield PROJECT_ANOTHER.problem(path, after[path], before=before[path])
    if before.get(REGION) and after.get(REGION) not in {None, before[REGION]}:
        yield REGION_ANOTHER.problem(REGION, after[REGION], before=before[REGION])


OF_A_COMPONENT = "$pulumi:providers:"
"""Part of the URN of a provider that a component of the program created."""


def provider_problems(before: Settings, after: Settings, former: Set[str]) -> Iterator[Problem]:
    """Yield the problem of a changed provider, with which Pulumi replaces everything. `former` has the URNs that the
    provider had before.

    A provider of a component also has the aliases of the component, which the SDK does not expose, so it is not
    checked.
    """
    was, given = before.get("provider"), after.get("provider")
    if was is None or not isinstance(given, str) or given == was or was in former:
        return
    if not (OF_A_COMPONENT in was and OF_A_COMPONENT in given):
        yield PROVIDER_ANOTHER.problem("opts.provider", _provider_name(given), before=_provider_name(was))


def _provider_name(urn: str) -> str:
    return f'aws.Provider("{urn.rpartition("::")[2]}")' if urn else "Pulumi's default provider"


def section_problems(before: Mapping[str, Any], after: Mapping[str, Any], *, protected: bool) -> Iterator[Problem]:
    """Yield a problem for each section that is removed although it is protected.

    `protected` is whether the cluster is protected on AWS: the deployment that should have turned protection off may
    have failed.
    """
    for section, switch in SWITCHES.items():
        gone = section in before and section not in after
        if gone and (before[section]["protected"] or (protected and switch == "protection.deletion")):
            yield SECTION_PROTECTED.problem(section, Hidden.KEY, section=section, switch=switch)
    copies = "backup.copies"
    if copies in before and copies not in after and _is_locked(before[copies]["settings"]):
        yield VAULT_LOCK_KEPT.problem(copies, Hidden.KEY)


def cluster_problems(
    before: Settings,
    after: Settings,
    running: Settings,
    encryption: RegionalEncryptionConfig,
    *,
    in_global_database: bool,
) -> Iterator[Problem]:
    """Yield a problem for each changed setting that a running cluster keeps.

    `before` is empty for an imported cluster; `running` has the settings of the cluster on AWS.
    """
    paths = changed(before, after)
    if before:
        yield from _adopted_problems(before, after, ADOPTED)
        yield from _adopted_problems({**before, **running}, after, named(before, after))
    for path, refusal in CLUSTER_IDENTITY.items():
        given, found = after.get(path), running.get(path)
        if path in paths and given != found:
            yield refusal.problem(written_path(encryption, path), _given(given), found=found)
    if "engine.version" in paths:
        runs, version = running["engine.version"], after["engine.version"]
        yield from version_problems(runs, version, in_global_database=in_global_database)
    if before:
        yield from _key_problems(before, after, paths, encryption)


def named(before: Settings, after: Settings, paths: Sequence[str] = ADOPTED_WHILE_WRITTEN) -> list[str]:
    """Return the paths of explicit names that differ from the former ones. A generated name is recorded as empty."""
    return [path for path in changed(before, after, paths) if before.get(path) is not None and after.get(path)]


def _adopted_problems(before: Settings, after: Settings, paths: Sequence[str]) -> Iterator[Problem]:
    for path in changed(before, after, paths):
        was = f"`{before[path]}`" if before.get(path) else "not written"
        yield ADOPTED_ANOTHER.problem(path, _given(after.get(path)), before=was)


def _key_problems(
    before: Settings, after: Settings, paths: Sequence[str], encryption: RegionalEncryptionConfig
) -> Iterator[Problem]:
    yield from _insights_problems(before, after, "", encryption)
    secret = "encryption.secret_key_arn"  # noqa: S105 # a path
    sources = {before.get("master.password_source"), after.get("master.password_source")}
    if secret in paths and sources == {"rds_managed"}:
        was, path = before.get(secret) or "AWS's own", written_path(encryption, secret)
        yield MANAGED_SECRET_KEY_ANOTHER.problem(path, _given(after.get(secret)), before=was)
    elif secret in paths and sources == {"generated"} and after.get(secret) is None:
        yield SECRET_KEY_REMOVED.problem(secret, Hidden.MISSING, before=before[secret])
    if "engine.lifecycle_support" in paths:
        path = "engine.lifecycle_support"
        yield LIFECYCLE_SUPPORT_ANOTHER.problem(path, after[path], before=before.get(path))
    if (before.get(MIN_ACU), after.get(MIN_ACU)) == (1, 0):
        yield MIN_ACU_FROM_ONE.problem(MIN_ACU, 0)


def _insights_problems(
    before: Settings, after: Settings, section: str, encryption: RegionalEncryptionConfig
) -> Iterator[Problem]:
    own = "encryption.insights_key_arn"
    # Insights keep their first key, even when they are turned off and on again.
    was_on = before.get("monitoring.insights") != "off"
    for path in changed(before, after, [section + own]) if was_on else ():
        was, written = before.get(path) or "AWS's own", written_path(encryption, own)
        yield INSIGHTS_KEY_ANOTHER.problem(section + written, _given(after.get(path)), before=was)


def version_problems(runs: str, asked: str, *, in_global_database: bool) -> Iterator[Problem]:
    """Yield the problem of a version that a cluster cannot change to."""
    running_version, version = versions.split(runs), versions.split(asked)
    if version[0] != running_version[0]:
        yield VERSION_ANOTHER_MAJOR.problem("engine.version", asked, runs=runs)
    elif None in {*version, *running_version}:  # a recording does not have the minor version that AWS has chosen
        return
    elif version < running_version:
        yield VERSION_LOWER.problem("engine.version", asked, runs=runs)
    elif in_global_database and version > running_version:
        yield VERSION_IN_GLOBAL_DATABASE.problem("engine.version", asked)


def standby_problems(before: Settings, after: Settings, encryption: RegionalEncryptionConfig) -> Iterator[Problem]:
    """Yield a problem for each setting that would replace the standby."""
    for path in changed(before, after, STANDBY_IDENTITY):
        written = written_path(encryption, path.removeprefix("disaster_recovery."))
        yield STANDBY_ANOTHER.problem(f"disaster_recovery.{written}", _given(after.get(path)), before=before[path])
    yield from _insights_problems(before, after, "disaster_recovery.", encryption)


def copies_problems(before: Settings, after: Settings, encryption: RegionalEncryptionConfig) -> Iterator[Problem]:
    """Yield a problem for each setting that would replace a vault."""
    for path in changed(before, after, COPIES_IDENTITY):
        was = before.get(path) or "a key that was created"
        yield COPIES_ANOTHER.problem(written_path(encryption, path), _given(after.get(path)), before=was)
    for path in changed(before, after, VAULT_LOCK) if _is_locked(before) else ():
        yield VAULT_LOCK_KEPT.problem(path, _given(after.get(path)))


def _is_locked(copies: Settings) -> bool:
    """Return whether the vaults have a lock that nobody can change."""
    return copies.get(VAULT_LOCK[0]) == "compliance"


def redis_problems(
    recorded: Settings, running: Settings, after: Settings, group: str, encryption: RegionalEncryptionConfig
) -> Iterator[Problem]:
    """Yield a problem for each setting that would replace Redis, or that AWS refuses for a running group.

    `running` has the settings of the group on AWS; those recorded by a failed deployment may differ. `recorded` is
    empty for an imported group.
    """
    before = {**recorded, **running}
    if recorded:
        yield from _adopted_problems(recorded, after, [ADOPTED_REDIS])
    yield from _redis_family_problems(before, after)
    for path in changed(before, after, [path for path in REDIS_IDENTITY if recorded or path in running]):
        was = before.get(path) or "AWS's own key"
        yield REDIS_ANOTHER.problem(written_path(encryption, path), _given(after.get(path)), group=group, before=was)
    paths = changed(before, after)
    if "redis.engine" in paths and before.get("redis.engine") == "valkey":
        yield REDIS_ANOTHER.problem("redis.engine", after["redis.engine"], group=group, before="Valkey")
    elif "redis.version" in paths and _is_lower(after["redis.version"], before["redis.version"]):
        runs, version = before["redis.version"], after["redis.version"]
        yield REDIS_ANOTHER.problem("redis.version", version, group=group, before=f"version {runs}")
    if "redis.node_type" in paths:
        was, given = before["redis.node_type"], after["redis.node_type"]
        if node_types.has_data_tiering(was) != node_types.has_data_tiering(given):
            yield REDIS_ANOTHER.problem("redis.node_type", given, group=group, before=f"node type {was}")
    if "redis.events.mode" in paths and before.get("redis.events.mode") == "own":
        yield REDIS_EVENTS_STAY.problem("redis.events.mode", after["redis.events.mode"])
    shards = before.get(SHARDS), after.get(SHARDS)
    if (shards[0] is None) != (shards[1] is None):
        mode = "disabled" if shards[0] is None else "enabled"
        yield REDIS_MODE.problem(SHARDS, _given(shards[1]), before=mode)
    days = "redis.snapshot_retention_days"
    if all(shards) and after[days] and not before[days]:
        yield REDIS_SNAPSHOTS_LATER.problem(days, after[days])


def _redis_family_problems(before: Settings, after: Settings) -> Iterator[Problem]:
    group, engine = ADOPTED_REDIS_GROUP, "redis.engine"
    if "redis.family" in changed(before, after):
        if after["apply"] == "maintenance_window":
            path = engine if engine in changed(before, after) else "redis.version"
            yield REDIS_FAMILY_WAITS.problem(path, after[path])
        if after.get(group) and before.get(group) in {None, after[group]}:
            yield REDIS_ADOPTED_FAMILY.problem(group, after[group], family=after["redis.family"])
    yield from _adopted_problems(before, after, named(before, after, [group]))


def _is_lower(version: str, than: str) -> bool:
    (major, minor, *_), (running_major, running_minor, *_) = version.split("."), than.split(".")
    return (int(major), int(minor)) < (int(running_major), int(running_minor))


PLACES = ("vpc_id", "subnet_ids", "security_group_ids")
"""The settings of a network that name a VPC or resources in it."""


def moved(before: Settings, after: Settings, network: str) -> list[str]:
    """Return the paths of the changed `PLACES` of a network. `network` is a path such as `redis.network`."""
    return changed(before, after, [f"{network}.{place}" for place in PLACES]) if before else []


def network_problems(path: str, vpc: str | None, vpcs: Mapping[str, str | None]) -> Iterator[Problem]:
    """Yield a problem for each place that is not in the VPC of the running resources.

    `vpcs` has the VPC of each place; None if it is unknown.
    """
    for place, found in vpcs.items():
        if vpc and found not in {None, vpc}:
            yield VPC_ANOTHER.problem(path, place, vpc=vpc)


def subnet_problems(
    before: Settings, after: Settings, path: str, zones: Mapping[str, str | None], used_zones: Set[str]
) -> Iterator[Problem]:
    """Yield a problem for each removed subnet that is the last one in a zone in which something runs.

    `path` is that of the setting, `zones` has the zone of each subnet, and `used_zones` has the zones in which
    something runs.
    """
    # Only former subnets count: what runs is in one of them.
    given = {zones[subnet] for subnet in after[path] if subnet in (before.get(path) or ())}
    for subnet in before.get(path) or ():
        zone = zones[subnet]
        if zone and subnet not in after[path] and zone in used_zones and zone not in given:
            yield SUBNET_IN_USE.problem(path, after[path], subnet=subnet, zone=zone)


def standby_writes(region: str, *, removed: bool) -> Problem:
    """Return the problem of a standby that is removed, or loses its protection, while it is the writer."""
    if removed:
        return STANDBY_WRITES.problem("disaster_recovery", Hidden.MISSING, region=region)
    return STANDBY_WRITES.problem("disaster_recovery.deletion_protection", False, region=region)


def written_path(encryption: RegionalEncryptionConfig, path: str) -> str:
    """Return the path at which the configuration sets a key: its own setting, or that of the key for all purposes."""
    own = path.rpartition(".")[2]
    if own.endswith("_key_arn") and getattr(encryption, own) is None and encryption.kms_key_arn is not None:
        return "encryption.kms_key_arn"
    return path


def _given(value: object) -> object:
    return Hidden.MISSING if value is None else value
