"""The sandbox's stacks of a project, and the command `list`."""

from collections.abc import Iterator

from orion_sandbox.automation import resources
from orion_sandbox.errors import SandboxError
from orion_sandbox.folders import MARKER
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack
from orion_sandbox.stack_folder import home_folder

HEADINGS = ("STACK", "API", "RESOURCES", "ENDPOINT")


def stacks(project: Project) -> list[SandboxStack]:
    """Return the stacks that have a folder, in the order of their names."""
    # A folder whose name begins with a dot is being removed.
    folders = [path.parent for path in home_folder(project).glob(f"[!.]*/{MARKER}")]
    return [SandboxStack(name, project) for name in sorted(folder.name for folder in folders)]


def list_stacks(project: Project) -> None:
    """Print the project's stacks in the sandbox: whether the API runs, how many resources it holds, and where."""
    rows = [HEADINGS, *map(_row, stacks(project))]
    if len(rows) == 1:
        print(f"There are no stacks in {home_folder(project)}.")
        return
    print("\n".join(_lines(rows)))
    if any(state == "stopped" for _, state, _, _ in rows):
        print("\nA stopped API has lost its resources: `up` starts with nothing, `down` deletes the folder.")


def _row(stack: SandboxStack) -> tuple[str, str, str, str]:
    name = stack.name if stack.name == stack.pulumi_name else f"{stack.name} (clone of {stack.pulumi_name})"
    try:
        endpoint = stack.api().endpoint
    except SandboxError:
        return name, "stopped", "-", "-"
    # A home that ORION_SANDBOX_HOME names may have stacks of several projects.
    checkpoints = (stack.folder / "state" / ".pulumi" / "stacks").glob("*/*.json")
    try:
        return name, "running", str(sum(len(resources(each)) for each in checkpoints)), endpoint
    except (ValueError, KeyError, TypeError):
        return name, "running", "damaged", endpoint


def _lines(rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    name, api, number, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    for row in rows:
        yield f"{row[0]:{name}}  {row[1]:{api}}  {row[2]:>{number}}  {row[3]}"
