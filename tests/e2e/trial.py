"""Tries changes of a configuration on clones of a deployed stack, without a preview."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi.automation import CommandError, EngineEvent, OpType, PulumiFn

from orion_sandbox import daemon
from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.engine import Engine
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack
from tests.changing.change import ROOT, Change, Configuration, changed, together
from tests.changing.refusal import Refusal
from tests.contract.aws_api.test_pending_changes import pass_maintenance_window
from tests.e2e.bases import program_of

UNCHANGED = {OpType.SAME}
REGION = r"\b[a-z]{2}-[a-z]+-\d\b"
LONGEST_LIST = 8
VARYING = frozenset({"created", "modified", "sourcePosition", "stackTrace"})
"""Of a resource in Pulumi's state: times, and where the program made it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a change did that it must not do."""

    changes: tuple[Change, ...]
    problems: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(change.name for change in self.changes)
        return "\n  ".join([names, *self.problems])


class Trial:
    """Tries changes of one deployed stack."""

    def __init__(
        self, base: SandboxStack, config: Mapping[str, Any], project: Project, engine: Engine, folder: Path
    ) -> None:
        """Take a deployed stack and the stack file's configuration that it has."""
        self._base, self._config = base, config
        self._project, self._engine, self._folder = project, engine, folder / "trial"
        self.runs: list[str] = []
        """What was tried, and how it ended."""

    @property
    def _database(self) -> Configuration:
        return self._config[ROOT]

    def failures(self, changes: Sequence[Change]) -> list[Failure]:
        """Try changes together, and apart where that does not show that each is right."""
        refusal, problems = self._attempt(changes)
        unnamed = [change for change in changes if refusal and not refusal.names(change)]
        self.runs.append(
            f"{'refused' if refusal else 'deployed'}: {[change.name for change in changes]} {problems or ''}"
        )
        if len(changes) == 1:
            return [Failure(tuple(changes), tuple(problems))] if problems else []
        if not problems and not unnamed:
            return []
        named = [change for change in changes if change not in unnamed]
        half = len(changes) // 2
        parts = (named, unnamed) if refusal and named and unnamed else (changes[:half], changes[half:])
        return [failure for part in parts for failure in self.failures(part)]

    def _attempt(self, changes: Sequence[Change]) -> tuple[Refusal | None, list[str]]:
        config = {**self._config, ROOT: changed(self._database, together(changes))}
        copy = self._base.clone("trial", folder=self._folder)
        try:
            return self._steps(config)
        finally:
            copy.discard()

    def _stack(self, config: Mapping[str, Any], program: PulumiFn | None = None) -> SandboxStack:
        return SandboxStack(
            "trial",
            self._project,
            folder=self._folder,
            program=program,
            config=config,
            engine=self._engine,
            report=lambda _: None,
        )

    def _steps(self, config: Mapping[str, Any]) -> tuple[Refusal | None, list[str]]:
        # What may fail has its program in a process of its own: a failed one leaves threads. The rest is faster here.
        after, before = self._stack(config), self._stack(self._config)
        here = program_of(self._project.folder)
        regions = set(re.findall(REGION, json.dumps([config, self._config])))
        refusal, problems = self._up(after, regions)
        if refusal:
            if not problems and self._refusal(after, preview=True) is None:
                problems.append("the preview does not refuse what `up` refuses")
            problems += self._same_again(self._stack(self._config, None if problems else here))
            return refusal, problems
        problems += self._differences("the preview afterwards", self._stack(config, here), config)
        back, wrong = self._up(before, regions)
        problems += [f"put back: {problem}" for problem in wrong]
        if not back:
            stack = self._stack(self._config, here)
            problems += self._differences("the preview after it was put back", stack, self._config)
        return None, problems

    def _same_again(self, before: SandboxStack) -> Iterator[str]:
        """Deploy the configuration of before a refusal."""
        try:
            operations = before.up().summary.resource_changes or {}
        except CommandError as error:
            yield f"put back, `up` fails: {_brief(error)}"
        else:
            if set(operations) - UNCHANGED:
                yield f"put back, `up` changes something: {operations}"

    def _up(self, stack: SandboxStack, regions: Iterable[str]) -> tuple[Refusal | None, list[str]]:
        """Deploy. If that is refused, check that nothing was touched."""
        stack.start()
        content, state = daemon.content(stack.api(), *regions), _state(stack)
        refusal = self._refusal(stack)
        if refusal is None:
            return None, []
        problems = [*refusal.problems()]
        problems += _difference("AWS", content, daemon.content(stack.api()))
        problems += _difference("Pulumi's state", state, _state(stack))
        return refusal, problems

    def _refusal(self, stack: SandboxStack, *, preview: bool = False) -> Refusal | None:
        said: list[str] = []

        def note(event: EngineEvent) -> None:
            diagnostic = event.diagnostic_event
            if diagnostic and diagnostic.severity in {"error", "info#err"}:
                said.append(re.sub(r"<\{%.*?%\}>", "", diagnostic.message))

        try:
            (stack.preview if preview else stack.up)(on_event=note)
        except CommandError as error:
            return Refusal("\n".join(said) or str(error))
        return None

    def _differences(self, when: str, stack: SandboxStack, config: Mapping[str, Any]) -> Iterator[str]:
        if config[ROOT].get("apply") == "maintenance_window":
            # Until then each preview shows what waits, and Pulumi's state has the values of before.
            pass_maintenance_window(stack.api())
            stack.refresh()
        changing: list[str] = []

        def note(event: EngineEvent) -> None:
            step = event.resource_pre_event.metadata if event.resource_pre_event else None
            if step and step.op not in {OpType.SAME, OpType.REFRESH, OpType.READ}:
                properties = ", ".join(sorted(step.detailed_diff or step.diffs or []))
                changing.append(f"{step.op.value} {step.urn.rsplit('::', 1)[-1]} ({properties})")

        try:
            summary = stack.preview(refresh=True, on_event=note).change_summary
        except CommandError as error:
            yield f"{when} fails: {_brief(error)}"
            return
        if set(summary) - UNCHANGED:
            yield f"{when} shows {'; '.join(changing[:LONGEST_LIST]) or summary}"


def _brief(error: CommandError) -> str:
    """Return the first error among the diagnostics."""
    lines = [line.strip() for line in str(error).splitlines()]
    return next((line for line in lines if line.startswith("error: ") and "update failed" not in line), lines[0])


def _state(stack: SandboxStack) -> dict[str, str]:
    """Return every resource of Pulumi's state by its URN."""
    # The file itself: `pulumi stack export` takes much longer.
    (file,) = (stack.folder / "state" / ".pulumi" / "stacks").rglob(f"{stack.pulumi_name}.json")
    deployment: Any = json.loads(file.read_text(), object_hook=_without_ciphertext)["checkpoint"]["latest"]
    resources = {
        resource["urn"]: json.dumps(
            {key: value for key, value in resource.items() if key not in VARYING}, sort_keys=True
        )
        for resource in deployment.get("resources", [])
    }
    pending = {
        f"pending {each['resource']['urn']}": each["type"] for each in deployment.get("pending_operations") or []
    }
    return resources | pending


def _without_ciphertext(value: dict[str, Any]) -> object:
    """A secret is encrypted anew when it is written. Its value is compared in AWS, where each of ours is."""
    return "[secret]" if value.get(SIGNATURE) == SECRET else value


def _difference(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    paths = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    things = [*dict.fromkeys("/".join(path.rsplit("::", 1)[-1].split("/")[:4]) for path in paths)]
    if things:
        shown = ", ".join(things[:LONGEST_LIST])
        yield f"{what} was changed before the refusal, {len(things)} things: {shown}"
