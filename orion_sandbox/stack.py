"""One stack in the sandbox: its own AWS API, Pulumi state, home and copy of the stack file, all in one folder."""

import gc
import hashlib
import os
import secrets
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

from pulumi.automation import (
    DestroyResult,
    OutputMap,
    PreviewResult,
    PulumiFn,
    RefreshResult,
    Stack,
    UpResult,
)
from pulumi.automation._stack import ImportResult

from orion_sandbox import daemon, plugins, stack_references
from orion_sandbox.automation import SandboxAutomationStack, SandboxWorkspace, StateFolder
from orion_sandbox.engine import Engine, find_or_build
from orion_sandbox.environment import (
    DEFAULT_REGION,
    STRICT_VARIABLE,
    aws_client,
    aws_variables,
    pulumi_variables,
    search_path,
)
from orion_sandbox.errors import SandboxError
from orion_sandbox.invocation import command_line
from orion_sandbox.locks import held
from orion_sandbox.project import Project, check_name, replace
from orion_sandbox.references import references
from orion_sandbox.stack_file import StackFile


class SandboxStack:
    """A Pulumi stack on the real engine and SDK, against an AWS API on this machine.

    `up` and `preview` start what they need; the other commands need the sandbox to run. Options are those of
    `pulumi.automation.Stack`, and its errors are raised unchanged; all else that goes wrong is a `SandboxError`.

    Args:
        name: The stack.
        project: The project whose program is deployed. It is never written to.
        folder: The sandbox's folder of the stack; `default_folder` unless given.
        program: A function to deploy in place of the project's program.
        config: Configuration values by their full keys, in place of the project's stack file.
        engine: The engine; found or built unless given.
        report: Called with each message for the user: a wait, a dropped state, a value that was left out.
        stacks: Outputs of other stacks by their names, for `pulumi.StackReference`; unless given, those in the file
            `stack-references.yaml` of the project.
        strict: Whether what nothing judges is refused by name, instead of kept with a warning; unless given, whether
            the environment has ORION_SANDBOX_STRICT=1.
    """

    def __init__(  # noqa: PLR0913 - all but two are options
        self,
        name: str,
        project: Project,
        *,
        folder: Path | None = None,
        program: PulumiFn | None = None,
        config: Mapping[str, Any] | None = None,
        engine: Engine | None = None,
        report: Callable[[str], None] = print,
        stacks: Mapping[str, Mapping[str, Any]] | None = None,
        strict: bool | None = None,
    ) -> None:
        check_name(name)
        self.name = name
        self.project = project
        self.folder = (folder or default_folder(project, name)).resolve()
        self._program = program
        self._config = config
        self._engine = engine
        self._report = report
        self._stacks = stacks
        self.strict = os.environ.get(STRICT_VARIABLE) == "1" if strict is None else strict

    # Parts of the sandbox

    @cached_property
    def engine(self) -> Engine:
        """The engine that runs this stack."""
        return self._engine or find_or_build(self._report)

    @cached_property
    def _settings(self) -> StackFile:
        if self._config is not None:
            return StackFile.of(self._config)
        return self.project.stack_file(self.stack_file_owner, self._report)

    @property
    def _origins(self) -> tuple[str, ...]:
        """The stacks that a clone comes from, the nearest first."""
        return tuple(self._origins_file.read_text().split()) if self._origins_file.exists() else ()

    @property
    def pulumi_name(self) -> str:
        """The stack's name in Pulumi's state; a clone keeps the original's, which is part of every URN."""
        return (self.name, *self._origins)[-1]

    @property
    def stack_file_owner(self) -> str:
        """The stack whose file is deployed: a clone without a file of its own deploys the original's."""
        names = (self.name, *self._origins)
        return next((name for name in names if self.project.has_stack_file(name)), names[-1])

    @property
    def region(self) -> str:
        """The stack's own region."""
        return str(self._settings.config().get("aws:region", DEFAULT_REGION))

    @property
    def work_folder(self) -> Path:
        """The copy of the project, in which `pulumi` runs."""
        return self.folder / "project"

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which plain `pulumi` and `aws` use this sandbox."""
        api = self.api()
        return {
            **aws_variables(api.endpoint, self.region),
            **pulumi_variables(self.folder, daemon.providers(api), strict=self.strict),
            "PATH": search_path(plugins.search_folder(self.folder / "home"), self.engine.pulumi.parent),
        }

    def client(self, service: str, region: str | None = None) -> Any:
        """Make a boto3 client of this sandbox's API, in the stack's region unless another is given."""
        return aws_client(service, self.api().endpoint, region or self.region)

    # Its life

    def start(self) -> daemon.Api:
        """Find or start the AWS API, and create there what the configuration refers to.

        If the API that the stack was deployed to has ended, its state is dropped, with a message.
        """
        wanted = references(self._settings.config(), self.region)
        stacks = stack_references.read_file(self.project.folder) if self._stacks is None else self._stacks
        for line in self._settings.left_out:
            self._report(f"left out of the sandbox's copy of the stack file: {line}")
        engine = self.engine
        with self._starting():
            self.folder.mkdir(parents=True, exist_ok=True)
            if daemon.find(self.folder) is None:
                self._report("starting the sandbox's AWS API, about 2 seconds")
            api = daemon.start(self.folder, wanted.account)
            self._drop_state_of_another(api)
            daemon.seed(api, wanted)
            self._write_home()
            stack_references.record(self.folder, stacks, engine.pulumi)
            self.project.write_copy(self.work_folder, self.pulumi_name, self._settings, engine.language_host)
        return api

    def api(self) -> daemon.Api:
        """Find the running API that this stack was deployed to.

        Raises:
            SandboxError: There is none.
        """
        api = daemon.find(self.folder)
        if api is None or not self._was_deployed_to(api):
            raise SandboxError(
                f"the sandbox of the stack {self.name} is not running; `{command_line('up', self.name)}` starts it"
            )
        return api

    def discard(self) -> bool:
        """Stop the API and remove the folder, with all that was deployed; False if there was nothing."""
        with self._starting():
            daemon.stop(self.folder)
            existed = self.folder.exists()
            shutil.rmtree(self.folder, ignore_errors=True)
        return existed

    def clone(self, name: str, *, folder: Path | None = None) -> "SandboxStack":
        """Copy this deployed stack, in less than a second. A change of one never shows in the other.

        The copy has an API, a Pulumi state and a folder of its own, and outlives the original. It deploys the same
        program and configuration, so its first `up` changes nothing.

        Args:
            name: The copy's name in the sandbox. In Pulumi's state the stack keeps its name, as in every URN.
            folder: The sandbox's folder of the copy; `default_folder` unless given.

        Raises:
            SandboxError: The stack is unknown, does not run or is being changed by a command, or the name is taken.
        """
        copy = SandboxStack(
            name,
            self.project,
            folder=folder,
            program=self._program,
            config=self._config,
            engine=self._engine,
            report=self._report,
            stacks=self._stacks,
            strict=self.strict,
        )
        original = self.api()
        with copy._starting():
            if copy.folder.exists():
                raise SandboxError(f"a stack {name} exists already; `{command_line('down', name)}` discards it")
            try:
                self._copy_into(copy, original)
            except BaseException:
                daemon.stop(copy.folder)
                shutil.rmtree(copy.folder, ignore_errors=True)
                raise
        return copy

    # Pulumi's commands

    def up(self, **options: Any) -> UpResult:
        """Create or update everything."""
        self.start()
        return self.automation().up(**options)

    def preview(self, **options: Any) -> PreviewResult:
        """Compute what `up` would change."""
        self.start()
        return self.automation().preview(**options)

    def refresh(self, **options: Any) -> RefreshResult:
        """Update Pulumi's state to the resources as they are in the sandbox."""
        return self.automation().refresh(**options)

    def import_resources(self, **options: Any) -> ImportResult:
        """Import existing resources into Pulumi's state."""
        self.start()
        return self.automation().import_resources(**options)

    def destroy(self, **options: Any) -> DestroyResult:
        """Delete every resource; as on AWS, a protected one is refused."""
        return self.automation().destroy(**options)

    def outputs(self) -> OutputMap:
        """Return the stack's outputs; a secret one says so by `.secret`."""
        return self.automation().outputs()

    def protected(self) -> list[str]:
        """Return the URNs of the resources that `destroy` would refuse."""
        deployment = self.automation().export_stack().deployment or {}
        return [resource["urn"] for resource in deployment.get("resources", []) if resource.get("protect")]

    def unprotect(self) -> None:
        """Switch protection off in what this object deploys; the user's stack file stays as it is."""
        root = f"{self.project.name}:database"
        self._settings.set("false", root, "protection", "deletion")
        if "disaster_recovery" in self._settings.config().get(root, {}):
            self._settings.set("false", root, "disaster_recovery", "deletion_protection")

    def automation(self) -> Stack:
        """Return the stack of the Automation API, which has further methods."""
        workspace = SandboxWorkspace(
            work_dir=str(self.work_folder),
            program=_alone(self._program, self.folder) if self._program else None,
            env_vars=self.environment,
            pulumi_command=self.engine.command(),
        )
        workspace.state = StateFolder(self.folder / "state", self.project.name, self.pulumi_name)
        return SandboxAutomationStack(self.pulumi_name, workspace)

    # Files of the folder

    def _copy_into(self, copy: "SandboxStack", original: daemon.Api) -> None:
        self._check_no_command_runs()
        for part in ("state", "project"):
            shutil.copytree(self.folder / part, copy.folder / part)
        shutil.copy(self._passphrase, copy._passphrase)
        shutil.copy(self.folder / stack_references.RECORD, copy.folder / stack_references.RECORD)
        replace(copy._origins_file, " ".join((self.name, *self._origins)))
        replace(copy._boot_id, daemon.clone(original, copy.folder).boot_id)
        copy._write_home()
        # A command that began in the meantime may have changed the API and not yet the state.
        self._check_no_command_runs()

    def _check_no_command_runs(self) -> None:
        if any(path.is_file() for path in (self.folder / "state" / ".pulumi" / "locks").rglob("*")):
            raise SandboxError(f"another command is changing the stack {self.name}; clone it when that has ended")

    def _starting(self) -> AbstractContextManager[None]:
        return held(self._lock, lambda: self._report(f"waiting for another command that starts the stack {self.name}"))

    @property
    def _lock(self) -> Path:
        # Beside the folder: `discard` removes the folder while it holds the lock.
        return self.folder.with_name(f"{self.folder.name}.lock")

    @property
    def _origins_file(self) -> Path:
        return self.folder / "origins"

    @property
    def _passphrase(self) -> Path:
        return self.folder / "passphrase"

    @property
    def _boot_id(self) -> Path:
        return self.folder / "boot_id"

    def _was_deployed_to(self, api: daemon.Api) -> bool:
        return self._boot_id.exists() and self._boot_id.read_text() == api.boot_id

    def _drop_state_of_another(self, api: daemon.Api) -> None:
        """Drop the state of an API that has ended: an `up` would report its resources as unchanged."""
        if not self._was_deployed_to(api) and self._boot_id.exists():
            self._report("the sandbox's AWS API ended since the last command, with all it held; starting clean")
            shutil.rmtree(self.folder / "state", ignore_errors=True)
            shutil.rmtree(self.work_folder, ignore_errors=True)
        replace(self._boot_id, api.boot_id)

    def _write_home(self) -> None:
        (self.folder / "state").mkdir(exist_ok=True)
        plugins.lay_out(self.folder / "home")
        if not self._passphrase.exists():
            self._passphrase.touch(mode=0o600)
            self._passphrase.write_text(secrets.token_urlsafe())


def default_folder(project: Project, stack: str) -> Path:
    """Return the folder of a checkout's stack: in ORION_SANDBOX_HOME if set, else in the user's state folder."""
    if home := os.environ.get("ORION_SANDBOX_HOME"):
        return Path(home) / stack
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    checkout = project.folder.resolve()
    digest = hashlib.sha256(str(checkout).encode()).hexdigest()[:8]
    return state / "orion-rds" / f"{checkout.name}-{digest}" / stack


def _alone(program: PulumiFn, folder: Path) -> PulumiFn:
    """Return a program that first clears up after a failed one in the same process, and whose references are answered.

    The SDK leaves a coroutine of a failed program. When that is collected, it stops the callbacks of the program that
    runs then, and with them the hooks.
    """

    def run() -> Awaitable[Any] | None:
        gc.collect()
        with stack_references.answered(folder):
            rest = program()
        return _finished(rest) if rest else None

    async def _finished(rest: Awaitable[Any]) -> Any:
        with stack_references.answered(folder):
            return await rest

    return run
