"""`orion-rds import-map`."""

from collections.abc import Sequence
from pathlib import Path

from orion_rds.migration.configuration import stack_file
from orion_rds.migration.described import read_described
from orion_rds.migration.found import find
from orion_rds.migration.imports import import_file
from orion_rds.migration.state import Resource, StateError, read_state


def import_map(
    state: Path | None, described: Sequence[Path], *, cluster: str | None, key: str, configuration: bool
) -> str:
    """Print the file for `pulumi import --file` that imports an existing database; or, with --configuration, the
    settings that keep it as it is, and the resources to remove from Terraform's state.

    Args:
        state: A Terraform state, as `terraform state pull` prints it; none with `described`.
        described: Outputs of the AWS CLI for the database.
        cluster: Identifier of the cluster; required where there are several.
        key: Key of the database in the stack file.
        configuration: Whether to print the settings.

    Raises:
        StateError: when there is nothing to import.
    """
    resources = _resources(state, described)
    found = find(resources, cluster)
    return stack_file(found, resources, key) if configuration else import_file(found)


def _resources(state: Path | None, described: Sequence[Path]) -> tuple[Resource, ...]:
    if state is None:
        return read_described([_text(path) for path in described])
    try:
        return read_state(_text(state))
    except StateError as error:
        raise StateError(f"{state}: {error}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise StateError(f"{path} is not text.") from None
