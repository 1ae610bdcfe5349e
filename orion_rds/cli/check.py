"""`orion-rds check`."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from orion_rds.cli.stack_file import StackFileError, key_beside, read_file
from orion_rds.config import ConfigError, Hidden, Problem, of_stack
from orion_rds.config.errors import PROVIDER_REGION, as_path, details, headline, shown, written
from orion_rds.config.errors import Path as SettingPath
from orion_rds.config.loading import rest_of_stack
from orion_rds.plan.warnings import ConfigWarning, accepted_warnings, warnings

FINE, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit codes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem or a warning, and where it is."""

    file: Path
    line: int
    root: str
    """The full key before the path; empty if the path contains it."""

    problem: Problem
    reason: str | None = None
    """Why the warning is accepted."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields that the text shows."""
        problem = self.problem
        fields = {
            "file": str(self.file),
            "line": self.line,
            "path": written(problem.path, self.root),
            "value": shown(problem.given),
            "why": problem.why,
            "fix": problem.fix,
            "instead": problem.instead,
            "rule": problem.refusal,
            "source": problem.source,
        }
        return fields if self.reason is None else {**fields, "reason": self.reason}

    def as_text(self, kind: str) -> str:
        """Return the lines for a terminal."""
        head = f"{self.file}:{self.line}: {kind}{headline(self.problem, self.root)}"
        return "\n".join([head, *details(self.problem, self.root), ""])


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a file."""

    file: Path
    unreadable: str | None = None
    """Why the file cannot be read."""

    problems: list[Finding] = field(default_factory=list[Finding])
    warnings: list[Finding] = field(default_factory=list[Finding])
    accepted: list[Finding] = field(default_factory=list[Finding])

    @property
    def code(self) -> int:
        """The exit code for this file alone."""
        return UNREADABLE if self.unreadable else PROBLEMS if self.problems else FINE


def check(stack_files: Sequence[Path], key: str | None, *, as_json: bool) -> int:
    """Check stack files, without calls to AWS and without Pulumi, and print every problem and warning with its line.

    Args:
        stack_files: The files; by default those beside `Pulumi.yaml`.
        key: Key of the database in the files; by default `database` of the project.
        as_json: Whether to print JSON.

    Returns:
        The exit code: 0 when a deployment is not refused, 1 with problems, 2 when a file cannot be read.
    """
    paths = stack_files or sorted(Path().glob("Pulumi.*.yaml"))
    reports = [_report(path, key or key_beside(path)) for path in paths]
    if not reports:
        nothing = "There is no Pulumi.*.yaml in this folder. Name a stack file with --stack-file."
        reports = [Report(Path(), unreadable=nothing)]
    print(_json(reports) if as_json else "\n".join(_lines(reports)))
    for report in reports:
        if report.unreadable and not as_json:
            print(f"error: {report.unreadable}", file=sys.stderr)
    return max(report.code for report in reports)


def _report(path: Path, key: str) -> Report:
    try:
        file = read_file(path)
    except StackFileError as error:
        return Report(path, unreadable=str(error))
    repeated = [Finding(path, file.line(*problem.path), "", problem) for problem in file.repeated_keys()]
    found: list[Finding] = []
    try:
        config = of_stack(file.values, key)
    except ConfigError as error:
        found = [Finding(path, file.line(*_keys(key, problem.path)), key, problem) for problem in error.problems]
        config = rest_of_stack(file.values, key, error.problems)
    problems = _in_order([*repeated, *found])
    if config is None:
        return Report(path, problems=problems)

    def finding(warning: ConfigWarning, reason: str | None = None) -> Finding:
        steps = as_path(warning.path)
        given = _value_at(file.values[key], steps)
        problem = Problem(steps, given, warning.name, warning.why, warning.fix, warning.source)
        return Finding(path, file.line(key, *steps), key, problem, reason)

    accepted = [finding(warning, config.accepted_warnings[warning.name]) for warning in accepted_warnings(config)]
    warned = [finding(warning) for warning in warnings(config)]
    return Report(path, problems=problems, warnings=_in_order(warned), accepted=_in_order(accepted))


def _keys(key: str, path: SettingPath) -> SettingPath:
    """Return the path of a setting, beginning with the keys of the file."""
    return path if path == PROVIDER_REGION else (key, *path)


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.line)


def _value_at(value: object, steps: SettingPath) -> object:
    """Return the value at a path of the file; a placeholder without text for a default."""
    for step in steps:
        value = cast("Mapping[Any, object]", value).get(step) if isinstance(value, Mapping) else None
    return Hidden.KEY if value is None else value


def _json(reports: Sequence[Report]) -> str:
    errors = [{"file": str(each.file), "error": each.unreadable} for each in reports if each.unreadable]
    findings = {
        kind: [finding.as_json() for report in reports for finding in getattr(report, kind)]
        for kind in ("problems", "warnings", "accepted")
    }
    return json.dumps({"errors": errors, **findings}, indent=2, ensure_ascii=False)


def _lines(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the findings of each file and, last, their numbers."""
    for report in reports:
        if report.unreadable is None:
            yield from (finding.as_text("") for finding in report.problems)
            yield from (finding.as_text("warning: ") for finding in report.warnings)
            numbers = (_number(report.problems, "problem"), _number(report.warnings, "warning"))
            accepted = f" {len(report.accepted)} accepted." if report.accepted else ""
            yield f"{report.file}: {', '.join(numbers)}.{accepted}"


def _number(found: Sequence[Finding], noun: str) -> str:
    return f"1 {noun}" if len(found) == 1 else f"{len(found) or 'no'} {noun}s"
