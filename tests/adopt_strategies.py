"""`adopt` sections for property tests."""

from hypothesis import strategies as st

from orion_rds.facts import identifiers
from tests.drawing import Mapping, has_names, named, some

IDENTIFIERS = named(identifiers.INSTANCE)


def adopted(configuration: Mapping) -> st.SearchStrategy[Mapping]:
    """Draw an `adopt` section for the rest of a configuration; none where RDS manages the password."""
    if configuration.get("master", {}).get("password_source") == "rds_managed":
        return st.just({})
    instances = configuration.get("instances", {})
    count = instances.get("count", 2)
    there = [*instances] if has_names(instances) else [str(number) for number in range(1, count + 1)]
    redis = configuration.get("redis") or {}
    # Few configurations can adopt a Redis: each of them does.
    beside = {"redis": _redis()} if {"engine", "authentication"} <= redis.keys() else {}
    needed = {"cluster": named(identifiers.CLUSTER), **beside}
    if configuration.get("master", {}).get("password_version", 1) == 1:
        needed["secret"] = named(identifiers.GIVEN_SECRET)
    groups = named(identifiers.PARAMETER_GROUP)
    section = st.fixed_dictionaries(
        needed,
        optional={
            "instances": st.dictionaries(st.sampled_from(there), IDENTIFIERS).filter(_each_once),
            "cluster_parameter_group": groups,
            "instance_parameter_group": groups,
            "monitoring_role": named(identifiers.IAM_ROLE),
        },
    )
    return some(adopt=section)


def _each_once(instances: Mapping) -> bool:
    return len({*instances.values()}) == len(instances)


def _redis() -> st.SearchStrategy[Mapping]:
    return st.fixed_dictionaries(
        {"replication_group": named(identifiers.GIVEN_REDIS)},
        optional={"parameter_group": named(identifiers.REDIS_GROUP)},
    )
