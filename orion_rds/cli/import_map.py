"""`orion-rds import-map`."""

from pathlib import Path

from orion_rds.migration.configuration import stack_file
from orion_rds.migration.found import find
from orion_rds.migration.imports import import_file
from orion_rds.migration.state import StateError, read_state


def import_map(state: Path, *, cluster: str | None, key: str, configuration: bool) -> str:
    """Print the file with which `pulumi import --file` takes over what a Terraform module has made; or, with
    --configuration, the settings under which it stays what it is, and what Terraform is to forget.

    Args:
        state: The state, as `terraform state pull` prints it.
        cluster: Identifier of the cluster that is meant; needed where the state has several.
        key: Key of the database in the stack file.
        configuration: Whether the settings are printed.

    Raises:
        StateError: when nothing can be taken over from the state.
    """
    try:
        resources = read_state(_text(state))
        found = find(resources, cluster)
        return stack_file(found, resources, key) if configuration else import_file(found)
    except StateError as error:
        raise StateError(f"{state}: {error}") from None


def _text(state: Path) -> str:
    try:
        return state.read_text(encoding="utf-8")
    except OSError as error:
        raise StateError(f"cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise StateError("not a Terraform state: it is not text.") from None
