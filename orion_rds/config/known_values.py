"""Outputs in a configuration, and the configuration once they are known."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

import pulumi
from pulumi.output import contains_unknowns

from orion_rds.config.checking import check
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import ConfigError, Hidden, Path, Problem
from orion_rds.config.provider_settings import ProviderSettings
from orion_rds.config.section import Section


def outputs(value: object, path: Path = ()) -> Iterator[tuple[Path, pulumi.Output[object]]]:
    """Yield each output of a configuration, with its path."""
    if isinstance(value, pulumi.Output):
        yield path, cast("pulumi.Output[object]", value)
        return
    for name, item in _items(value):
        yield from outputs(item, (*path, name))


def digest(config: DatabaseConfig) -> str:
    """Return a text that changes with the plain values of a configuration."""
    return hashlib.sha256(json.dumps(config.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


async def check_known(config: DatabaseConfig, provider: ProviderSettings, *, of: str = "") -> None:
    """Check a configuration again with the outputs that are known now. The others are not checked.

    Raises:
        ConfigError: with every problem, and no value of a secret.
    """
    secrets: set[str] = set()
    value = await _known(config, secrets)
    try:
        check(value, "", provider)
    except ConfigError as error:
        raise ConfigError([_without(secrets, problem) for problem in error.problems], of=of) from None


async def _known(value: object, secrets: set[str]) -> object:
    if isinstance(value, pulumi.Output):
        output = cast("pulumi.Output[object]", value)
        known = await output.future(with_unknowns=True)
        # The ID of a resource that a preview would create is an empty text.
        if contains_unknowns(known) or not await output.is_known():
            return output
        if await output.is_secret():
            secrets |= {known} if isinstance(known, str) else {*cast("Sequence[str]", known)}
        return known
    if isinstance(value, Section | Mapping):
        return {name: await _known(item, secrets) for name, item in _items(cast("object", value))}
    if isinstance(value, list | tuple):
        return [await _known(item, secrets) for _, item in _items(cast("object", value))]
    return value


def _items(value: object) -> Iterator[tuple[str | int, object]]:
    """Yield what is in a section, a mapping or a list. A section has the settings that are written."""
    if isinstance(value, Section):
        yield from ((name, getattr(value, name)) for name in value.model_fields_set)
    elif isinstance(value, Mapping):
        yield from cast("Mapping[str, object]", value).items()
    elif isinstance(value, list | tuple):
        yield from enumerate(cast("Sequence[object]", value))


def _without(secrets: set[str], problem: Problem) -> Problem:
    why, fix = problem.why, problem.fix
    for secret in secrets:
        why, fix = (text.replace(secret, Hidden.ENCRYPTED.value) for text in (why, fix))
    given = Hidden.ENCRYPTED if isinstance(problem.given, str) and problem.given in secrets else problem.given
    return replace(problem, why=why, fix=fix, given=given)
