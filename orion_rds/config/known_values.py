"""Outputs in a configuration, and the configuration once they are known."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from string import Formatter
from typing import cast

import pulumi
from pulumi.output import contains_unknowns

from orion_rds.config.checking import check
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import ConfigError, Hidden, Path, Problem, written
from orion_rds.config.items import items_in
from orion_rds.config.provider_settings import ProviderSettings
from orion_rds.config.refusal import REFUSALS, Refusal
from orion_rds.config.section import Section
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
    for name, item in items_in(value):
        yield from outputs(item, (*path, name))


def digest(config: DatabaseConfig) -> str:
    """Return a text that changes with the plain values of a configuration."""
    return hashlib.sha256(json.dumps(config.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


async def known_problems(config: DatabaseConfig, provider: ProviderSettings) -> list[Problem]:
    """Return the problems of a configuration with the outputs that are known now. The others are not checked."""
    nulls: list[Path] = []
    value = await _known(config, (), nulls)
    found = [OUTPUT_NULL.problem(path, Hidden.MISSING) for path in nulls]
    try:
        check(value, "", provider)
    except ConfigError as error:
        found += error.problems
    return found


async def secret_paths(config: DatabaseConfig) -> set[str]:
    """Return the paths of the outputs that are secret."""
    return {written(path, "") for path, output in outputs(config) if await output.is_secret()}


def without_secrets(problem: Problem, secrets: Collection[str]) -> Problem:
    """Return a problem without the values at these paths, in its texts too."""
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
    short, long = sorted((one, other), key=len)
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
