"""`ConfigError`, and the problems that it reports."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from textwrap import wrap
from typing import Any, Self, cast

from orion_rds.config.pulumi_types import Output, in_program

Path = tuple[str | int, ...]
"""Keys of mappings and positions in lists, from the root of the configuration."""

PROVIDER_REGION: Path = ("aws:region",)
"""The key of the provider's region, beside that of the database."""

_WIDTH = 100
_LABEL = 12
_LONGEST_VALUE = 80


class Hidden(Enum):
    """Text in place of a value that is missing or may be a secret."""

    MISSING = "(missing)"
    ENCRYPTED = "(secret)"
    PASSWORD = "(not shown)"  # noqa: S105 # stands for one
    KEY = ""
    """The key itself is wrong, and the path shows it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be deployed, the reason, and what to write instead."""

    path: Path
    given: object
    refusal: str
    """Name of the refusal."""

    why: str
    fix: str
    source: str
    """Address of the page that documents the rule."""

    instead: object = None
    """A value that is accepted, where one is known."""


class ConfigError(ValueError):
    """A configuration that cannot be deployed, with every problem.

    In a program of Pulumi it is a `pulumi.RunError` too: the language host prints its text without a traceback.
    """

    def __new__(cls, *given: Any, **named: Any) -> Self:
        """Return an error of the subclass that is also a `pulumi.RunError`, where pulumi is imported."""
        return super().__new__(in_program(cls), *given, **named)

    def __init__(self, problems: Sequence[Problem], root: str = "", *, of: str = "") -> None:
        """Create the error, with its text.

        Args:
            problems: The problems, in the order of the settings.
            root: The key of the stack's configuration; empty for a configuration that is passed in Python.
            of: What cannot be deployed, such as `AuroraDatabase "orion"`. Default: the key.
        """
        super().__init__(render(problems, root, of))
        self.problems = tuple(problems)
        """The problems, in the order of the settings."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts for `copy` and `pickle`. Outputs become text, because they have no value in another
        process.
        """
        problems = tuple(replace(problem, given=printable(problem.given)) for problem in self.problems)
        return _of_text, (str(self),), {**self.__dict__, "problems": problems}


def _of_text(text: str) -> ConfigError:
    return ConfigError.__new__(ConfigError, text)


def as_path(dotted: str) -> Path:
    """Return the path of a dotted text such as `instances.writer.instance_class`."""
    return tuple(dotted.split("."))


def printable(value: object) -> object:
    """Return the value with `<output>` in place of each output, because `str()` of an output is a warning."""
    if isinstance(value, Output):
        return "<output>"
    if isinstance(value, list | tuple):
        return [printable(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in cast("Mapping[object, object]", value).items()}
    return value


def render(problems: Sequence[Problem], root: str, of: str = "") -> str:
    """Return problems as text for a terminal. The arguments are those of `ConfigError`."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"{of or root or 'The configuration'} cannot be deployed: {count}."]
    for problem in problems:
        lines += ["", f"  {headline(problem, root)}", *details(problem, root)]
    return "\n".join(lines)


def headline(problem: Problem, root: str) -> str:
    """Return the path and the value of a problem."""
    return f"{written(problem.path, root)}: {shown(problem.given)}".removesuffix(": ")


def details(problem: Problem, root: str) -> Iterator[str]:
    """Yield the lines below the path: the reason, the fix and the rule."""
    yield from _labelled("why", problem.why)
    yield from _labelled("fix", problem.fix)
    if root and problem.instead is not None:
        yield f"{'':{_LABEL}}{_command(problem, root)}"
    yield f"{'    rule:':{_LABEL}}{problem.refusal}, {problem.source}"


def _labelled(label: str, text: str) -> Iterator[str]:
    lines = [line for part in text.splitlines() for line in _wrapped(part)]
    for head, line in zip([f"    {label}:", *[""] * len(lines)], lines, strict=False):
        yield f"{head:{_LABEL}}{line}"


def _wrapped(line: str) -> list[str]:
    """Wrap a line. An indented line is part of an example, and is not wrapped."""
    return [line] if line.startswith(" ") else wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _command(problem: Problem, root: str) -> str:
    path = written(problem.path, root).replace("'", "'\"'\"'")
    value = f"{problem.instead:g}" if isinstance(problem.instead, float) else str(problem.instead)
    return f"pulumi config set --path '{path}' {shlex.quote(value)}"


def written(path: Path, root: str) -> str:
    """Return a path in the form of `pulumi config set --path`."""
    text = "" if path == PROVIDER_REGION else root
    for step in path:
        if isinstance(step, str) and re.fullmatch(r"[\w-]+" if text else r"[\w:-]+", step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step)}]"
    return text or "(all of it)"


def _cut(given: str | float | None) -> str:
    """Return text, a number or null, shortened. Python cannot print thousands of digits or half of a surrogate pair."""
    if isinstance(given, int) and given.bit_length() > _LONGEST_VALUE:
        return f"(a number of {given.bit_length()} bits)"
    part = given[: _LONGEST_VALUE + 1] if isinstance(given, str) else given
    text = json.dumps(part, ensure_ascii=False).encode(errors="backslashreplace").decode()
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def shown(given: object) -> str:
    """Return a value as short text. The values of mappings are omitted, because they may be passwords."""
    if isinstance(given, Hidden):
        return given.value
    if isinstance(given, Output):
        return "<output>"
    if given is None or isinstance(given, str | int | float):
        return _cut(given)
    if isinstance(given, Mapping):
        return "(a mapping)"
    if isinstance(given, list | tuple):
        return f"(a list of {len(cast('Sequence[object]', given))})"
    return f"<{type(given).__name__}>"
