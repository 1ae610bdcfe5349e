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
    """Print the file with which `pulumi import --file` takes over a database that runs; or, with --configuration, the
    settings under which it stays what it is, and what Terraform is to forget.

    Args:
        state: A Terraform state, as `terraform state pull` prints it; or none, and
        described: What the AWS CLI has printed of the database.
        cluster: Identifier of the cluster that is meant; needed where there are several.
        key: Key of the database in the stack file.
        configuration: Whether the settings are printed.

    Raises:
        StateError: when nothing can be taken over.
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
