"""Problems as text."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest

from orion_rds.config.errors import Problem, render, shown, written


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "orion-rds:database"),
        (("backup", "window"), "orion-rds:database.backup.window"),
        (("network", "subnet_ids", 1), "orion-rds:database.network.subnet_ids[1]"),
        (("parameters", "cluster", "rds.force_ssl"), 'orion-rds:database.parameters.cluster["rds.force_ssl"]'),
        (("tags", 'say "hi"'), r'orion-rds:database.tags["say \"hi\""]'),
    ],
)
def test_a_path_is_written_as_pulumi_reads_it(path: tuple[str | int, ...], text: str) -> None:
    """The line under the problem is meant to be copied."""
    assert written(path, "orion-rds:database") == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (99, "99"),
        (True, "true"),
        (None, "null"),
        ("03:00", '"03:00"'),
        ("Köln", '"Köln"'),
        ("x" * 100, '"' + "x" * 79 + "..."),
        ("x" * 78, '"' + "x" * 78 + '"'),
        ("x" * 79, '"' + "x" * 79 + "..."),
        (2**80 - 1, "1208925819614629174706175"),
        (-(2**80), "(a number of 81 bits)"),
        ("\ud800", r'"\ud800"'),
        ([1, 2], "(a list of 2)"),
        ((1, 2, 3), "(a list of 3)"),
        ({"password": "hush"}, "(a mapping)"),
        (pulumi.Output.secret("hush"), "<output>"),
        (Mapping, "<ABCMeta>"),
    ],
)
def test_a_value_is_shown_shortly(given: Any, text: str) -> None:
    """Enough to find it; nothing of what lies in a mapping or an output."""
    assert shown(given) == text


@pytest.mark.parametrize(
    ("instead", "command"),
    [
        (35, "pulumi config set --path 'a:b.c' 35"),
        (0.5, "pulumi config set --path 'a:b.c' 0.5"),
        (16.0, "pulumi config set --path 'a:b.c' 16"),
        ("it's", """pulumi config set --path 'a:b.c' 'it'"'"'s'"""),
    ],
)
def test_the_command_survives_a_shell(instead: Any, command: str) -> None:
    """Quotes and all."""
    problem = Problem(("c",), 1, "backup-retention", "why.", "fix.", "https://page", instead)
    assert f"\n            {command}\n" in render([problem], "a:b")


def test_a_path_with_a_quote_survives_a_shell() -> None:
    """Keys of tags are free text."""
    problem = Problem(("it's",), 1, "tag-value", "why.", "fix.", "https://page", "x")
    assert """--path 'a:b["it'"'"'s"]' x""" in render([problem], "a:b")


def test_the_whole_is_named_when_there_is_no_key() -> None:
    """`parse` in Python knows no key of a stack."""
    text = render([Problem((), "x", "mapping", "why.", "fix.", "https://page")], "")
    assert text.startswith("The configuration cannot be deployed: 1 problem.")
    assert '\n  (all of it): "x"\n' in text


def test_names_and_commands_stay_whole() -> None:
    """They are meant to be copied. Text is wrapped between its words."""
    words, name, command = " ".join(["word"] * 18), "x" * 120, f"  aws {'--option value ' * 8}"
    problem = Problem((), "x", "mapping", f"{words} in-compliance-mode {name}", f"Run:\n{command}", "https://page")

    assert render([problem], "").splitlines()[3:8] == [
        f"    why:    {words}",
        f"{'':12}in-compliance-mode",
        f"{'':12}{name}",
        "    fix:    Run:",
        f"{'':12}{command}",
    ]
