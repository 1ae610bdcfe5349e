"""Drives a stack from a script, over Pulumi's Automation API.

    .venv/bin/python examples/automation.py

On AWS, `drive` would be given `pulumi.automation.create_or_select_stack("prod", work_dir=".")`. Here it gets a stack in
a sandbox of its own, which ends with the script.
"""

import tempfile
from pathlib import Path

from pulumi.automation import Stack

from orion_sandbox.project import find_project
from orion_sandbox.stack import SandboxStack


def drive(stack: Stack) -> None:
    """Deploy, read the outputs, ask whether anything would change, delete."""
    deployed = stack.up()
    print("up:", dict(deployed.summary.resource_changes or {}))

    for name, output in sorted(deployed.outputs.items()):
        print(f"  {name} = {'[secret]' if output.secret else output.value}")

    # With a refresh: a preview without one asks AWS nothing.
    print("preview:", dict(stack.preview(refresh=True).change_summary))

    print("destroy:", dict(stack.destroy().summary.resource_changes or {}))


def main() -> None:
    """Drive the test stack of this project."""
    with tempfile.TemporaryDirectory() as folder:
        sandbox = SandboxStack("test", find_project(Path(__file__).parent), folder=Path(folder) / "test")
        try:
            sandbox.start()
            drive(sandbox.automation())
        finally:
            sandbox.discard()


if __name__ == "__main__":
    main()
