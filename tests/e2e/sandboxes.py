"""Makes stacks for a test, each with an API, a Pulumi state and a home of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from orion_sandbox.engine import Engine
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack


class Sandbox:
    """Makes stacks that are discarded when the test ends."""

    def __init__(self, project: Project, folder: Path, engine: Engine) -> None:
        self._project, self._folder, self._engine = project, folder, engine
        self.reports: list[str] = []
        """What the stacks said beside the engine's output."""
        self._made: list[SandboxStack] = []

    def stack(
        self,
        name: str,
        *,
        program: Callable[[], object] | None = None,
        config: Mapping[str, Any] | None = None,
        strict: bool = True,
    ) -> SandboxStack:
        """A stack of this repository, with its program and stack file unless others are given.

        The same name finds the same stack again. One that is not strict creates the ids that only its program has.
        """
        stack = SandboxStack(
            name,
            self._project,
            folder=self._folder / name,
            program=program,
            config=config,
            engine=self._engine,
            report=self.reports.append,
            strict=strict,
        )
        self._made.append(stack)
        return stack

    def clone(self, original: SandboxStack, name: str) -> SandboxStack:
        """A copy of a deployed stack; `stack(name, ...)` then finds it, with another program or configuration."""
        copy = original.clone(name, folder=self._folder / name)
        self._made.append(copy)
        return copy

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def discard(self) -> None:
        """Stop every API and remove every folder."""
        for stack in self._made:
            stack.discard()
