"""Commands of other packages, found by their entry points."""

import argparse
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Protocol, cast

from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

GROUP = "orion_rds.commands"
"""The group of entry points. The name of an entry point is that of its command."""


class Command(Protocol):
    """The object of an entry point. Its module must not import optional packages, because `--help` loads every
    command.
    """

    @property
    def help(self) -> str:
        """What the command does, in one sentence."""
        ...

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments beside `--key` and `--stack-file`."""
        ...

    def run(self, given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
        """Run the command for the database of a stack file, and return the exit code."""
        ...


def found_commands() -> Mapping[str, Command]:
    """Return the commands of all installed packages by their names."""
    return {
        point.name: cast("Command", point.load()) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)
    }
