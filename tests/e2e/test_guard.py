"""Protected production, deployed without a preview, as the Automation API does: nothing is lost by a mistake."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError, OpType, PulumiFn

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_sandbox import daemon
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases, program_of
from tests.e2e.changes.looks import REGIONS
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed, settings, the_cluster

Sections = Mapping[str, Any]
KEY = "123456789012:key/11111111-5f60-4182-93a4-b5c6d7e8f90a"

GONE: Mapping[str, tuple[Callable[[Sections], Sections], set[str]]] = {
    "Redis, standby and copies": (
        lambda file: {**file, "redis": None, "disaster_recovery": None, "backup": {}},
        {"redis", "disaster_recovery", "backup.copies"},
    ),
    "environment": (lambda file: {**file, "environment": "stage"}, {"environment"}),
    "another region": (
        lambda file: {
            **file,
            "disaster_recovery": {
                "region": "eu-west-1",
                "encryption": {
                    "kms_key_arn": "arn:aws:kms:eu-west-1:123456789012:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a"
                },
                "network": {
                    "vpc_id": "vpc-0a1b2c3d4e5f60005",
                    "subnet_ids": ["subnet-0a1b2c3d4e5f6005a", "subnet-0a1b2c3d4e5f6005b"],
                    "allow_from": {"office": "10.20.0.0/16"},
                },
            },
            "backup": {"copies": {"region": "eu-west-1"}},
        },
        {"disaster_recovery.region", "backup.copies.region"},
    ),
    "storage key, version and Redis OSS": (
        lambda file: {
            **file,
            "encryption": {
                "kms_key_arn": "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fa"
            },
            "engine": {"version": "16"},
            "redis": {**file["redis"], "engine": "redis"},
        },
        {"encryption.kms_key_arn", "engine.version", "redis.engine"},
    ),
}
"""What is written by mistake, and the settings that the message names."""


@pytest.fixture
def sections(repository: Path) -> Sections:
    """The sections of production's file."""
    return settings(repository, "prod")["orion-rds:database"]


def test_what_would_cost_something_is_refused_before_anything_is_touched(
    sandbox: Sandbox, production: SandboxStack, repository: Path, sections: Sections, subtests: pytest.Subtests
) -> None:
    """By `up` without a preview. Written back, there is nothing to do."""
    sandbox.clone(production, "prod")
    for name, (mistake, paths) in GONE.items():
        with subtests.test(mistake=name):
            wrong = {key: value for key, value in mistake(sections).items() if value is not None}
            stack = sandbox.stack("prod", config={**settings(repository, "prod"), "orion-rds:database": wrong})
            with pytest.raises(CommandError):
                stack.preview()  # creates in the sandbox what the configuration names
            before = daemon.content(stack.api(), *REGIONS)

            with pytest.raises(CommandError) as refused:
                stack.up()

            assert daemon.content(stack.api(), *REGIONS) == before
            message = str(refused.value)
            assert {path for path in paths if f"  {path}" in message} == paths
            assert "Traceback" not in message
            assert "unable to replace" not in message

    right = sandbox.stack("prod", program=program_of(repository), config=changed(repository, "prod"))
    assert set(right.up().summary.resource_changes or {}) == {OpType.SAME.value}


def test_names_that_are_taken_are_found_before_anything_is_made(
    sandbox: Sandbox, bases: Bases, repository: Path
) -> None:
    """A component with another name and without an alias would make everything again. The database that has the names
    stays as it is.
    """
    sandbox.clone(bases.deployed("test", changed(repository)), "test")
    stack = sandbox.stack("test", program=renamed, config=changed(repository))
    before = daemon.content(stack.api(), *REGIONS)

    with pytest.raises(CommandError) as refused:
        stack.up()

    message = " ".join(str(refused.value).split())
    assert "cluster `orion-test-aurora`" in message
    assert "DB subnet group `orion-test-aurora`" in message
    assert "log group `/aws/rds/cluster/orion-test-aurora/postgresql`" in message
    assert "fix: If the component was renamed" in message
    assert "aliases=[pulumi.Alias(name=...)]" in message
    assert daemon.content(stack.api(), *REGIONS) == before


def test_values_of_other_resources_are_compared_once_they_are_known(
    sandbox: Sandbox, bases: Bases, repository: Path
) -> None:
    """A preview does not know a key that is created with it, and lets it pass; the deployment knows it. A secret among
    the values hides them from the guard no more than from anybody else.
    """
    base = bases.deployed("test", changed(repository), program=keyed_by("storage"), identity="keyed")
    sandbox.clone(base, "test")
    cluster = the_cluster(base)["DbClusterResourceId"]

    def stack(key: str, *, secret: bool = False, **sections: Any) -> SandboxStack:
        return sandbox.stack("test", program=keyed_by(key, secret=secret), config=changed(repository, **sections))

    assert set(stack("storage").preview().change_summary) == {OpType.SAME}
    stack("other").preview()
    stack("other", secret=True).preview()
    with pytest.raises(CommandError, match="database-name-another"):
        stack("other", secret=True, database_name="other").preview()
    with pytest.raises(CommandError, match="storage-key-another"):
        stack("other").up()
    with pytest.raises(CommandError, match="database-name-another"):
        stack("storage", secret=True, database_name="other").up()
    assert the_cluster(stack("storage"))["DbClusterResourceId"] == cluster


def keyed_by(name: str, *, secret: bool = False) -> PulumiFn:
    """Return the program with a storage key of its own; its VPC may be a secret."""

    def program() -> None:
        config = pulumi.Config().require_object("database")
        network = config["network"]
        if secret:
            network = {**network, "vpc_id": pulumi.Output.secret(network["vpc_id"])}
        key = aws.kms.Key(name)
        AuroraDatabase("orion", parse({**config, "network": network, "encryption": {"storage_key_arn": key.arn}}))

    return program


def renamed() -> None:
    """The program, with another name for the component."""
    AuroraDatabase("database", pulumi.Config().require_object("database"))
