"""Confirmation before a command changes a database."""

import argparse
import io

import pytest

from orion_ops.agreeing import agree
from orion_ops.errors import OpsError


@pytest.mark.parametrize("standard_input", [None, io.StringIO("y\n")], ids=["closed", "a pipe"])
def test_without_a_terminal_only_the_option_confirms(
    standard_input: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job has no terminal; `<&-` closes the standard input."""
    monkeypatch.setattr("sys.stdin", standard_input)

    with pytest.raises(OpsError, match="add --yes"):
        agree(argparse.Namespace(yes=False))
    agree(argparse.Namespace(yes=True))
