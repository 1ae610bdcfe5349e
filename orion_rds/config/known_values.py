"""Outputs in a configuration, and the check of the configuration once they are known."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from string import Formatter
from typing import Any, cast

import pulumi
from pulumi.output import contains_unknowns
from pydantic import ValidationError

from orion_rds.config.checking import check
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import ConfigError, Hidden, Path, Problem, written
from orion_rds.config.items import items_in
from orion_rds.config.provider_settings import ProviderSettings
from orion_rds.config.refusal import REFUSALS, Refusal
from orion_rds.config.section import Section, validated
from orion_rds.config.traffic_source import SOURCE_FORM, Source
from orion_rds.facts import references

OUTPUT_NULL = Refusal(
    "output-null",
    why="The output has no value, so that the default would apply although another value was meant.",
    fix="Pass an output that has a value, or leave the setting out.",
    source=references.PULUMI_INPUTS,
)


def outputs(value: object, path: Path = ()) -> Iterator[tuple[Path, pulumi.Output[object]]]:
    """Yield each output of a configuration, with its path."""
    if isinstance(value, pulumi.Output):
        yield path, cast("pulumi.Output[object]", value)
        return
    for name, item in _written_in(value):
        yield from outputs(item, _below(path, name))


def _below(path: Path, name: str | int | None) -> Path:
    return path if name is None else (*path, name)


def _written_in(value: object) -> Iterator[tuple[Any, object]]:
    """Yield the items of a value as `items_in` does. The item of a source that is a bare output has no name."""
    if isinstance(value, Source) and value.model_fields_set == {"output"}:
        yield None, value.output
    else:
        yield from items_in(value)


def digest(config: DatabaseConfig) -> str:
    """Return a digest of the plain values of a configuration that affect the deployment."""
    deployed = config.model_dump(mode="json", exclude={"accepted_warnings", "objectives"})
    return hashlib.sha256(json.dumps(deployed, sort_keys=True).encode()).hexdigest()


def as_read(config: DatabaseConfig) -> tuple[DatabaseConfig, DatabaseConfig]:
    """Return the configuration with outputs that are normalized as plain values are: AWS returns `FD00::/8` as
    `fd00::/8`, so a rule for the former would show as changed. Return it a second time for the resources: there an
    output is unknown if its value has the wrong type. With such a value the SDK would fail, before the guard can refuse
    it.
    """
    read = {path: output.apply(partial(_read, config, path)) for path, output in outputs(config)}
    known = _mapped(config, (), lambda path, _: read[path].apply(lambda found: found[0]))
    deployed = _mapped(config, (), lambda path, _: read[path].apply(lambda found: found[0] if found[1] else _unknown()))
    return cast("DatabaseConfig", known), cast("DatabaseConfig", deployed)


def _unknown() -> pulumi.Output[object]:
    return pulumi.Output[object].from_input(pulumi.UNKNOWN)


def _read(config: DatabaseConfig, path: Path, known: object) -> tuple[object, bool]:
    """Return the normalized value of an output, and whether it has the type of its setting. A value that is refused for
    another reason is returned unchanged: the guard refuses it.
    """
    if isinstance(known, float) and known.is_integer():
        known = int(known)  # Pulumi passes all numbers between programs as floats.
    if known is None:  # only from mocks
        return known, True
    try:
        plain = validated(DatabaseConfig, _mapped(config, (), lambda at, output: known if at == path else output), {})
    except ValidationError as error:
        refusals = {each.get("ctx", {}).get("refusal") for each in error.errors(include_url=False)}
        other_type = None in refusals or (SOURCE_FORM.name in refusals and not isinstance(known, str))
        return known, not other_type
    return _value_at(plain, path), True


def _value_at(value: object, path: Path) -> object:
    for step in path:
        # An output of a source is now one of the three kinds.
        value = value.value if isinstance(value, Source) else dict(items_in(value))[step]
    return value.value if isinstance(value, Source) else value


def _mapped(value: object, path: Path, change: Callable[[Path, pulumi.Output[object]], object]) -> object:
    """Return a value with each output replaced by the result of `change`."""
    if isinstance(value, pulumi.Output):
        return change(path, cast("pulumi.Output[object]", value))
    if not any(outputs(value)):
        return value
    items = {name: _mapped(item, _below(path, name), change) for name, item in _written_in(value)}
    if isinstance(value, Section):
        return value.model_copy(update={name or "output": item for name, item in items.items()})
    return items if isinstance(value, Mapping) else tuple(items.values())


async def known_problems(config: DatabaseConfig, provider: ProviderSettings) -> list[Problem]:
    """Return the problems of a configuration, including its known outputs. Unknown outputs are not checked."""
    nulls: list[Path] = []
    value = await _known(config, (), nulls)
    found = [OUTPUT_NULL.problem(path, Hidden.MISSING) for path in nulls]
    try:
        check(value, "", provider)
    except ConfigError as error:
        found += error.problems
    bare: dict[Path, Path] = {(*path, "output"): path for path, _ in outputs(config)}
    return [replace(problem, path=bare.get(problem.path, problem.path)) for problem in found]


async def secret_paths(config: DatabaseConfig) -> set[str]:
    """Return the paths of the outputs that are secret."""
    return {written(path, "") for path, output in outputs(config) if await output.is_secret()}


def without_secrets(problem: Problem, secrets: Collection[str]) -> Problem:
    """Return a problem without the values at these paths, in its texts as well."""
    path = written(problem.path, "")
    if not any(_overlap(path, secret) for secret in secrets):
        return problem
    refusal, hidden = REFUSALS[problem.refusal], Hidden.ENCRYPTED.value
    why, fix = (
        text.format_map({field: hidden for _, field, _, _ in Formatter().parse(text) if field})
        for text in (refusal.why, refusal.fix)
    )
    return replace(problem, why=why, fix=fix, given=Hidden.ENCRYPTED, instead=None)


def _overlap(one: str, other: str) -> bool:
    short, long = sorted((one, other))
    return long.startswith(short) and long[len(short) : len(short) + 1] in {"", ".", "["}


async def _known(value: object, path: Path, nulls: list[Path]) -> object:
    if isinstance(value, pulumi.Output):
        output = cast("pulumi.Output[object]", value)
        known = await output.future(with_unknowns=True)
        # The ID of a resource that a preview would create is an empty text.
        if contains_unknowns(known) or not await output.is_known():
            return output
        if known is None:
            nulls.append(path)
            return output
        return known
    if isinstance(value, Section | Mapping):
        items = items_in(cast("object", value))
        return {name: await _known(item, (*path, name), nulls) for name, item in items}
    if isinstance(value, list | tuple):
        return [await _known(item, (*path, position), nulls) for position, item in items_in(cast("object", value))]
    return value
