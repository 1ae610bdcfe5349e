"""Where the engine comes from: PATH, the cache, the SDK's installer or a build, in this order."""

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
from orion_sandbox.toolchain.build import LANGUAGE_HOST
from tests.unit.sandbox.conftest import Executable

pytestmark = pytest.mark.usefixtures("cache")


def test_pulumi_on_path_is_used_with_the_language_host_beside_it(executable: Executable, cache: Path) -> None:
    """The user's own Pulumi comes first: it is what they deploy with elsewhere."""
    pulumi = executable("pulumi", "#!/bin/sh\necho v3.300.1\n")
    host = executable(LANGUAGE_HOST, "#!/bin/sh\n")

    found = find_or_build(print)

    assert (found.pulumi, found.language_host, found.version) == (pulumi, host, "3.300.1")
    assert not cache.exists()


def test_the_engine_as_a_command_is_the_one_that_was_found(executable: Executable) -> None:
    """The Automation API would otherwise look for another one on PATH."""
    pulumi = executable("pulumi", "#!/bin/sh\necho v3.300.1\n")
    executable(LANGUAGE_HOST, "#!/bin/sh\n")

    command = find_or_build(print).command()

    assert command.command == str(pulumi)
    assert str(command.version) == "3.300.1"


@pytest.mark.usefixtures("no_installer")
def test_every_way_that_failed_is_named_with_its_reason_and_what_to_do(executable: Executable) -> None:
    """A user without an engine has to know which of three ways is the nearest for them."""
    executable("pulumi", "#!/bin/sh\necho v3.300.1\n")

    with pytest.raises(SandboxError) as refused:
        find_or_build(print)

    assert f"pulumi has no {LANGUAGE_HOST} beside it or on PATH" in str(refused.value)
    assert "the Pulumi SDK's installer: no network" in str(refused.value)
    assert "a build from Go modules: Go is not installed" in str(refused.value)
    assert "install Go 1.26 or newer" in str(refused.value)


def test_no_engine_ends_make_test_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first line of `make test`, and it is read on a machine where nothing is installed yet."""

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


def test_an_engine_is_made_once_and_its_progress_is_reported(fake_go: Path) -> None:
    """The build takes minutes; the second command takes what the first one made, and tries no installer."""
    reports: list[str] = []
    first = find_or_build(reports.append)
    reported = len(reports)

    assert find_or_build(reports.append) == first
    assert "building the Pulumi engine from Go modules, about 3 minutes, once" in reports
    assert len(reports) == reported
    assert (fake_go / "arguments").read_text().count("cmd/pulumi\n") == 1


def test_a_second_build_waits_for_the_first_and_takes_its_engine(
    fake_go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two test workers on a fresh machine: one engine, built once."""
    others: list[subprocess.Popen[str]] = []
    script = "from orion_sandbox.engine import find_or_build\nprint(find_or_build(print).pulumi)"

    def build_meanwhile(root: Path, report: Callable[[str], None]) -> None:
        other = subprocess.Popen([sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, text=True)
        others.append(other)
        assert other.stdout
        assert "waiting for another command" in other.stdout.readline()
        build.build(root, report)

    monkeypatch.setattr(engine, "build", build_meanwhile)

    made = find_or_build(print)

    (other,) = others
    output, _ = other.communicate()
    assert output.strip() == str(made.pulumi)
    assert (fake_go / "arguments").read_text().count("cmd/pulumi\n") == 1
