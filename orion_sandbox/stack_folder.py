"""The files of one stack in the sandbox, and whether its state belongs to the AWS API that runs."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from orion_sandbox import daemon, folders, plugins, stack_references
from orion_sandbox.project import Project, replace


def default_folder(project: Project, stack: str) -> Path:
    """Return the folder of a checkout's stack."""
    return home_folder(project) / stack


def home_folder(project: Project) -> Path:
    """Return the folder of a checkout's stacks: ORION_SANDBOX_HOME if set, else one in the user's state folder."""
    if home := os.environ.get("ORION_SANDBOX_HOME"):
        return Path(home)
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    checkout = project.folder.resolve()
    digest = hashlib.sha256(str(checkout).encode()).hexdigest()[:8]
    return state / "orion-rds" / f"{checkout.name}-{digest}"


class StackFolder:
    """The files in a stack's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = path / "state"
        """Pulumi's backend."""
        self.work = path / "project"
        """The copy of the project, in which `pulumi` runs."""
        self.home = path / "home"
        """Pulumi's own home."""
        self._marker = path / folders.MARKER
        self._passphrase = path / "passphrase"
        self._boot_id = path / "boot_id"
        self._origins = path / "origins"

    @property
    def origins(self) -> tuple[str, ...]:
        """The stacks that a clone comes from, the nearest first."""
        return tuple(self._origins.read_text().split()) if self._origins.exists() else ()

    def lost(self, api: daemon.Api | None) -> str:
        """Return why the state is unusable; empty if it is usable, or if there is none.

        An `up` with the state of another API would report its resources as unchanged.
        """
        if not self.state.exists():
            return ""
        if api is None or not self.was_deployed_to(api):
            return "the sandbox's AWS API has ended since the last command and lost its state"
        if not self._passphrase_is_whole():
            return f"{self._passphrase} was changed or removed, and the state cannot be read without it"
        return ""

    def was_deployed_to(self, api: daemon.Api) -> bool:
        """Return whether the state belongs to this API."""
        return self._boot_id.is_file() and self._boot_id.read_bytes() == api.boot_id.encode()

    def record_api(self, api: daemon.Api) -> None:
        """Record that the state belongs to this API."""
        replace(self._boot_id, api.boot_id)

    def drop_state(self) -> None:
        """Remove the files that are useless without the API that the stack was deployed to."""
        for part in (self.state, self.work):
            shutil.rmtree(part, ignore_errors=True)
        self._passphrase.unlink(missing_ok=True)

    def write_home(self) -> None:
        """Write missing files that Pulumi needs here."""
        self.state.mkdir(exist_ok=True)
        plugins.lay_out(self.home)
        if not self._passphrase.exists():
            self._passphrase.touch(mode=0o600)
            self._passphrase.write_text(secrets.token_urlsafe())
            replace(self._marker, self._passphrase_digest())

    def copy_to(self, copy: "StackFolder", origins: tuple[str, ...]) -> None:
        """Copy everything except the API to a clone's folder."""
        for folder in (self.state, self.work):
            shutil.copytree(folder, copy.path / folder.name)
        for file in (self._marker, self._passphrase, self.path / stack_references.RECORD):
            shutil.copy(file, copy.path / file.name)
        replace(copy._origins, " ".join(origins))

    def _passphrase_is_whole(self) -> bool:
        return self._passphrase.is_file() and self._marker.read_bytes() == self._passphrase_digest().encode()

    def _passphrase_digest(self) -> str:
        return hashlib.sha256(self._passphrase.read_bytes()).hexdigest()
