"""Problems as text for a terminal."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import cast

import pulumi

from orion_rds.config.problem import Hidden, Path, Problem

_WIDTH = 100
_LABEL = 12
_LONGEST_VALUE = 80


def render(problems: Sequence[Problem], root: str) -> str:
    """Write all problems; `root` is the key of the stack's configuration, or empty for one given in Python."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"{root or 'The configuration'} cannot be deployed: {count}."]
    for problem in problems:
        lines += ["", *_lines(problem, root)]
    return "\n".join(lines)


def _lines(problem: Problem, root: str) -> Iterator[str]:
    yield f"  {written(problem.path, root)}: {shown(problem.given)}".removesuffix(": ")
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
    """Lines that are indented are an example, which must stay as it is."""
    return [line] if line.startswith(" ") else wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _command(problem: Problem, root: str) -> str:
    path = written(problem.path, root).replace("'", "'\"'\"'")
    return f"pulumi config set --path '{path}' {shlex.quote(_bare(problem.instead))}"


def _bare(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def written(path: Path, root: str) -> str:
    """Write a path as `pulumi config set --path` reads it."""
    text = root
    for step in path:
        if isinstance(step, str) and re.fullmatch(r"[\w-]+", step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step)}]"
    return text or "(all of it)"


def shown(given: object) -> str:
    """Write a value shortly. Values inside mappings are not shown: somebody may have put a password there."""
    if isinstance(given, Hidden):
        return given.value
    if isinstance(given, pulumi.Output):
        return "<output>"
    if isinstance(given, str | int | float):
        text = json.dumps(given, ensure_ascii=False)
        return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."
    if isinstance(given, Mapping):
        return "(a mapping)"
    if isinstance(given, list | tuple):
        return f"(a list of {len(cast('Sequence[object]', given))})"
    return f"<{type(given).__name__}>"
