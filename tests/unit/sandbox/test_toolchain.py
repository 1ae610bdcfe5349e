"""How the engine is made, and kept. Executables that only pretend stand in for Go and the installer."""

import os
import shutil
import subprocess
import sys
import urllib.error
from pathlib import Path

import pytest

from orion_sandbox import processes
from orion_sandbox.engine import find_or_build
from orion_sandbox.errors import SandboxError
from orion_sandbox.toolchain import __main__ as ahead
from orion_sandbox.toolchain import build, install
from orion_sandbox.toolchain.build import EXECUTOR, LANGUAGE_HOST, ORIGINAL_EXECUTOR, engine_version
from tests.unit.sandbox.conftest import FAKE_GO, Executable

pytestmark = pytest.mark.usefixtures("cache")


def test_the_build_is_pinned_and_read_only_whatever_the_users_go_settings(
    fake_go: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GOFLAGS of a user may hold -mod or -race, and GOOS may name another system: neither may reach this build."""
    monkeypatch.setenv("GOFLAGS", "-mod=mod -race")
    monkeypatch.setenv("GOOS", "plan9")

    found = find_or_build(print)

    environment = (fake_go / "environment").read_text().splitlines()
    flags = "GOFLAGS=-mod=readonly -modcacherw -trimpath -buildvcs=false"
    assert {flags, "CGO_ENABLED=0", "GOWORK=off"} <= set(environment)
    assert not [line for line in environment if line.startswith("GOOS=")]
    # Built side by side, they come in either order.
    builds = {line.rpartition(" ")[2]: line for line in (fake_go / "arguments").read_text().splitlines()}
    assert set(builds) == {
        "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        f"github.com/pulumi/pulumi/sdk/v3/python/cmd/{LANGUAGE_HOST}",
    }
    assert f"version.Version=v{engine_version()}" in builds["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"]
    assert found.version == engine_version()
    assert found.pulumi.parent.parent.parent == cache


@pytest.mark.usefixtures("fake_go")
def test_nothing_but_the_engine_is_left_of_a_build(cache: Path) -> None:
    """Modules and compiled packages are 3.5 GB, of no use once the engine is linked."""
    place = find_or_build(print).pulumi.parent.parent

    assert {path.name for path in cache.iterdir()} == {"lock", place.name}
    assert {path.name for path in place.iterdir()} == {"bin", "digests.json"}


def test_the_executor_lies_beside_the_language_host_with_the_original_that_it_runs(fake_go: Path) -> None:
    """The language host runs nothing else than `pulumi-language-python-exec` beside itself."""
    folder = find_or_build(print).language_host.parent

    assert fake_go.exists()
    assert os.access(folder / EXECUTOR, os.X_OK)
    assert ORIGINAL_EXECUTOR in (folder / EXECUTOR).read_text()
    assert (folder / ORIGINAL_EXECUTOR).read_text() == "# the original\n"


def test_a_long_build_keeps_reporting_that_it_runs(
    fake_go: Path, executable: Executable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four silent minutes look like a hang. This build ends only once something has been reported."""
    heard = fake_go / "heard"
    waiting = '  build)\n    echo "go: downloading a" >&2; until [ -e "$FAKE_SDK/heard" ]; do :; done\n'
    executable("go", FAKE_GO.replace("  build)\n", waiting))
    monkeypatch.setattr("orion_sandbox.toolchain.go.PROGRESS_SECONDS", 0.05)

    def hear(line: str) -> None:
        if line.startswith("still building, ") and line.endswith(" 2 modules downloaded, 0 packages compiled"):
            heard.touch()

    assert find_or_build(hear).pulumi.exists()
    assert heard.exists()


@pytest.mark.usefixtures("no_installer")
def test_a_build_that_failed_leaves_nothing_and_shows_the_last_lines_of_go(executable: Executable, cache: Path) -> None:
    """Half an engine in the cache would be found by every later command."""
    executable("go", "#!/bin/sh\necho 'module lookup disabled by GOPROXY=off' >&2\nexit 1\n")

    with pytest.raises(SandboxError, match=r"`go build` failed:\nmodule lookup disabled by GOPROXY=off"):
        find_or_build(print)
    assert [path.name for path in cache.iterdir()] == ["lock"]


@pytest.mark.usefixtures("no_installer")
def test_a_failure_of_one_build_ends_the_other(executable: Executable, tmp_path: Path) -> None:
    """The engine would be compiled for minutes, for nothing."""
    ended = tmp_path / "ended"
    wait = f"trap 'touch {ended}; exit 1' INT; touch {tmp_path}/waits; while :; do :; done"
    fail = f"until [ -e {tmp_path}/waits ]; do :; done; exit 1"
    executable("go", f'#!/bin/sh\ncase "$*" in\n*{LANGUAGE_HOST}) {fail} ;;\n*) {wait} ;;\nesac\n')

    with pytest.raises(SandboxError, match="`go build` failed"):
        find_or_build(print)
    assert ended.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
@pytest.mark.usefixtures("no_installer")
def test_a_killed_build_leaves_no_go_running(executable: Executable, tmp_path: Path) -> None:
    """It would compile for minutes, into a folder that the next build removes."""
    executable("go", f"#!/bin/sh\necho $$ >> {tmp_path}/ids\nexec sleep 1000\n")
    program = "from orion_sandbox.engine import find_or_build\nfind_or_build(print)"
    ids = tmp_path / "ids"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL) as building:
        assert processes.until(lambda: ids.exists() and len(ids.read_text().split()) == 2, 60)
        building.kill()

    for process_id in map(int, ids.read_text().split()):
        assert processes.until(lambda each=process_id: processes.started(each) is None, 30)


@pytest.mark.usefixtures("fake_go")
def test_the_remains_of_a_killed_build_are_removed(cache: Path) -> None:
    """Its folder has the name that the next build needs."""
    find_or_build(print)
    (place,) = (path for path in cache.iterdir() if path.is_dir())
    unfinished = place.rename(place.with_name(f"{place.name}.unfinished"))

    assert find_or_build(print).pulumi.exists()
    assert not unfinished.exists()


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "not executable"])
def test_a_damaged_engine_is_built_again(damage: str, fake_go: Path) -> None:
    """A full disk or an interrupted copy; every later command would end in a traceback."""
    pulumi = find_or_build(print).pulumi
    if damage == "missing":
        pulumi.unlink()
    elif damage == "not executable":
        pulumi.chmod(0o644)
    else:
        pulumi.write_text("mad\n" if damage == "cut" else "mode\n")

    assert find_or_build(print).pulumi.read_text() == "made\n"
    assert os.access(pulumi, os.X_OK)
    assert (fake_go / "arguments").read_text().count("cmd/pulumi\n") == 2


def test_a_copied_engine_is_used_as_it_is(fake_go: Path, cache: Path, tmp_path: Path) -> None:
    """A cache that CI restores has other times than the files that were built."""
    find_or_build(print)
    shutil.copytree(cache, tmp_path / "copy", copy_function=shutil.copy)
    shutil.rmtree(cache)
    (tmp_path / "copy").rename(cache)

    assert find_or_build(print).pulumi.exists()
    assert (fake_go / "arguments").read_text().count("cmd/pulumi\n") == 1


def test_the_engine_is_built_ahead_where_none_can_be_downloaded(fake_go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It saves a fresh machine the time of installing the packages, and no time is spent where an engine is there."""

    def unreachable(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no network")

    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    ahead.main()
    built = (fake_go / "arguments").read_text()
    ahead.main()

    assert find_or_build(print).version == engine_version()
    assert (fake_go / "arguments").read_text() == built


@pytest.mark.parametrize("there_is", ["pulumi on PATH", "a download"])
def test_nothing_is_built_ahead_where_it_may_not_be_needed(
    there_is: str, fake_go: Path, executable: Executable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A download takes seconds, a build minutes."""

    def answer(*_: object, **__: object) -> object:
        assert there_is == "a download"
        return (fake_go / "python" / "cmd" / EXECUTOR).open("rb")

    monkeypatch.setattr("urllib.request.urlopen", answer)
    if there_is == "pulumi on PATH":
        executable("pulumi", "#!/bin/sh\n")
    ahead.main()

    assert not (fake_go / "arguments").exists()


def test_a_failure_ahead_is_reported_and_left_to_the_command_that_needs_the_engine(
    executable: Executable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command tries every way, and names them all if none works."""
    executable("go", "#!/bin/sh\necho 'no proxy' >&2\nexit 1\n")
    monkeypatch.setattr(ahead, "has_to_be_built", lambda: True)

    ahead.main()

    assert "the Pulumi engine is not built yet: `go build` failed:\nno proxy" in capsys.readouterr().out


def test_the_installer_is_ended_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's installer opens an address without a time limit: behind a silent firewall it would never return."""
    monkeypatch.setattr(install, "TIME_LIMIT_SECONDS", 0)

    with pytest.raises(SandboxError, match="did not finish within 0 seconds"):
        install.install(tmp_path, print)


def test_the_installers_last_line_is_the_reason_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above it stands a traceback, of no use to a user."""
    monkeypatch.setattr(install, "_PROGRAM", "print('much before'); raise SystemExit('no route to host')")

    with pytest.raises(SandboxError, match=r"^no route to host$"):
        install.install(tmp_path, print)


def test_an_installation_without_a_language_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could run no program."""
    monkeypatch.setattr(install, "_PROGRAM", "")

    with pytest.raises(SandboxError, match=f"it installed no {LANGUAGE_HOST}"):
        install.install(tmp_path, print)


def test_the_pinned_engine_and_language_host_are_whole_go_modules() -> None:
    """Built with -mod=readonly, a module without its checksums is no module."""
    for module in (build.ENGINE_MODULE, build.LANGUAGE_HOST_MODULE):
        lines = [line.split() for line in (module / "go.mod").read_text().splitlines() if line]
        required = {words[0] for words in lines if words[1:] and words[1].startswith("v")}
        replaced = {words[1] for words in lines if words[0] == "replace"}
        checksums = (module / "go.sum").read_text()
        assert required
        assert {name for name in required - replaced if f"{name} " not in checksums} == set()
