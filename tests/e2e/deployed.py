"""A stack of this repository that a test deploys again and again with some sections of its file changed."""

import re
import runpy
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi.automation import DiagnosticEvent, EngineEvent, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

UNTOUCHED = {OpType.SAME, OpType.REFRESH}
GENERATION = re.compile(r"(secret-value)-[0-9a-f]{8}$")
"""Each value of a secret is a resource of its own, and which one it is does not matter here."""

COMPONENT = "orion-rds:index:"
"""How their types begin. They are nothing on AWS."""

PARTS = ("Alerts", "Backups", "Redis", "Standby")
"""Components whose name stands for each of their resources, of which other tests have the list."""

LASTING = (
    "aws:backup/vault:Vault",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:secretsmanager/secret:Secret",
)
"""What holds data."""


class Deployed:
    """The test stack, of which each test changes some sections; its program runs in this process, which is faster."""

    def __init__(self, sandbox: Sandbox, repository: Path, **always: Any) -> None:
        """`always` are sections that are written anew whatever a test changes."""
        self._sandbox, self._repository, self._always = sandbox, repository, always
        self.diagnostics: list[DiagnosticEvent] = []
        """What the last `up` told the user."""
        self.told: list[DiagnosticEvent] = []
        """What the first `up` told the user."""
        self.replaced: list[str] = []
        """What held data and was replaced by the last `up`."""
        self._there: dict[str, Any] | None = None
        """The sections that are deployed; none where an `up` failed."""

    def stack(self, **sections: Any) -> SandboxStack:
        """The stack with some sections of its file written anew."""

        def program() -> None:
            runpy.run_path(str(self._repository / "__main__.py"))

        return self._sandbox.stack("test", program=program, config=self._config(sections))

    def apart(self, **sections: Any) -> SandboxStack:
        """The stack with its program in a process of its own, for what is to fail.

        A program that failed in this process stays in it: the SDK waits in a thread for what will not come.
        """
        return self._sandbox.stack("test", config=self._config(sections))

    def _config(self, sections: Mapping[str, Any]) -> dict[str, Any]:
        return changed(self._repository, **{**self._always, **sections})

    def up(self, **sections: Any) -> dict[str, set[str]]:
        """Deploy, and say which operation was done to which logical names, or parts."""
        done: defaultdict[str, set[str]] = defaultdict(set)
        self.diagnostics, self.replaced, self._there = [], [], None

        def note(event: EngineEvent) -> None:
            if event.diagnostic_event:
                self.diagnostics.append(event.diagnostic_event)
            metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
            if metadata and metadata.op not in UNTOUCHED and not metadata.type.startswith(COMPONENT):
                done[metadata.op.value].add(_named(metadata.urn))
                if metadata.op is OpType.REPLACE and metadata.type in LASTING:
                    self.replaced.append(metadata.urn)

        self.stack(**sections).up(on_event=note)
        self._there = sections
        return done

    def begin(self, **sections: Any) -> None:
        """Deploy these sections, where that is not what is deployed."""
        if self._there != sections:
            self.up(**sections)

    def renew(self) -> None:
        """Make it anew, after what cannot be undone."""
        self.stack().destroy()
        self.up()


def _named(urn: str) -> str:
    """Name a resource, or the part that it belongs to."""
    *_, types, name = urn.split("::")
    parents = [each.removeprefix(COMPONENT) for each in types.split("$")]
    return next((part for part in PARTS if part in parents), GENERATION.sub(r"\1", name))
