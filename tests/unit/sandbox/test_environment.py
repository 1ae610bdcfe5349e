"""What a command inside the sandbox sees."""

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi_aws import ProviderArgs, ProviderEndpointArgs

from orion_sandbox.environment import (
    STRICT_AWS,
    aws_client,
    aws_plugin_settings,
    aws_variables,
    loopback,
    pulumi_variables,
    search_path,
    shell_functions,
)
from orion_sandbox.errors import SandboxError
from orion_sandbox.providers.schema import snake_case

ENDPOINT = "http://127.0.0.1:4000"


@pytest.mark.parametrize("endpoint", ["https://rds.us-east-1.amazonaws.com", "http://10.0.0.1:80", "http://[::2]", ""])
def test_no_endpoint_but_loopback_is_ever_called(endpoint: str) -> None:
    """A sandbox that can reach AWS is no sandbox."""
    for use in (
        lambda: loopback(endpoint),
        lambda: aws_client("rds", endpoint, "us-east-1"),
        lambda: aws_variables(endpoint, "us-east-1"),
    ):
        with pytest.raises(SandboxError, match="is not on this machine"):
            use()


@pytest.mark.parametrize("endpoint", [ENDPOINT, "http://localhost:4000", "http://[::1]:4000"])
def test_each_spelling_of_loopback_is_this_machine(endpoint: str) -> None:
    """All three are in use."""
    assert loopback(endpoint) == endpoint


PORTS = {"aws": 4001, "random": 4002, STRICT_AWS: 4003}


@pytest.mark.parametrize("name", ["rds", "elasticache", "backup", "secretsmanager", "iam", "sts", "cloudwatchevents"])
def test_pulumis_own_plugin_is_configured_to_call_this_machine_alone(name: str) -> None:
    """Of a service without an endpoint it would ask AWS."""
    settings = aws_plugin_settings(ENDPOINT)
    known = {*inspect.signature(ProviderArgs).parameters}
    services = {each.rstrip("_") for each in inspect.signature(ProviderEndpointArgs).parameters}

    assert settings["aws:endpoints"][0][name] == ENDPOINT
    assert settings["aws:endpoints"][0].keys() <= services
    assert {snake_case(each.split(":")[1]) for each in settings} <= known
    with pytest.raises(SandboxError, match="is not on this machine"):
        aws_plugin_settings("https://rds.us-east-1.amazonaws.com")


def test_a_client_reads_nothing_of_the_users_aws_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile, a proxy or an endpoint of the user's would lead it elsewhere."""
    monkeypatch.setenv("AWS_PROFILE", "of-the-user")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.invalid")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid")

    client = aws_client("rds", ENDPOINT, "eu-central-1")

    assert client.meta.endpoint_url == ENDPOINT
    assert client.meta.region_name == "eu-central-1"
    assert client.meta.config.proxies == {}


def test_state_home_and_passphrase_are_the_sandboxs_and_the_passphrase_is_no_variable() -> None:
    """`env` prints these variables, and prints no secret."""
    variables = pulumi_variables(Path("/a sandbox"), PORTS, strict=False)

    assert variables["PULUMI_DEBUG_PROVIDERS"] == "aws:4001,random:4002"
    assert variables["PULUMI_BACKEND_URL"] == "file:///a%20sandbox/state"
    assert variables["PULUMI_HOME"] == "/a sandbox/home"
    assert variables["PULUMI_CONFIG_PASSPHRASE_FILE"] == "/a sandbox/passphrase"
    assert "PULUMI_CONFIG_PASSPHRASE" not in variables


def test_a_strict_command_attaches_to_the_provider_that_refuses() -> None:
    """Both run beside each API, so that each command chooses."""
    variables = pulumi_variables(Path("/sandbox"), PORTS, strict=True)

    assert variables["PULUMI_DEBUG_PROVIDERS"] == "aws:4003,random:4002"


def test_the_program_runs_in_the_virtual_environment_that_runs_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language host takes the first `python3` on PATH."""
    monkeypatch.setenv("PATH", "/of/the/user")

    path = search_path(Path("/sandbox/bin"), Path("/engine/bin"))

    assert path == f"/sandbox/bin:{Path(sys.executable).parent}:/engine/bin:/of/the/user"


SHELLS = [name for name in ("sh", "bash", "dash", "zsh") if shutil.which(name)]


@pytest.mark.parametrize("name", SHELLS)
def test_the_functions_of_a_shell_add_what_leads_to_the_sandbox(name: str, tmp_path: Path) -> None:
    """Each argument of the user stays one argument, behind those of the sandbox."""
    for command in ("pulumi", "aws"):
        (tmp_path / command).write_text('#!/bin/sh\nprintf "<%s>" "$0" "$@"\n')
        (tmp_path / command).chmod(0o755)
    functions = "\n".join(shell_functions(Path("/a sandbox/project")))
    script = f"{functions}\npulumi config set a 'b c'; echo; aws rds describe-db-clusters"
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "AWS_ENDPOINT_URL": ENDPOINT}

    printed = subprocess.check_output([name, "-c", script], env=environment, text=True)

    assert printed.splitlines() == [
        f"<{tmp_path}/pulumi><--cwd></a sandbox/project><config><set><a><b c>",
        f"<{tmp_path}/aws><--endpoint-url><{ENDPOINT}><rds><describe-db-clusters>",
    ]
