"""A stack of this repository that a test deploys again and again with some sections of its file changed."""

import re
import runpy
from collections import defaultdict
from pathlib import Path
from typing import Any

from pulumi.automation import DiagnosticEvent, EngineEvent, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

UNTOUCHED = {OpType.SAME, OpType.REFRESH}
GENERATION = re.compile(r"(secret-value)-[0-9a-f]{8}$")
"""Each value of a secret is a resource of its own, and which one it is does not matter here."""

COMPONENTS = "orion-rds:"
"""How their types begin. They are nothing on AWS."""


class Deployed:
    """The test stack, of which each test changes some sections; its program runs in this process, which is faster."""

    def __init__(self, sandbox: Sandbox, repository: Path, **always: Any) -> None:
        """`always` are sections that are written anew whatever a test changes."""
        self._sandbox, self._repository, self._always = sandbox, repository, always
        self.diagnostics: list[DiagnosticEvent] = []
        """What the last `up` told the user."""
        self.told: list[DiagnosticEvent] = []
        """What the first `up` told the user."""
        self.at_rest = False
        """Whether the stack file's own configuration is what is deployed."""

    def stack(self, **sections: Any) -> SandboxStack:
        """The stack with some sections of its file written anew."""

        def program() -> None:
            runpy.run_path(str(self._repository / "__main__.py"))

        return self._sandbox.stack(
            "test", program=program, config=changed(self._repository, **{**self._always, **sections})
        )

    def up(self, **sections: Any) -> dict[str, set[str]]:
        """Deploy, and say which operation was done to which logical names."""
        done: defaultdict[str, set[str]] = defaultdict(set)
        self.diagnostics, self.at_rest = [], False

        def note(event: EngineEvent) -> None:
            if event.diagnostic_event:
                self.diagnostics.append(event.diagnostic_event)
            metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
            if metadata and metadata.op not in UNTOUCHED and not metadata.type.startswith(COMPONENTS):
                done[metadata.op.value].add(GENERATION.sub(r"\1", metadata.urn.rsplit("::", 1)[1]))

        self.stack(**sections).up(on_event=note)
        self.at_rest = not sections
        return done
