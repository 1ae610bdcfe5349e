"""The pytest fixture of the installed sandbox."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from orion_sandbox.stack import SandboxStack

MakeStack = Callable[..., "SandboxStack"]


@pytest.fixture
def pulumi_sandbox(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MakeStack]:
    """Create stacks with their own AWS API, which end with the test: `pulumi_sandbox(program, config={...})`.

    Without a program, it deploys the program of the project around the tests; without a configuration, that of its
    stack file. `stacks` has outputs of other stacks by their names, for `StackReference`. `strict=True` refuses what
    the sandbox does not imitate.
    """
    # Every test run loads this module, and few need the sandbox.
    from orion_sandbox.project import PROJECT_FILE, Project, find_project  # noqa: PLC0415
    from orion_sandbox.stack import SandboxStack  # noqa: PLC0415

    made: list[SandboxStack] = []
    root = request.config.rootpath
    alone = not any((folder / PROJECT_FILE).is_file() for folder in (root, *root.parents))
    project = Project(root, {"name": "project", "runtime": "python"}) if alone else find_project(root)

    def make(
        program: Callable[[], object] | None = None,
        *,
        config: Mapping[str, Any] | None = None,
        name: str = "test",
        stacks: Mapping[str, Mapping[str, Any]] | None = None,
        strict: bool | None = None,
    ) -> SandboxStack:
        settings = {} if config is None and program else config
        folder = tmp_path / f"sandbox-{name}"
        stack = SandboxStack(
            name, project, folder=folder, program=program, config=settings, stacks=stacks, strict=strict
        )
        made.append(stack)
        return stack

    yield make
    for stack in made:
        stack.discard()
