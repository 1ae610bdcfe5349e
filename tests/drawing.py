"""Small parts that configurations are drawn from. A strategy is made once: hypothesis takes long to look into each."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from orion_rds.facts import identifiers
from orion_rds.facts.identifiers import Identifier
from orion_rds.facts.limits import Range

Mapping = dict[str, Any]


MOST_ROUNDS = 20


def draw_until(
    complete: Callable[[], bool], strategy: st.SearchStrategy[Any], receive: Callable[[Any], None], *, examples: int
) -> None:
    """Draw examples, this many in a round, until they are complete or the last round is over.

    The same seed draws other examples where other modules are loaded, whose constants hypothesis uses. So one round may
    lack what is rare, by chance.
    """
    for number in range(MOST_ROUNDS):
        if complete():
            return

        @seed(number)
        @settings(
            max_examples=examples,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(drawn=strategy)
        def draw(drawn: Any) -> None:
            receive(drawn)

        draw()


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapping]:
    """Draw a mapping with any of these keys."""
    return st.fixed_dictionaries({}, optional=optional)


def has_names(instances: Mapping) -> bool:
    """Return whether these are instances by name."""
    return bool(instances) and all(isinstance(each, dict) for each in instances.values())


@cache
def named(identifier: Identifier) -> st.SearchStrategy[str]:
    """Draw a name of a form."""
    return st.from_regex(re.compile(identifier.pattern, re.ASCII), fullmatch=True).filter(identifier.accepts)


@cache
def within(limit: Range) -> st.SearchStrategy[float]:
    """Draw a number of a range; a whole one is an int, as YAML has it."""
    steps = st.integers(round(limit.minimum / limit.step), round(limit.maximum / limit.step))
    return steps.map(lambda step: step if limit.step == 1 else step * limit.step)


@cache
def ids(identifier: Identifier) -> st.SearchStrategy[str]:
    """Draw an id of EC2 with 17 digits, in the first region, where the first digit is 7 at most."""
    kind = identifier.example.partition("-")[0]
    return st.integers(0, 8 * 16**16 - 1).map(lambda number: f"{kind}-{number:017x}")


def in_the_second_region(value: Any) -> Any:
    """Return a value with other ids, as each exists in one region only."""
    if isinstance(value, dict):
        return {name: in_the_second_region(item) for name, item in value.items()}
    if isinstance(value, list):
        return [in_the_second_region(item) for item in value]
    if isinstance(value, str) and (id_ := re.fullmatch("(vpc|subnet|sg|pl)-([0-7])([0-9a-f]{16})", value)):
        return f"{id_[1]}-{int(id_[2]) + 8:x}{id_[3]}"
    return value


CIDRS = st.ip_addresses(v=4).map(lambda address: f"{address}/32") | st.sampled_from(["10.0.0.0/8", "fd00::/48"])
PLAIN_SOURCES = ids(identifiers.SECURITY_GROUP_ID) | ids(identifiers.PREFIX_LIST_ID) | CIDRS
KINDS = {"sg-": "security_group_id", "pl-": "prefix_list_id"}
SOURCES = st.tuples(PLAIN_SOURCES, st.booleans())
ALLOW_FROM = st.lists(
    st.tuples(named(identifiers.SOURCE_NAME), SOURCES),
    min_size=1,
    max_size=4,
    unique_by=(lambda named_source: named_source[0], lambda named_source: named_source[1][0]),
).map(lambda named_sources: {name: _written(name, *source) for name, source in named_sources})


def _written(name: str, text: str, in_long: bool) -> str | Mapping:
    """Write a source in its short form, or in its long one with a name of its rule where there is room for it."""
    if not in_long:
        return text
    rule = f"rule-of-{name}"
    return {KINDS.get(text[:3], "cidr"): text} | ({"rule_name": rule} if identifiers.SOURCE_NAME.accepts(rule) else {})


SUBNET_IDS = st.lists(ids(identifiers.SUBNET_ID), min_size=2, max_size=4, unique=True)
SECURITY_GROUP_IDS = st.lists(ids(identifiers.SECURITY_GROUP_ID), min_size=1, max_size=3, unique=True)
ACCESS = st.fixed_dictionaries({"vpc_id": ids(identifiers.VPC_ID), "allow_from": ALLOW_FROM}) | st.fixed_dictionaries(
    {"security_group_ids": SECURITY_GROUP_IDS}
)
