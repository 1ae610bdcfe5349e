"""A stack of this repository that a test deploys again with some sections of its file changed."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi.automation import DiagnosticEvent, EngineEvent, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import program_of
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

UNTOUCHED = {OpType.SAME, OpType.REFRESH}
GENERATION = re.compile(r"(secret-value)-[0-9a-f]{8}$")
"""Each value of a secret is a resource of its own; which one it is does not matter here."""

COMPONENT = "orion-rds:index:"
"""The prefix of the types of components, which do not exist on AWS."""

PARTS = ("Alerts", "Backups", "Redis", "Standby")
"""Components whose name stands for each of their resources, of which other tests have the list."""

LASTING = (
    "aws:backup/vault:Vault",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:secretsmanager/secret:Secret",
)
"""Resources that hold data."""


class Deployed:
    """A clone of a deployed test stack, which a test changes; its program runs in this process, which is faster."""

    def __init__(self, sandbox: Sandbox, base: SandboxStack, repository: Path, **always: Any) -> None:
        """Clone the base. `always` are sections that are written anew in every deployment."""
        self._sandbox, self._repository, self._always = sandbox, repository, always
        self.diagnostics: list[DiagnosticEvent] = []
        """What the last `up` reported."""
        self.replaced: list[str] = []
        """What holds data and was replaced by the last `up`."""
        sandbox.clone(base, "test")

    def stack(self, **sections: Any) -> SandboxStack:
        """The stack with some sections of its file written anew."""
        return self._sandbox.stack("test", program=program_of(self._repository), config=self._config(sections))

    def apart(self, **sections: Any) -> SandboxStack:
        """The stack with its program in a process of its own, for what is to fail.

        A program that failed in this process stays in it: the SDK waits in a thread for what will not come.
        """
        return self._sandbox.stack("test", config=self._config(sections))

    def _config(self, sections: Mapping[str, Any]) -> dict[str, Any]:
        return changed(self._repository, **{**self._always, **sections})

    def up(self, **sections: Any) -> dict[str, set[str]]:
        """Deploy, and return which operation was done to which logical names, or parts."""
        done: defaultdict[str, set[str]] = defaultdict(set)
        self.diagnostics, self.replaced = [], []

        def note(event: EngineEvent) -> None:
            if event.diagnostic_event:
                self.diagnostics.append(event.diagnostic_event)
            metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
            if metadata and metadata.op not in UNTOUCHED and not metadata.type.startswith(COMPONENT):
                done[metadata.op.value].add(logical_name(metadata.urn))
                if metadata.op is OpType.REPLACE and metadata.type in LASTING:
                    self.replaced.append(metadata.urn)

        self.stack(**sections).up(on_event=note)
        return done


def logical_name(urn: str) -> str:
    """Return the logical name of a resource, or the component that it belongs to."""
    *_, types, name = urn.split("::")
    parents = [each.removeprefix(COMPONENT) for each in types.split("$")]
    return next((part for part in PARTS if part in parents), GENERATION.sub(r"\1", name))
