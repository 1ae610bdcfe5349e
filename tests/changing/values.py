"""Other values of a setting, by its schema and its name. Not every one is valid beside the rest of a configuration."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from orion_rds.config.errors import Path
from orion_rds.facts import redis_versions
from tests.changing.change import ABSENT
from tests.changing.schema import Schema, forms

Candidates = Iterator[tuple[str, list[Any]]]
"""Kinds of a change, each with values of which the first valid one is taken."""

LONGEST_CHOICE = 8
"""Of a longer list only the neighbours of a value are tried, not each of it."""

ACCOUNT = "123456789012"
STEPS = (1, 60, 300)


def other_values(path: Path, form: Schema, current: Any, region: str) -> Candidates:
    """Yield what a plain setting may become; `current` is the value in force, and `region` that of its section."""
    name = _name(path)
    if "enum" in form or "const" in form:
        yield from _choices(form.get("enum") or [form["const"]], current)
    elif form["type"] == "boolean":
        yield "switched", [not current if isinstance(current, bool) else True]
    elif form["type"] in {"integer", "number"}:
        yield from _numbers(form, current)
    elif name == "version":
        yield from _versions(path, current)
    else:
        yield "set" if current in {None, ABSENT} else "another", [*_texts(path, form, current, region)]


def other_items(path: Path, form: Schema, current: Any, region: str) -> Candidates:
    """Yield what a list may become."""
    before = list(current) if isinstance(current, list | tuple) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    item = forms(form["items"])[0]
    if "properties" in item:
        return
    new = [value for value in _new_items(path, item, region) if value not in before]
    yield "with one more", [[*before, *new[:count]] for count in (1, 2)] + [[*before, value] for value in new]
    if len(before) > 1 or "default" in form:
        yield "with one fewer", [before[1:]]
    if before:
        yield "with another", [[value, *before[1:]] for value in new]
    if len(before) > 1:
        yield "reversed", [before[::-1]]


def other_entries(path: Path, current: Any) -> Candidates:
    """Yield what a mapping of names of the user's choice may become."""
    before: dict[str, Any] = dict(current) if isinstance(current, Mapping) else {}
    for kind, entries in ENTRIES.get(_name(path), {}).items():
        yield f"with {kind}", [{**before, **entries}]
    names = list(before)
    if names and path == ("instances",):
        yield "with one more", [{**before, "another": before[names[0]]}]
    if before:
        renamed = (f"{names[0]}2", "another_name", "another-name")
        yield (
            "with a name changed",
            [{new if name == names[0] else name: before[name] for name in names} for new in renamed],
        )
        yield (
            "with a value changed",
            [{**before, names[0]: value} for value in _changed_entries(path, before[names[0]])],
        )
    if len(before) > 1:
        yield "with one fewer", [{name: before[name] for name in names[1:]}]
        first, second = names[:2]
        yield "with two values exchanged", [{**before, first: before[second], second: before[first]}]


ENTRIES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "tags": {"one more": {"Team": "data"}},
    "roles": {"one more": {"report": "read_only"}},
    "accepted_warnings": {"one more": {"redis-open": "Only one application is in the VPC."}},
    "allow_from": {
        "an address block more": {"another": "10.77.0.0/16"},
        "a security group more": {"others": "sg-0a1b2c3d4e5f6abcd"},
        "a prefix list more": {"listed": "pl-0a1b2c3d4e5f6abcd"},
    },
    "cluster": {"a dynamic one": {"log_lock_waits": 0}, "a static one": {"max_connections": 500}},
    "instance": {"a dynamic one": {"work_mem": 8192}, "a static one": {"max_worker_processes": 32}},
    "parameters": {"one more": {"maxmemory-policy": "allkeys-lru"}},
    "secret_policy": {
        "a policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": "secretsmanager:GetSecretValue",
                    "Resource": "*",
                }
            ],
        }
    },
}
"""Entries to add, by the last step of the path."""


def _name(path: Path) -> str:
    return next(step for step in reversed(path) if isinstance(step, str))


def _choices(choices: list[Any], current: Any) -> Candidates:
    if len(choices) <= LONGEST_CHOICE:
        for choice in choices:
            if choice != current:
                yield f"to {choice}", [choice]
    elif current in choices:
        yield "raised", [choice for choice in choices if choice > current]
        yield "lowered", [choice for choice in reversed(choices) if choice < current]


def _numbers(form: Schema, current: Any) -> Candidates:
    low, high = form.get("minimum", 0), form.get("maximum", 10**12)
    if not isinstance(current, int | float):
        yield "set", [value for value in (2, 60, 300, 10**9, low, high) if low <= value <= high]
        return
    more, less = [current + step for step in STEPS], [current - step for step in STEPS]
    yield "raised", [value for value in (*more, current * 2, high) if current < value <= high]
    yield "lowered", [value for value in (*less, current / 2, low) if low <= value < current]


def _versions(path: Path, current: Any) -> Candidates:
    if path[0] == "redis":
        for release in redis_versions.RELEASES.values():
            if release.version != current:
                yield f"to {release.version}", [release.version]
    else:
        for version in ("16", "18", "17.4", "17.7"):
            if version != current:
                yield f"to {version}", [version]


def _texts(path: Path, form: Schema, current: Any, region: str) -> Iterator[Any]:
    name = _name(path)
    for pattern, make in TEXTS.items():
        if re.fullmatch(pattern, name):
            yield from make(path, current, region)
    for kind in ("vpc", "subnet", "sg", "pl"):
        if form.get("pattern", "").startswith(f"^{kind}-"):
            yield _id(kind, path)
    if isinstance(current, str):
        yield f"{current}x"
        yield f"{current}-x"
    yield "another"


def _new_items(path: Path, item: Schema, region: str) -> Iterator[Any]:
    if "enum" in item:
        yield from item["enum"]
    else:
        for number in (1, 2):
            yield next(_texts((*path, number), item, None, region))


def _changed_entries(path: Path, value: object) -> Iterator[Any]:
    if _name(path) == "allow_from":
        yield from ("10.78.0.0/16", "sg-0a1b2c3d4e5f6dcba")
    elif isinstance(value, str):
        yield f"{value}x"
    elif isinstance(value, int | float):
        yield value + 1


def _id(kind: str, path: Path) -> str:
    return f"{kind}-{hashlib.sha256(repr(path).encode()).hexdigest()[:17]}"


def _key(path: Path, _current: Any, region: str) -> Iterator[str]:
    digest = hashlib.sha256(repr(path).encode()).hexdigest()
    yield f"arn:aws:kms:{region}:{ACCOUNT}:key/{digest[:8]}-{digest[:4]}-{digest[4:8]}-{digest[8:12]}-{digest[:12]}"


def _topic(path: Path, _current: Any, region: str) -> Iterator[str]:
    yield f"arn:aws:sns:{region}:{ACCOUNT}:topic-{hashlib.sha256(repr(path).encode()).hexdigest()[:6]}"


def _address(path: Path, _current: Any, _region: str) -> Iterator[str]:
    yield f"on-call-{hashlib.sha256(repr(path).encode()).hexdigest()[:6]}@example.com"


def _window(_path: Path, current: Any, _region: str) -> Iterator[str]:
    """Shift a window by some hours, the weekly one on another day too."""
    for hours in (12, 13, 9, 15):
        yield re.sub(r"\d\d(?=:\d\d)", partial(_later, hours=hours), current).replace("sun", "tue")


def _later(hour: re.Match[str], *, hours: int) -> str:
    return f"{(int(hour[0]) + hours) % 24:02}"


def _kind_of_instance(_path: Path, current: Any, _region: str) -> Iterator[str]:
    for name in ("db.r7g.2xlarge", "db.r8g.xlarge", "db.r7g.large"):
        if name != current:
            yield name


def _kind_of_node(_path: Path, current: Any, _region: str) -> Iterator[str]:
    for name in ("cache.r7g.xlarge", "cache.m7g.large"):
        if name != current:
            yield name


TEXTS: Mapping[str, Callable[[Path, Any, str], Iterator[str]]] = {
    r".*key_arn": _key,
    r"topic_arns?": _topic,
    r"emails": _address,
    r".*window": _window,
    r"daily_at": _window,
    r"instance_class": _kind_of_instance,
    r"node_type": _kind_of_node,
    r"availability_zone": lambda _path, _current, region: iter((f"{region}c",)),
    r"region": lambda _path, _current, _region: iter(("eu-west-1",)),
}
"""Texts by the name of their setting."""
