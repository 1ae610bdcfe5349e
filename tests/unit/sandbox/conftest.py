"""A PATH and a cache of a test's own, with executables that stand in for Pulumi, Go and the installer."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orion_sandbox import engine
from orion_sandbox.errors import SandboxError
from orion_sandbox.toolchain import go
from orion_sandbox.toolchain.build import EXECUTOR

FAKE_GO = """#!/bin/sh
case "$1" in
  list) echo "$FAKE_SDK" ;;
  build)
    env > "$FAKE_SDK/environment"
    mkdir -p "$GOCACHE" "$GOMODCACHE"
    echo "$@" >> "$FAKE_SDK/arguments"
    while [ "$1" != "-o" ]; do shift; done
    echo made > "$2"
    chmod +x "$2" ;;
esac
"""
"""A Go that writes down how it was called, in the folder `$FAKE_SDK`, which is the module of Pulumi's SDK too."""

Executable = Callable[[str, str], Path]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, a PATH with nothing but the system's commands, and no Go of the system or beside this Python."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(go, "find_go", lambda: shutil.which("go", path=tmp_path / "bin"))
    return tmp_path / "cache" / "orion-sandbox" / "engine"


@pytest.fixture
def executable(tmp_path: Path) -> Executable:
    """Put a shell script on PATH."""

    def put(name: str, script: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)
        return path

    return put


@pytest.fixture
def no_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's installer on a machine that cannot download."""

    def install(_root: Path, _report: object) -> None:
        raise SandboxError("no network")

    monkeypatch.setattr(engine, "install", install)


@pytest.fixture
def fake_go(tmp_path: Path, executable: Executable, monkeypatch: pytest.MonkeyPatch, no_installer: None) -> Path:  # noqa: ARG001 - an engine is built where none can be installed
    """The folder in which the Go on PATH writes down how it was called."""
    sdk = tmp_path / "sdk"
    (sdk / "python" / "cmd").mkdir(parents=True)
    (sdk / "python" / "cmd" / EXECUTOR).write_text("# the original\n")
    monkeypatch.setenv("FAKE_SDK", str(sdk))
    executable("go", FAKE_GO)
    return sdk
