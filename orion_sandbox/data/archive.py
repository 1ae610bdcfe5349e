"""Backups of a cluster: base backups, and the write-ahead log since then."""

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
"""A transaction, because PostgreSQL cannot recover to a time after the last one. It does not wait for followers."""
SEGMENT = "SELECT pg_walfile_name(pg_current_wal_lsn());"
SWITCH = "SELECT pg_switch_wal();"
TIMELINE = "SELECT timeline_id FROM pg_control_checkpoint();"


@dataclass
class Base:
    """A base backup."""

    path: Path
    since: datetime
    """The earliest time that can be recovered from it."""
    timeline: int
    """The last timeline that starts from it."""


@dataclass
class Archive:
    """The backups of one cluster. They are kept after its deletion, as snapshots are."""

    folder: Path
    bases: list[Base] = field(default_factory=list[Base])
    is_written: bool = False
    """Whether the archive is complete since the last base backup."""

    @classmethod
    def create(cls, folder: Path) -> "Archive":
        """Create an empty archive."""
        new_private_folder(folder)
        new_private_folder(folder / "wal")
        return cls(folder)

    @property
    def wal(self) -> Path:
        """The folder of completed segments of the write-ahead log."""
        return self.folder / "wal"

    async def follow(self, writer: Server) -> None:
        """Continue with a writer that was created or promoted.

        The previous writer may belong to another cluster, whose archive has its writes.
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
        """Archive everything that the writer has written so far."""
        await server.sql(MARK)
        segment = await server.sql(SEGMENT)
        while not (self.wal / segment).exists():
            await server.sql(f"{MARK} {SWITCH}")
            await asyncio.sleep(POLL_SECONDS)

    def recovery(self, time: datetime | None) -> tuple[Path, Mapping[str, str]]:
        """Return the base backup for a time, and the settings with which a server recovers to that time.

        Raises:
            ServerError: There is no backup before that time.
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
