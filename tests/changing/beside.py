"""What has to change beside a setting, so that the configuration is valid and names what the sandbox can create."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_rds.config.errors import Path, as_path
from tests.changing.change import ABSENT, Configuration, Edit, value_at

NEW_SUBNETS = ["subnet-0a1b2c3d4e5f6ab01", "subnet-0a1b2c3d4e5f6ab02"]
NEW_SOURCES = {"app": "sg-0a1b2c3d4e5f6ab03"}
NEW_GROUPS = ["sg-0a1b2c3d4e5f6ab04"]
STANDBY_KEY = "arn:aws:kms:us-west-2:123456789012:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90b"

SECTIONS: Mapping[str, list[Any]] = {
    "redis": [{}, {"network": {"subnet_ids": NEW_SUBNETS, "security_group_ids": NEW_GROUPS}}],
    "serverless": [{"min_acu": 1, "max_acu": 8}],
    "backup.copies": [{"region": "us-west-2"}],
    "disaster_recovery": [
        {
            "region": "us-west-2",
            "network": {
                "vpc_id": "vpc-0a1b2c3d4e5f6ab05",
                "subnet_ids": ["subnet-0a1b2c3d4e5f6ab06", "subnet-0a1b2c3d4e5f6ab07"],
                "allow_from": {"app": "sg-0a1b2c3d4e5f6ab08"},
            },
            "encryption": {"kms_key_arn": STANDBY_KEY},
        }
    ],
}
"""Sections to add where there are none, by path."""

WHOLE: Mapping[str, Mapping[str, Any]] = {
    "instances": {
        "to names": {"writer": {"instance_class": "db.r7g.xlarge"}, "reporting": {"promotion_tier": 15}},
        "to numbers as names": {"1": {}, "2": {}},
        "to a number": {"count": 2},
    }
}
"""Other forms of a setting, by path and kind."""

Beside = Callable[[Configuration, Path, Any], Iterator[Edit]]


def beside(config: Configuration, path: Path, value: object) -> tuple[Edit, ...]:
    """Return the further edits of a change."""
    table = BESIDE_ABSENCE if value is ABSENT else BESIDE
    keys = {".".join(map(str, path)), path[-1]}
    return tuple(edit for key, edits in table.items() if key in keys for edit in edits(config, path, value))


def _edits(*pairs: tuple[str, Any]) -> Beside:
    """Return fixed edits; those of an absent section are left out."""

    def edits(config: Configuration, _path: Path, _value: Any) -> Iterator[Edit]:
        for path, value in pairs:
            steps = as_path(path)
            if value_at(config, steps[:1]) is not ABSENT:
                yield Edit(steps, value)

    return edits


def _siblings(**values: Any) -> Beside:
    """Return edits of settings of the same section."""

    def edits(_config: Configuration, path: Path, _value: Any) -> Iterator[Edit]:
        for name, value in values.items():
            yield Edit((*path[:-1], name), value)

    return edits


def _of_another_vpc(config: Configuration, path: Path, _value: Any) -> Iterator[Edit]:
    """Subnets and groups belong to one VPC; without groups of ours there was none."""
    section = path[:-1]
    if value_at(config, (*section, "subnet_ids")) is not ABSENT:
        yield Edit((*section, "subnet_ids"), NEW_SUBNETS)
    yield Edit((*section, "allow_from"), NEW_SOURCES)
    yield Edit((*section, "security_group_ids"), ABSENT)


def _in_another_region(config: Configuration, path: Path, value: Any) -> Iterator[Edit]:
    """Everything that names the region, and ids of that region."""
    old = value_at(config, path)
    for section in ("disaster_recovery", "backup"):
        found = value_at(config, (section,))
        if found is not ABSENT:
            moved = json.dumps(found).replace(str(old), value).replace("-0a1b", "-0b1c")
            yield Edit((section,), json.loads(moved))


def _existing_group(config: Configuration, path: Path, _value: Any) -> Iterator[Edit]:
    """Redis has the subnets of the database unless it has its own."""
    yield Edit((*path[:-1], "subnet_ids"), ABSENT)
    yield from _of_redis(config, path, "subnet_ids", value_at(config, ("network", "subnet_ids")))


def _existing_security_groups(config: Configuration, path: Path, _value: Any) -> Iterator[Edit]:
    """Redis has the sources of the database unless it has its own."""
    yield Edit((*path[:-1], "vpc_id"), ABSENT)
    yield Edit((*path[:-1], "allow_from"), ABSENT)
    yield from _of_redis(config, path, "security_group_ids", NEW_GROUPS)


def _of_redis(config: Configuration, path: Path, name: str, value: object) -> Iterator[Edit]:
    redis = value_at(config, ("redis",))
    if path[:-1] == ("network",) and redis is not ABSENT and value is not ABSENT:
        network = {**redis.get("network", {}), name: value}
        if name == "security_group_ids":
            network = {key: each for key, each in network.items() if key not in {"vpc_id", "allow_from"}}
        yield Edit(("redis", "network"), network)


def _on_one_port(config: Configuration, _path: Path, value: Any) -> Iterator[Edit]:
    """Both clusters of a global database listen on one port."""
    if value_at(config, ("disaster_recovery",)) is not ABSENT:
        yield Edit(("network", "port"), value)
        yield Edit(("disaster_recovery", "network", "port"), value)


def _cooling_off(_config: Configuration, path: Path, value: Any) -> Iterator[Edit]:
    """Only this mode has a cooling-off time."""
    if value == "compliance":
        yield Edit((*path[:-1], "changeable_for_days"), 3)


BESIDE: Mapping[str, Beside] = {
    "backup.managed_by": _siblings(retention_days=ABSENT, window=ABSENT),
    "vpc_id": _of_another_vpc,
    "region": _in_another_region,
    "subnet_group_name": _existing_group,
    "security_group_ids": _existing_security_groups,
    "serverless": _edits(("instances.instance_class", ABSENT)),
    "serverless.min_acu": _siblings(pause_after_seconds=ABSENT),
    "network.port": _on_one_port,
    "disaster_recovery.network.port": _on_one_port,
    "backup.copies.vault_lock.mode": _cooling_off,
    "redis.shards": _siblings(nodes=ABSENT),
    "redis.replicas_per_shard": _edits(("redis.nodes", ABSENT), ("redis.shards", 2)),
    "redis.nodes": _siblings(shards=ABSENT, replicas_per_shard=ABSENT),
}
"""Beside another value, by the whole path or by its last step."""

BESIDE_ABSENCE: Mapping[str, Beside] = {
    "subnet_group_name": _siblings(subnet_ids=NEW_SUBNETS),
    "security_group_ids": _siblings(vpc_id="vpc-0a1b2c3d4e5f6ab09", allow_from=NEW_SOURCES),
    "redis.shards": _siblings(replicas_per_shard=ABSENT),
}
"""Beside a setting that is left out."""
