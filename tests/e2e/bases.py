"""Deployed stacks to clone. Each is deployed once in a test run, by the first test of any worker that needs it."""

import hashlib
import json
import os
import runpy
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi.automation import EngineEvent, PulumiFn

from orion_rds.testing.running import settled
from orion_sandbox.engine import Engine
from orion_sandbox.locks import held
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack
from tests.run_folder import FOLDER
from tests.warm import forked_apis


def program_of(folder: Path) -> PulumiFn:
    """Return a function that runs a project's program in this process, which is cheaper than Pulumi's language host."""

    def program() -> Awaitable[None]:
        runpy.run_path(str(folder / "__main__.py"))
        return settled()

    return program


class Bases:
    """Deploys what tests clone. Nobody changes a base, and no Pulumi command runs on it after its deployment."""

    def __init__(self, project: Project, engine: Engine) -> None:
        self._project, self._engine = project, engine
        self._folder = Path(os.environ[FOLDER])

    def deployed(
        self,
        name: str,
        config: Mapping[str, Any] | None,
        *,
        program: PulumiFn | None = None,
        identity: object = None,
        then: Callable[[SandboxStack], object] | None = None,
    ) -> SandboxStack:
        """Return a stack with this program and configuration, deployed.

        Args:
            name: The stack.
            config: Its configuration; None for that of its stack file.
            program: What to deploy in place of this repository's program.
            identity: Whatever else tells this base from others.
            then: Something to do on the deployed stack, before anything clones it.
        """
        text = json.dumps([name, config, identity], sort_keys=True, default=str)
        folder = self._folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        stack = SandboxStack(
            name,
            self._project,
            folder=folder,
            program=program or program_of(self._project.folder),
            config=config,
            engine=self._engine,
            report=lambda _: None,
        )
        complete = folder.with_suffix(".events")
        with held(folder.with_suffix(".base-lock"), lambda: None):
            if not complete.exists():
                said: list[list[str]] = []

                def note(event: EngineEvent) -> None:
                    said.extend(_said(event))

                with forked_apis():
                    stack.up(on_event=note)
                if then:
                    then(stack)
                complete.write_text(json.dumps(said))
        return stack

    @staticmethod
    def warnings(base: SandboxStack) -> list[list[str]]:
        """Return the URN and the text of each warning of a base's deployment."""
        return json.loads(base.folder.with_suffix(".events").read_text())


def _said(event: EngineEvent) -> list[list[str]]:
    diagnostic = event.diagnostic_event
    return [[diagnostic.urn or "", diagnostic.message]] if diagnostic and diagnostic.severity == "warning" else []
