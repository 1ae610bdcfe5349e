"""`scripts.install`: uv with pip's configuration, and pip where uv would do something else."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import install
from scripts.install import uv_environment

Calls = list[tuple[str, ...]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """The commands that are run, which all succeed; uv is on PATH, and pip has no configuration."""
    made: Calls = []

    def run(*command: str, environment: object) -> int:
        assert environment is not None
        made.append(command)
        return 0

    (tmp_path / "uv").write_text("#!/bin/sh\n")
    (tmp_path / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(install, "_pip_configuration", str)
    monkeypatch.setattr(install, "_run", run)
    return made


def test_pips_index_certificate_and_folders_reach_uv() -> None:
    """Behind a company's proxy nothing else can be reached."""
    configured = (
        "global.cert='/of/all.pem'\n"
        "global.index-url='https://one.example/simple'\n"
        "global.extra-index-url='\\nhttps://two.example/simple\\nhttps://three.example/simple'\n"
        "install.find-links='/wheels /more'\n"
        "global.no-color='true'\n"
        ":env:.cert='/of/this/shell.pem'\n"
    )

    assert uv_environment(configured, {"HOME": "/home/me"}) == {
        "HOME": "/home/me",
        "SSL_CERT_FILE": "/of/this/shell.pem",
        "UV_DEFAULT_INDEX": "https://one.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INDEX": "https://two.example/simple https://three.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_uvs_own_settings_precede_those_of_pip() -> None:
    """Whoever has configured uv means uv."""
    given = uv_environment("global.index-url='https://one.example'\n", {"UV_DEFAULT_INDEX": "https://two.example"})

    assert given == {"UV_DEFAULT_INDEX": "https://two.example"}


def test_settings_of_other_commands_and_commands_that_only_read_are_not_meant() -> None:
    """`pip config list` prints the sections of all commands."""
    assert uv_environment("download.no-binary=':all:'\n", {}) == {}


@pytest.mark.parametrize(
    "setting", ["global.no-index='true'", "install.only-binary=':all:'", ":env:.require-hashes='1'"]
)
def test_a_setting_that_uv_does_not_know_leaves_the_installation_to_pip(setting: str) -> None:
    """It may be the reason why a company trusts what is installed."""
    assert uv_environment(f"{setting}\n", {}) is None


def test_uv_installs_what_is_pinned_into_this_environment(calls: Calls) -> None:
    """The first `make up` waits for it; bytecode is written for what it imports."""
    assert install.main(["--editable", "."]) == 0

    installed, compiled = calls
    assert installed[1:] == (
        *("pip", "install", "--python", sys.executable),
        *("--quiet", "--constraint", "constraints.txt", "--editable", "."),
    )
    assert compiled == (sys.executable, "-c", install.COMPILED)


def test_pip_installs_where_uv_fails(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index may refuse uv, or have no uv for this platform."""

    def fail(*command: str, environment: object) -> int:
        calls.append(command)
        return int(command[0].endswith("/uv") and bool(environment))

    monkeypatch.setattr(install, "_run", fail)

    assert install.main(["--editable", "."]) == 0
    assert [command[:3] for command in calls[1:]] == [
        (sys.executable, "-m", "pip"),
        (sys.executable, "-c", install.COMPILED),
    ]


PRODUCTION = """
import json, runpy, yaml
from orion_rds.testing import record
config = yaml.safe_load(open("Pulumi.prod.yaml"))["config"]
config = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
record(lambda: runpy.run_path("__main__.py"), project="orion-rds", stack="prod", config=config)
"""


def test_bytecode_is_written_for_what_the_program_of_production_loads(repository: Path) -> None:
    """In a sandbox a program writes none: each start would compile it again. The list names modules of ours, which may
    be renamed.
    """

    def loaded(program: str) -> set[str]:
        command = [sys.executable, "-W", "ignore", "-c", f"{program}\nimport sys; print(*sys.modules)"]
        answer = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
        return set(answer.stdout.split())

    program = loaded(PRODUCTION)
    assert "orion_rds.components.redis" in program
    # What Python's own library has was compiled when it was installed.
    own = {name for name in program if name.partition(".")[0] not in sys.stdlib_module_names}
    assert own - loaded(install.COMPILED) == set()
