"""Where the engine comes from. Executables that only pretend stand in for pulumi, Go and the installer."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from orion_sandbox import engine
from orion_sandbox.engine import find_or_build
from orion_sandbox.errors import SandboxError
from orion_sandbox.toolchain import build, install
from orion_sandbox.toolchain.build import EXECUTOR, LANGUAGE_HOST, ORIGINAL_EXECUTOR, engine_version

FAKE_GO = """#!/bin/sh
case "$1" in
  list) echo "$FAKE_SDK" ;;
  build)
    env > "$FAKE_SDK/environment"
    echo "$@" >> "$FAKE_SDK/arguments"
    while [ "$1" != "-o" ]; do shift; done
    echo made > "$2" ;;
esac
"""

Executable = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache and a PATH of the test's own, both empty but for the system's commands."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path / "cache" / "orion-rds" / "engine"


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
def go(tmp_path: Path, executable: Executable, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Go that writes down how it was called; the folder it writes to is the SDK's module, too."""
    sdk = tmp_path / "sdk"
    (sdk / "python" / "cmd").mkdir(parents=True)
    (sdk / "python" / "cmd" / EXECUTOR).write_text("# the original\n")
    monkeypatch.setenv("FAKE_SDK", str(sdk))
    executable("go", FAKE_GO)
    return sdk


def no_installer(_root: Path, _report: object) -> None:
    """Stand in for the SDK's installer on a machine that cannot download."""
    raise SandboxError("no network")


def silent(_line: str) -> None:
    """Tell nobody."""


def test_pulumi_on_path_is_used_with_the_language_host_beside_it(executable: Executable) -> None:
    """What the user has installed comes first: it is what they deploy with elsewhere."""
    pulumi = executable("pulumi", "#!/bin/sh\necho v3.300.1\n")
    host = executable(LANGUAGE_HOST, "#!/bin/sh\n")

    found = find_or_build(silent)

    assert (found.pulumi, found.language_host, found.version) == (pulumi, host, "3.300.1")
    assert not engine.cache().exists()


def test_the_engine_as_a_command_is_the_one_that_was_found(executable: Executable) -> None:
    """The Automation API would otherwise look for another one on PATH."""
    pulumi = executable("pulumi", "#!/bin/sh\necho v3.300.1\n")
    executable(LANGUAGE_HOST, "#!/bin/sh\n")

    command = find_or_build(silent).command()

    assert command.command == str(pulumi)
    assert str(command.version) == "3.300.1"


def test_every_way_that_failed_is_named_with_its_reason_and_what_to_do(
    executable: Executable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user without an engine has to know which of three ways is the nearest for them."""
    executable("pulumi", "#!/bin/sh\necho v3.300.1\n")
    monkeypatch.setattr(engine, "install", no_installer)

    with pytest.raises(SandboxError) as refused:
        find_or_build(silent)

    assert f"pulumi has no {LANGUAGE_HOST} beside it or on PATH" in str(refused.value)
    assert "the Pulumi SDK's installer: no network" in str(refused.value)
    assert "a build from Go modules: Go is not installed" in str(refused.value)
    assert "install Go 1.26 or newer" in str(refused.value)


def test_no_engine_ends_make_test_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first line of `make test`, and what it says is for whoever has a fresh machine."""

    def offline(*_: object) -> None:
        raise SandboxError("no network")

    monkeypatch.setattr(install, "install", offline)

    with pytest.raises(SystemExit, match=r"^error: No Pulumi engine could be found"):
        runpy.run_path(engine.__file__, run_name="__main__")


def test_a_pulumi_that_does_not_answer_is_passed_over_with_the_reason(executable: Executable) -> None:
    """A broken installation must not be found again at each command."""
    executable("pulumi", "#!/bin/sh\nexit 3\n")
    executable(LANGUAGE_HOST, "#!/bin/sh\n")

    with pytest.raises(SandboxError, match=r"does not answer `pulumi version`.* 3"):
        engine.on_path()


def test_the_build_is_pinned_and_read_only_whatever_the_users_go_settings(
    go: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GOFLAGS of a user may hold -mod or -race, and GOOS may name another system: neither may reach this build."""
    monkeypatch.setattr(engine, "install", no_installer)
    monkeypatch.setenv("GOFLAGS", "-mod=mod -race")
    monkeypatch.setenv("GOOS", "plan9")

    found = find_or_build(silent)

    environment = (go / "environment").read_text().splitlines()
    assert {"GOFLAGS=-mod=readonly -trimpath -buildvcs=false", "CGO_ENABLED=0", "GOWORK=off"} <= set(environment)
    assert not [line for line in environment if line.startswith("GOOS=")]
    engine_build, host_build = (go / "arguments").read_text().splitlines()
    assert f"version.Version=v{engine_version()}" in engine_build
    assert engine_build.endswith("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi")
    assert host_build.endswith(f"github.com/pulumi/pulumi/sdk/v3/python/cmd/{LANGUAGE_HOST}")
    assert found.version == engine_version()
    assert found.pulumi.parent.parent.parent == cache


def test_the_executor_lies_beside_the_language_host_with_the_original_that_it_runs(
    go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The language host runs nothing else than `pulumi-language-python-exec` beside itself."""
    monkeypatch.setattr(engine, "install", no_installer)

    folder = find_or_build(silent).language_host.parent

    assert go.exists()
    assert os.access(folder / EXECUTOR, os.X_OK)
    assert ORIGINAL_EXECUTOR in (folder / EXECUTOR).read_text()
    assert (folder / ORIGINAL_EXECUTOR).read_text() == "# the original\n"


def test_an_engine_is_made_once_and_says_what_is_awaited(go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build takes minutes; the second command takes what the first one made, and tries no installer."""
    reports: list[str] = []
    monkeypatch.setattr(engine, "install", no_installer)
    first = find_or_build(reports.append)
    said = len(reports)

    assert find_or_build(reports.append) == first
    assert "building the Pulumi engine from Go modules, about 5 minutes, once" in reports
    assert len(reports) == said
    assert (go / "arguments").read_text().count("cmd/pulumi\n") == 1


def test_a_long_build_keeps_saying_that_it_is_at_work(
    go: Path, executable: Executable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four silent minutes look like a hang. This build ends only once something has been said."""
    heard = go / "heard"
    executable("go", FAKE_GO.replace("  build)\n", '  build)\n    until [ -e "$FAKE_SDK/heard" ]; do :; done\n'))
    monkeypatch.setattr(engine, "install", no_installer)
    monkeypatch.setattr(build, "PROGRESS_SECONDS", 0.05)

    def hear(line: str) -> None:
        if line.startswith("still building, "):
            heard.touch()

    assert find_or_build(hear).pulumi.exists()
    assert heard.exists()


def test_a_build_that_failed_leaves_nothing_and_shows_what_go_said(
    executable: Executable, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an engine in the cache would be found by every later command."""
    monkeypatch.setattr(engine, "install", no_installer)
    executable("go", "#!/bin/sh\necho 'module lookup disabled by GOPROXY=off' >&2\nexit 1\n")

    with pytest.raises(SandboxError, match=r"`go build` failed:\nmodule lookup disabled by GOPROXY=off"):
        find_or_build(silent)
    assert [path.name for path in cache.iterdir()] == ["lock"]


def test_what_a_killed_build_left_is_cleared_away(go: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder has the name that the next build needs."""
    monkeypatch.setattr(engine, "install", no_installer)
    find_or_build(silent)
    (place,) = (path for path in cache.iterdir() if path.is_dir())
    unfinished = place.rename(place.with_name(f"{place.name}.unfinished"))

    assert find_or_build(silent).pulumi.exists()
    assert not unfinished.exists()
    assert go.exists()


def test_a_second_build_waits_for_the_first_and_takes_its_engine(go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two test workers on a fresh machine: one engine, built once."""
    monkeypatch.setattr(engine, "install", no_installer)
    others: list[subprocess.Popen[str]] = []
    script = "from orion_sandbox.engine import find_or_build\nprint(find_or_build(print).pulumi)"

    def build_meanwhile(root: Path, report: Callable[[str], None]) -> None:
        other = subprocess.Popen([sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, text=True)
        others.append(other)
        assert other.stdout
        assert "waiting for another command" in other.stdout.readline()
        build.build(root, report)

    monkeypatch.setattr(engine, "build", build_meanwhile)

    made = find_or_build(silent)

    (other,) = others
    output, _ = other.communicate()
    assert output.strip() == str(made.pulumi)
    assert (go / "arguments").read_text().count("cmd/pulumi\n") == 1


def test_the_installer_is_ended_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's installer opens an address without a time limit: behind a silent firewall it would never return."""
    monkeypatch.setattr(install, "TIME_LIMIT_SECONDS", 0)

    with pytest.raises(SandboxError, match="did not finish within 0 seconds"):
        install.install(tmp_path, silent)


def test_the_installers_last_line_is_the_reason_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above it stands a traceback, of no use to a user."""
    monkeypatch.setattr(install, "_PROGRAM", "print('much before'); raise SystemExit('no route to host')")

    with pytest.raises(SandboxError, match=r"^no route to host$"):
        install.install(tmp_path, silent)


def test_an_installation_without_a_language_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could run no program."""
    monkeypatch.setattr(install, "_PROGRAM", "")

    with pytest.raises(SandboxError, match=f"it brought no {LANGUAGE_HOST}"):
        install.install(tmp_path, silent)


def test_the_pinned_engine_and_language_host_are_whole_go_modules() -> None:
    """Built with -mod=readonly, a module without its checksums is no module."""
    for module in (build.ENGINE_MODULE, build.LANGUAGE_HOST_MODULE):
        lines = [line.split() for line in (module / "go.mod").read_text().splitlines() if line]
        required = {words[0] for words in lines if words[1:] and words[1].startswith("v")}
        replaced = {words[1] for words in lines if words[0] == "replace"}
        checksums = (module / "go.sum").read_text()
        assert required
        assert {name for name in required - replaced if f"{name} " not in checksums} == set()
