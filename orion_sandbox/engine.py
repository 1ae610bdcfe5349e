"""Location of a Pulumi engine with a Python language host: on PATH, from the SDK's installer, or built with Go."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path

from orion_sandbox.errors import SandboxError
from orion_sandbox.locks import held
from orion_sandbox.pulumi_command import SandboxPulumi, without_accounts
from orion_sandbox.toolchain.build import LANGUAGE_HOST, build, engine_version
from orion_sandbox.toolchain.cache import Report, kept, lock, make
from orion_sandbox.toolchain.install import install

FIX = (
    "Install Pulumi so that `pulumi` is on PATH (the Python language host comes with it), or install Go 1.26 or newer"
    " with access to a Go module proxy; then run the command again."
)


@dataclass(frozen=True, slots=True)
class Engine:
    """A Pulumi command line and the host that runs Python programs for it."""

    pulumi: Path
    language_host: Path
    version: str

    def command(self, on_start: Callable[[int], object] | None = None) -> SandboxPulumi:
        """Return the engine for the Automation API, isolated from the user's accounts.

        `on_start` is called with the process id of each command.
        """
        return SandboxPulumi(self.pulumi, self.version, on_start)


def find_or_build(report: Report) -> Engine:
    """Return the engine on PATH, else from the cache, else from the SDK's installer, else a build from Go modules.

    An installed or built engine is kept in the user's cache, by version and platform.

    Raises:
        SandboxError: None works; the message lists each attempt with its error, and the fix.
    """
    try:
        return on_path()
    except SandboxError as reason:
        reasons = [f"pulumi on PATH: {reason}"]
    ways = (
        ("the Pulumi SDK's installer", installed_version("pulumi"), install),
        ("a build from Go modules", engine_version(), build),
    )
    with held(lock(), lambda: report("waiting for another command that installs or builds the Pulumi engine")):
        for _, version, _ in ways:
            if place := kept(version):
                return _at(place, version)
        for title, version, maker in ways:
            try:
                return _at(make(version, maker, report), version)
            except SandboxError as reason:
                reasons.append(f"{title}: {reason}")
    tried = "\n".join(f"  - {reason}" for reason in reasons)
    raise SandboxError(f"No Pulumi engine could be found, installed or built.\n{tried}\n{FIX}")


def on_path() -> Engine:
    """Return the engine on PATH, with the language host beside it or on PATH.

    Raises:
        SandboxError: One of the two is missing.
    """
    if (pulumi := shutil.which("pulumi")) is None:
        raise SandboxError("not found")
    beside = Path(pulumi).resolve().parent
    if (host := shutil.which(LANGUAGE_HOST, path=beside) or shutil.which(LANGUAGE_HOST)) is None:
        raise SandboxError(f"{pulumi} has no {LANGUAGE_HOST} beside it or on PATH")
    return Engine(Path(pulumi), Path(host), _version_of(pulumi))


def _version_of(pulumi: str) -> str:
    environment = {**without_accounts(os.environ), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(  # noqa: S603 - found on PATH, without a shell
            [pulumi, "version"], env=environment, capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SandboxError(f"{pulumi} does not answer `pulumi version`: {error}") from error
    return answer.stdout.strip().removeprefix("v")


def _at(place: Path, version: str) -> Engine:
    return Engine(place / "bin" / "pulumi", place / "bin" / LANGUAGE_HOST, version)


if __name__ == "__main__":
    # For `make test`: a build prints its progress, which a test runner would capture.
    try:
        print(f"Pulumi engine: {find_or_build(print).pulumi}")
    except SandboxError as failure:
        sys.exit(f"error: {failure}")
