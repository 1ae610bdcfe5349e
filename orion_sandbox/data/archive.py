"""What a cluster can be restored from: base backups, and the write-ahead log since then."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orion_sandbox.data.installation import new_private_folder
from orion_sandbox.data.process import POLL_SECONDS, ServerError
from orion_sandbox.data.server import Server

MARK = """\
SET synchronous_commit = 'local';
DO $$ BEGIN PERFORM pg_logical_emit_message(true, 'orion-sandbox', 'restorable until here'); END $$;
"""
"""A transaction: PostgreSQL refuses a moment after the last one. It does not wait for followers, which may end."""
SEGMENT = "SELECT pg_walfile_name(pg_current_wal_lsn());"
SWITCH = "SELECT pg_switch_wal();"
TIMELINE = "SELECT timeline_id FROM pg_control_checkpoint();"


@dataclass
class Base:
    """A base backup."""

    path: Path
    since: datetime
    """The moment from which on it is of use."""
    timeline: int
    """The last one that goes on from it."""


@dataclass
class Archive:
    """The backups of one cluster. They outlive the cluster, as its snapshots do."""

    folder: Path
    bases: list[Base] = field(default_factory=list[Base])
    is_written: bool = False
    """Whether the archive has everything since the last base backup."""

    @classmethod
    def create(cls, folder: Path) -> "Archive":
        """Make an empty one."""
        new_private_folder(folder)
        new_private_folder(folder / "wal")
        return cls(folder)

    @property
    def wal(self) -> Path:
        """Where completed segments of the write-ahead log are."""
        return self.folder / "wal"

    async def follow(self, writer: Server) -> None:
        """Go on with a writer that was created or promoted.

        One of another cluster may have written before, and what it wrote is in the archive of that one.
        """
        # The control file has the timeline of a promotion only after a checkpoint.
        await writer.sql("CHECKPOINT;")
        timeline = int(await writer.sql(TIMELINE))
        if self.is_written:
            self.bases[-1].timeline = timeline
        else:
            path = self.folder / f"base-{len(self.bases)}"
            await writer.back_up(path)
            self.bases.append(Base(path, datetime.now(UTC), timeline))
            self.is_written = True

    async def complete(self, server: Server) -> None:
        """Archive everything that the writer has written until now."""
        await server.sql(MARK)
        segment = await server.sql(SEGMENT)
        while not (self.wal / segment).exists():
            await server.sql(f"{MARK} {SWITCH}")
            await asyncio.sleep(POLL_SECONDS)

    def recovery(self, time: datetime | None) -> tuple[Path, Mapping[str, str]]:
        """Return the base backup for a moment, and the settings with which a server recovers that moment from it.

        Raises:
            ServerError: There was no backup yet.
        """
        usable = [each for each in self.bases if time is None or each.since <= time]
        if not usable:
            earliest = min((each.since for each in self.bases), default="none")
            raise ServerError(f"nothing can be restored for {time}: the first backup is of {earliest}")
        settings = {
            "restore_command": f"cp {self.wal}/%f %p",
            "recovery_target_timeline": str(usable[-1].timeline),
            "recovery_target_action": "promote",
        }
        return usable[-1].path, settings if time is None else {**settings, "recovery_target_time": time.isoformat()}
