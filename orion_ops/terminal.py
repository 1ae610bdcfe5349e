"""Reports as tables, with colours on a terminal."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from orion_ops.report import Health, Report, Row, Section

STYLES: Mapping[Health, str] = MappingProxyType(
    {Health.HEALTHY: "green", Health.UNHEALTHY: "bold red", Health.UNKNOWN: "yellow"}
)
INDENT = (0, 0, 0, 2)
UNLIMITED = 10_000
"""Width without a terminal: programs that read the output need lines that are not wrapped."""


def console() -> Console:
    """Return the console of stdout, without colours if it is not a terminal or `NO_COLOR` is set."""
    is_terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        color_system="auto" if is_terminal and not os.environ.get("NO_COLOR") else None,
        force_terminal=is_terminal,
        width=None if is_terminal else UNLIMITED,
        highlight=False,
        emoji=False,
        markup=False,
    )


def rendered(report: Report) -> RenderableType:
    """Return a report in the form that is printed."""
    head = Text.assemble(
        (report.subject, "bold"),
        f" in account {report.account}, {report.region}, at {_time(report.at)} UTC: ",
        (report.health.value, STYLES[report.health]),
    )
    return Group(head, *(_section(section, report.at) for section in report.sections))


def _section(section: Section, now: datetime) -> RenderableType:
    parts: list[RenderableType] = [Text("")]
    parts.append(Text.assemble((section.name, "bold"), ": ", (section.health.value, STYLES[section.health])))
    if section.rows:
        parts.append(Padding(_table(section, now), INDENT, expand=False))
    for label, texts, style in (
        ("problem", section.problems, "red"),
        ("unknown", section.unknown, "yellow"),
        ("note", section.notes, ""),
    ):
        parts += [Padding(Text.assemble((f"{label}: ", style), text), INDENT, expand=False) for text in texts]
    return Group(*parts)


def _table(section: Section, now: datetime) -> Table:
    columns = list(dict.fromkeys(name for row in section.rows for name in row))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for name in columns:
        table.add_column(_head(name), overflow="fold")
    for row in section.rows:
        table.add_row(*(_cell(name, row, now) for name in columns))
    return table


def _head(name: str) -> str:
    unit = next((unit for unit in UNITS if name.endswith(unit)), "")
    return name.removesuffix(unit).replace("_", " ")


def _cell(name: str, row: Row, now: datetime) -> str:
    value = row.get(name)
    if value is None:
        return "-"
    unit = next((write for unit, write in UNITS.items() if name.endswith(unit)), None)
    if unit and isinstance(value, int | float):
        return unit(value)
    return f"{_time(value)} ({_distance(value, now)})" if isinstance(value, datetime) else str(value)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _distance(moment: datetime, now: datetime) -> str:
    seconds = (moment - now).total_seconds()
    if abs(seconds) < 1:
        return "now"
    return f"{_duration(-seconds)} ago" if seconds <= 0 else f"in {_duration(seconds)}"


def _duration(seconds: float) -> str:
    """Return a duration in its largest unit, rounded down."""
    for unit, length in (("days", timedelta(days=2)), ("h", timedelta(hours=2)), ("min", timedelta(minutes=2))):
        if seconds >= length.total_seconds():
            return f"{int(seconds // (length.total_seconds() / 2))} {unit}"
    return f"{int(seconds)} s"


UNITS: Mapping[str, Callable[[float], str]] = MappingProxyType(
    {"_milliseconds": lambda value: f"{value:g} ms", "_seconds": _duration, "_days": lambda value: f"{value:g} days"}
)
"""Suffixes of names, and the format of their values."""
