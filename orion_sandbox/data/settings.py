"""The configuration files of a server: supported parameters of the parameter groups, and settings of the sandbox."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from orion_sandbox.data.installation import Installation, give

LIBRARIES = "shared_preload_libraries"
FORCE_SSL = "rds.force_ssl"
OF_THE_MACHINE = frozenset({"effective_cache_size", "huge_pages", "shared_buffers"})
"""Settings that depend on the memory of an instance class."""
SUPERUSER = "rdsadmin"
"""The owner of the server, as on AWS. The data plane connects as this user."""

_FORMULA = ("{", "LEAST(", "GREATEST(", "SUM(", "log(")
_HBA = """\
local   all          {superuser}                 trust
local   replication  {superuser}                 trust
{kind} all          all          127.0.0.1/32  scram-sha-256
"""


def given(installation: Installation, parameters: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the supported settings of a group's parameters, and a note for each unsupported one.

    A name with a dot belongs to an extension: without it, the server stores the value without an effect.
    """
    taken, notes = dict[str, str](), list[str]()
    for name, value in sorted(parameters.items()):
        if name == LIBRARIES:
            taken[name] = ",".join(filter(installation.has_library, _listed(value)))
            notes += [
                f"{name}: the library {each} is not installed"
                for each in _listed(value)
                if not installation.has_library(each)
            ]
        elif name in OF_THE_MACHINE or value.startswith(_FORMULA):
            notes.append(f"{name}: ignored because it depends on the memory of the instance class")
        elif "." in name or name in installation.settings:
            taken[name] = value
        else:
            notes.append(f"{name}: a parameter of Aurora, unknown to PostgreSQL")
    return taken, notes


def write(
    folder: Path,
    parameters: Mapping[str, str],
    recovery: Mapping[str, str],
    *,
    port: int,
    name: str,
    archive: Path,
    primary: str,
    synchronous: Iterable[str],
) -> bool:
    """Write the configuration files of a server; return whether they have changed."""
    names = ", ".join(f'"{each}"' for each in sorted(synchronous))
    own = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        "cluster_name": name,
        "logging_collector": "off",
        "log_destination": "stderr",
        "ssl": "on",
        "ssl_cert_file": "server.crt",
        "ssl_key_file": "server.key",
        "wal_level": "replica",
        "wal_log_hints": "on",
        "hot_standby": "on",
        "archive_mode": "on",
        "archive_command": f"cp %p {archive}/.%f && mv {archive}/.%f {archive}/%f",
        "primary_conninfo": primary,
        # For standbys that were disconnected briefly.
        "wal_keep_size": "64MB",
        # Connect quickly to a new writer.
        "wal_retrieve_retry_interval": "100ms",
        # All standbys, so that each has every acknowledged write when it is promoted.
        "synchronous_standby_names": f"{names.count(',') + 1} ({names})" if names else "",
        # The kernel keeps the writes of a killed server in memory.
        "fsync": "off",
        "shared_buffers": "16MB",
    }
    values = {**parameters, **own, **recovery}
    kind = "hostssl" if parameters.get(FORCE_SSL, "1") == "1" else "host   "
    texts = {
        "postgresql.conf": "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items()),
        "pg_hba.conf": _HBA.format(superuser=SUPERUSER, kind=kind),
    }
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    for each in changed:
        (folder / each).write_text(texts[each])
        give(folder / each)
    return bool(changed)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _listed(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
