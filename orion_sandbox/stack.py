"""One stack in the sandbox: its own AWS API, Pulumi state, home and copy of the stack file, all in one folder."""

import os
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from errno import ENOSPC
from functools import cached_property
from pathlib import Path
from typing import Any

from pulumi.automation import (
    CommandError,
    DestroyResult,
    OutputMap,
    PreviewResult,
    RefreshResult,
    Stack,
    UpResult,
)
from pulumi.automation._stack import ImportResult

from orion_sandbox import daemon, endpoints, folders, plugins, stack_references
from orion_sandbox.automation import SandboxAutomationStack, SandboxWorkspace, StateFolder
from orion_sandbox.deployment import deploy
from orion_sandbox.endpoints import Endpoints
from orion_sandbox.engine import Engine, find_or_build
from orion_sandbox.environment import (
    DEFAULT_REGION,
    STRICT_VARIABLE,
    aws_client,
    aws_variables,
    pulumi_variables,
    search_path,
)
from orion_sandbox.errors import FULL_DISK, SandboxError, of_system
from orion_sandbox.inline_program import alone
from orion_sandbox.invocation import command_line
from orion_sandbox.locks import Lock
from orion_sandbox.project import Project, check_name
from orion_sandbox.references import REGION, references
from orion_sandbox.stack_file import StackFile
from orion_sandbox.stack_folder import StackFolder, default_folder
from orion_sandbox.stack_lock import held_stack, unchanging_stack
from orion_sandbox.unmanaged import Providers, Unmanaged, orphans, texts
from orion_sandbox.unprotected import VARIABLE as UNPROTECTED
from orion_sandbox.unprotected import is_protected


class SandboxStack:
    """A Pulumi stack on the real engine and SDK, against an AWS API on this machine.

    `up` and `preview` start what they need; the other commands need the sandbox to run. Options are those of
    `pulumi.automation.Stack`, and its errors are raised unchanged; all else that goes wrong is a `SandboxError`.

    Args:
        name: The stack.
        project: The project whose program is deployed. It is never written to.
        folder: The sandbox's folder of the stack; `default_folder` unless given.
        program: A function to deploy instead of the project's program. Its result is dropped.
        config: Configuration values by their full keys, in place of the project's stack file.
        engine: The engine; found or built unless given.
        report: Called with each message for the user: a wait, a dropped state, a value that was left out.
        stacks: Outputs of other stacks by their names, for `pulumi.StackReference`; unless given, those in the file
            `stack-references.yaml` of the project.
        strict: Whether to refuse what the sandbox does not imitate, instead of keeping it with a warning; unless given,
            whether the environment has ORION_SANDBOX_STRICT=1.
    """

    def __init__(  # noqa: PLR0913 - all but two are options
        self,
        name: str,
        project: Project,
        *,
        folder: Path | None = None,
        program: Callable[[], object] | None = None,
        config: Mapping[str, Any] | None = None,
        engine: Engine | None = None,
        report: Callable[[str], None] = print,
        stacks: Mapping[str, Mapping[str, Any]] | None = None,
        strict: bool | None = None,
    ) -> None:
        check_name(name)
        self.name = name
        self.project = project
        given = folder or default_folder(project, name)
        # The folder itself must not be a symlink: `discard` would remove its target.
        self.folder = given.parent.resolve() / given.name
        self._files = StackFolder(self.folder)
        self._program = program
        self._config = config
        self._engine = engine
        self._report = report
        self._stacks = stacks
        self._unprotected = False
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
    def pulumi_name(self) -> str:
        """The stack's name in Pulumi's state; a clone keeps the original's, which is part of every URN."""
        return (self.name, *self._files.origins)[-1]

    @property
    def stack_file_owner(self) -> str:
        """The stack whose file is deployed: a clone without a file of its own deploys the original's."""
        names = (self.name, *self._files.origins)
        return next((name for name in names if self.project.has_stack_file(name)), names[-1])

    @property
    def region(self) -> str:
        """The stack's own region."""
        return str(self._settings.config().get("aws:region", DEFAULT_REGION))

    @property
    def work_folder(self) -> Path:
        """The copy of the project, in which `pulumi` runs."""
        return self._files.work

    @property
    def state(self) -> StateFolder:
        """The stack's state in Pulumi."""
        return StateFolder(self._files.state, self.project.name, self.pulumi_name)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make plain `pulumi` and `aws` use this sandbox."""
        api = self.api()
        return {
            **aws_variables(api.endpoint, self.region),
            **pulumi_variables(self.folder, daemon.providers(api), strict=self.strict),
            "PATH": search_path(plugins.search_folder(self._files.home), self.engine.pulumi.parent),
        }

    def client(self, service: str, region: str | None = None) -> Any:
        """Return a boto3 client for this sandbox's API, in the stack's region unless another is given."""
        return aws_client(service, self.api().endpoint, region or self.region)

    # The servers behind the endpoints

    def start_data_plane(self, lag_seconds: float = endpoints.LAG_SECONDS) -> Endpoints:
        """Start a PostgreSQL server for each instance of each Aurora cluster, unless they run already.

        They follow the state of the API from then on, and end with it. A clone starts without them.

        Args:
            lag_seconds: How long the writer endpoint resolves to the old writer after a failover.
        """
        return endpoints.start(self.api(), lag_seconds)

    def endpoints(self) -> Endpoints:
        """Return the addresses of the databases' endpoints on this machine.

        Raises:
            SandboxError: No servers run behind them.
        """
        if found := endpoints.find(self.api()):
            return found
        raise SandboxError(
            f"no servers run behind the endpoints of the stack {self.name}; "
            f"`{command_line('up', self.name)} --data` starts them"
        )

    # Life cycle

    def start(self) -> daemon.Api:
        """Find or start the AWS API, and create the resources that the configuration refers to.

        If the API that the stack was deployed to has ended, its state is dropped, with a message.
        """
        with self._changing():
            return self._start()

    def api(self) -> daemon.Api:
        """Find the running API that this stack was deployed to.

        Raises:
            SandboxError: There is none.
        """
        api = daemon.find(self.folder)
        if api is None or not self._files.was_deployed_to(api):
            raise SandboxError(
                f"the sandbox of the stack {self.name} is not running; `{command_line('up', self.name)}` starts it"
            )
        return api

    def discard(self) -> bool:
        """Stop the API and remove the folder with the deployed stack; return False if there was none."""
        with self._held():
            # The API first, because the folder identifies its process.
            folders.check(self.folder)
            daemon.stop(self.folder)
            return folders.remove(self.folder)

    def clone(self, name: str, *, folder: Path | None = None) -> "SandboxStack":
        """Copy this deployed stack, in less than a second. Changes of one never affect the other.

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
        if copy.folder == self.folder:
            raise SandboxError(f"{name} is the original stack: the copy needs another name")
        original = self.api()
        with copy._held(), unchanging_stack(self.folder, self.name):
            if os.path.lexists(copy.folder):
                raise SandboxError(f"a stack {name} exists already; `{command_line('down', name)}` discards it")
            try:
                self._copy_into(copy, original)
            except BaseException:
                daemon.stop(copy.folder)
                folders.remove(copy.folder)
                raise
        return copy

    # Pulumi's commands

    def up(self, **options: Any) -> UpResult:
        """Create or update everything."""
        with self._changing() as lock:
            self._start()
            return deploy(self, self._automation(lock), self._report, **options)

    def preview(self, **options: Any) -> PreviewResult:
        """Compute what `up` would change."""
        with self._changing() as lock:
            self._start()
            return self._automation(lock).preview(**options)

    def refresh(self, **options: Any) -> RefreshResult:
        """Update Pulumi's state to the resources as they are in the sandbox."""
        with self._changing() as lock:
            return self._automation(lock).refresh(**options)

    def import_resources(self, **options: Any) -> ImportResult:
        """Import existing resources into Pulumi's state."""
        with self._changing() as lock:
            self._start()
            return self._automation(lock).import_resources(**options)

    def destroy(self, **options: Any) -> DestroyResult:
        """Delete every resource; as on AWS, a protected one is refused."""
        with self._changing() as lock:
            return self._automation(lock).destroy(**options)

    def outputs(self) -> OutputMap:
        """Return the stack's outputs; `.secret` marks a secret one."""
        return self.automation().outputs()

    def protected(self) -> list[str]:
        """Return the URNs of the resources that Pulumi or AWS would refuse to delete."""
        deployment = self.automation().export_stack().deployment or {}
        return [resource["urn"] for resource in deployment.get("resources", []) if is_protected(resource)]

    def unprotect(self) -> bool:
        """Turn protection off in the configuration that this object deploys; False if that configures no database.

        The user's stack file stays as it is.
        """
        root = f"{self.project.name}:database"
        settings = self._settings.config().get(root)
        if not isinstance(settings, dict):
            return False
        self._settings.set("false", root, "protection", "deletion")
        if "disaster_recovery" in settings:
            self._settings.set("false", root, "disaster_recovery", "deletion_protection")
        return True

    def unprotect_program(self) -> None:
        """Turn protection off in each program that this object runs, whichever resource has it."""
        self._unprotected = True

    def automation(self) -> Stack:
        """Return the stack of the Automation API, which has further methods."""
        return self._automation(None)

    def _automation(self, lock: Lock | None) -> SandboxAutomationStack:
        state = self.state
        workspace = SandboxWorkspace(
            work_dir=str(self.work_folder),
            program=alone(self._program, self.folder, unprotected=self._unprotected) if self._program else None,
            env_vars=self.environment | ({UNPROTECTED: "1"} if self._unprotected else {}),
            pulumi_command=self.engine.command(lock.note_process if lock else None),
        )
        state.check(self.name)
        workspace.state = state
        return SandboxAutomationStack(self.pulumi_name, workspace)

    # Resources on AWS that are in no state

    def orphans(self) -> list[Unmanaged]:
        """Return the resources in the sandbox's AWS API that are in no state and that no configuration refers to."""
        state = self.state
        resources = state.resources()
        referred = {*texts(self._settings.config()), *texts([each.get("inputs") for each in resources])}
        regions = {self.region, *(text for text in referred if re.fullmatch(REGION, text))}
        return orphans(self.providers().listed(sorted(regions)), state.managed(), referred)

    def providers(self) -> Providers:
        """Return the stand-in `aws` provider, for calls besides the engine's."""
        return Providers(daemon.providers(self.api())["aws"], self.region)

    def runs(self) -> bool:
        """Return whether the stack's AWS API runs."""
        return daemon.find(self.folder) is not None

    # API and lock

    def _start(self) -> daemon.Api:
        # Before an engine is built, which takes minutes.
        daemon.check_installed()
        if re.fullmatch(REGION, self.region) is None:
            raise SandboxError(
                f"aws:region: {self.region!r} is not a region: a name has an area, a direction and a "
                f"number; write one such as {DEFAULT_REGION}"
            )
        wanted = references(self._settings.config(), self.region)
        stacks = stack_references.read_file(self.project.folder) if self._stacks is None else self._stacks
        for line in self._settings.left_out:
            self._report(f"left out of the sandbox's copy of the stack file: {line}")
        engine = self.engine
        if reason := self._files.lost(daemon.find(self.folder)):
            self._report(f"{reason}; starting clean")
            daemon.stop(self.folder)
            self._files.drop_state()
        if daemon.find(self.folder) is None:
            self._report("starting the sandbox's AWS API, about 2 seconds")
        api = daemon.start(self.folder, wanted.account)
        self._files.record_api(api)
        daemon.seed(api, wanted)
        self._files.write_home()
        stack_references.record(self.folder, stacks, engine.pulumi)
        self.project.write_copy(self.work_folder, self.pulumi_name, self._settings, engine.language_host)
        return api

    @contextmanager
    def _changing(self) -> Generator[Lock]:
        """Hold the stack's lock, and create the stack's folder."""
        with self._held() as lock:
            folders.prepare(self.folder)
            try:
                yield lock
            except CommandError as error:
                if FULL_DISK in str(error):
                    self._report(str(of_system(OSError(ENOSPC, FULL_DISK), self.folder)))
                raise

    def _held(self) -> AbstractContextManager[Lock]:
        return held_stack(self.folder, self.name, self._report)

    def _copy_into(self, copy: "SandboxStack", original: daemon.Api) -> None:
        self._files.copy_to(copy._files, (self.name, *self._files.origins))
        copy._files.record_api(daemon.clone(original, copy.folder))
        copy._files.write_home()
