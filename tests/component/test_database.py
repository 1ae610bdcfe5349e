"""The component as a whole."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pulumi
import pulumi_aws as aws
import pytest
from pulumi_random import RandomPet

from orion_rds import AuroraDatabase, ConfigError, DatabaseConfig, DatabaseInput
from orion_rds.components.database import OUTPUTS
from orion_rds.config import NetworkConfig, Source, parse
from orion_rds.testing import UNKNOWN, RecordedResource, Recording, record
from orion_rds.testing.annotations import properties_of
from tests.component.stacks import (
    CLUSTER,
    INGRESS_RULE,
    REPOSITORY,
    SECRET_VERSION,
    SUBNET_GROUP,
    only,
    record_stack,
    stack_config,
    whole_config,
)

MODULE_OUTPUTS = {
    "cluster_arn",
    "cluster_endpoint",
    "cluster_identifier",
    "cluster_port",
    "cluster_reader_endpoint",
    "database_name",
    "redis_endpoint",
    "redis_port",
    "redis_reader_endpoint",
    "secrets_manager_secret_arn",
}
"""The outputs of the Terraform module."""


def test_the_outputs_are_those_of_the_module(production: Recording) -> None:
    """By the names that its module gave them, and the id that policies for IAM users name."""
    (database,) = production.of("orion-rds:index:AuroraDatabase")
    outputs = production.outputs[database.urn]

    assert outputs.keys() >= MODULE_OUTPUTS - {"redis_endpoint", "redis_port", "redis_reader_endpoint"}
    assert set(OUTPUTS) >= MODULE_OUTPUTS
    assert outputs["cluster_identifier"] == "orion-prod-aurora"
    assert outputs["cluster_endpoint"].startswith("orion-prod-aurora.cluster-")
    assert outputs["cluster_reader_endpoint"].startswith("orion-prod-aurora.cluster-ro-")
    assert outputs["cluster_port"] == 5432
    assert outputs["cluster_arn"].endswith(":cluster:orion-prod-aurora")
    assert outputs["cluster_resource_id"].startswith("cluster-")
    assert ":secret:orion-prod/aurora/master" in outputs["secrets_manager_secret_arn"]
    assert outputs["database_name"] == "orion"


def test_an_operator_finds_everything_by_an_output(whole: Recording) -> None:
    """With all of production deployed, only outputs of given resources, or of another mode, are null."""
    (database,) = whole.of("orion-rds:index:AuroraDatabase")
    outputs = whole.outputs[database.urn]

    assert outputs.keys() == set(OUTPUTS)
    assert outputs["engine_version"] == "17"
    assert len(outputs["instance_endpoints"]) == len(outputs["instance_identifiers"]) == 3
    assert outputs["standby_cluster_arn"].startswith("arn:aws:rds:us-west-2:")
    assert outputs["global_cluster_identifier"] == "orion-prod-aurora-global"
    assert [arn.split(":")[3] for arn in outputs["backup_vault_arns"]] == ["us-east-1", "us-west-2"]
    assert [arn.split(":")[3] for arn in outputs["topic_arns"]] == ["us-east-1", "us-west-2"]


def test_a_wrong_configuration_registers_nothing() -> None:
    """A half-created stack is worse than none. Every problem is reported at once."""
    wrong = {**stack_config("test"), "backup": {"retention_days": 99}, "instances": {"count": 0}}

    def program() -> None:
        with pytest.raises(ConfigError) as raised:
            AuroraDatabase("orion", cast("DatabaseInput", wrong))
        assert {problem.refusal for problem in raised.value.problems} == {"backup-retention", "instances-count"}

    assert record(program).resources == ()


def test_other_resources_outputs_are_accepted() -> None:
    """The network is often created by the same program."""

    def program() -> None:
        vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16")
        subnets = [aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block="10.0.0.0/24") for zone in ("a", "b")]
        app = aws.ec2.SecurityGroup("app", vpc_id=vpc.id)
        network = NetworkConfig(
            vpc_id=vpc.id,
            subnet_ids=[subnet.id for subnet in subnets],
            allow_from={"app": Source(security_group_id=app.id)},
        )
        AuroraDatabase("orion", DatabaseConfig(project="orion", environment="dev", network=network))

    recording = record(program)
    (app,) = recording.named("app")
    subnets = recording.of("aws:ec2/subnet:Subnet")

    assert len(subnets) == 2
    assert {subnet.urn for subnet in subnets} <= only(recording, SUBNET_GROUP).dependencies
    assert app.urn in only(recording, INGRESS_RULE).dependencies
    (group,) = recording.named("orion-network-security-group")
    assert group.inputs["vpcId"].startswith("vpc-")


def test_one_output_of_all_subnets_is_accepted() -> None:
    """Components such as VPCs give their subnets as one output."""

    def program() -> None:
        pet = RandomPet("pet")
        ids = pet.id.apply(lambda _: ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"])
        config = stack_config("test")
        AuroraDatabase("orion", parse({**config, "network": {**config["network"], "subnet_ids": ids}}))

    assert only(record(program), SUBNET_GROUP).inputs["subnetIds"] == [
        "subnet-0a1b2c3d4e5f60718",
        "subnet-1a2b3c4d5e6f70819",
    ]


def test_a_preview_with_nothing_known_registers_the_same_resources() -> None:
    """The set of resources never depends on values that are known only after an update."""
    preview, update = (record_stack("prod", preview=known) for known in (True, False))

    assert _listed(preview) == _listed(update)
    assert only(preview, CLUSTER).inputs["vpcSecurityGroupIds"] == [UNKNOWN]
    (database,) = preview.of("orion-rds:index:AuroraDatabase")
    assert preview.outputs[database.urn]["cluster_endpoint"] is UNKNOWN


@pytest.mark.parametrize("stack", ["test", "prod"])
def test_everything_that_takes_tags_is_tagged(stack: str, request: pytest.FixtureRequest) -> None:
    """The SDK says which resources accept tags, so that a new one cannot be forgotten."""
    recording: Recording = request.getfixturevalue({"test": "trial", "prod": "whole"}[stack])
    taggable = [
        resource for resource in recording.resources if resource.custom and "tags" in properties_of(resource.type)
    ]

    assert len(taggable) >= 8
    for resource in taggable:
        tags = resource.inputs["tags"]
        assert (tags["Project"], tags["Environment"], tags["ManagedBy"]) == ("orion", stack, "pulumi")
        assert (
            tags["Name"]
            .lstrip("/")
            .startswith((f"orion-{stack}", f"aws/rds/cluster/orion-{stack}", f"aws/elasticache/orion-{stack}"))
        )
        assert whole_config(stack).get("tags", {}).items() <= tags.items()


@pytest.mark.parametrize("stack", ["test", "prod"])
def test_types_and_names_stay_as_they_are(
    stack: str, request: pytest.FixtureRequest, expect: Callable[[str, Path], None]
) -> None:
    """Both are part of the URN: another name is another resource, and the old one is deleted.

    After a change that is meant to do that, `pytest --update` writes the new list.
    """
    recording: Recording = request.getfixturevalue({"test": "trial", "prod": "whole"}[stack])

    expect("\n".join([*_listed(recording), ""]), REPOSITORY / "tests" / "component" / "golden" / f"{stack}.txt")


def test_two_databases_live_in_one_program() -> None:
    """Names come from the component's name alone; a repeated URN fails the recording."""

    def program() -> None:
        AuroraDatabase("first", parse(stack_config("test")))
        AuroraDatabase("second", parse(stack_config("prod")))

    assert len(record(program).of(CLUSTER)) == 2


def test_the_callers_options_stay_on_the_component() -> None:
    """Merged into children, they would apply to properties of other resources."""
    options = pulumi.ResourceOptions(retain_on_delete=True)
    recording = record(lambda: AuroraDatabase("orion", parse(stack_config("test")), options))
    database, *below = recording.resources

    assert database.retain_on_delete
    assert len(below) > 10
    for resource in below:
        assert not resource.retain_on_delete or resource.type == SECRET_VERSION


def test_nothing_is_deleted_before_the_protected_guard(production: Recording, trial: Recording) -> None:
    """Pulumi deletes first what nothing depends on, and checks the protection of each resource when it comes to it."""
    (guard,) = production.named("orion-guard")
    (free,) = trial.named("orion-guard")
    needed = {dependency for resource in production.resources for dependency in resource.dependencies}
    last = {resource.urn for resource in production.resources if resource.custom} - needed

    assert (guard.protect, free.protect) == (True, None)
    assert last == {guard.urn}, "what nothing depends on is deleted at once, protected cluster or not"


def test_everything_is_below_the_database(production: Recording) -> None:
    """Pulumi shows it as a tree."""
    by_urn = {resource.urn: resource for resource in production.resources}
    (database,) = production.of("orion-rds:index:AuroraDatabase")

    for resource in production.resources:
        top = resource
        while top.parent in by_urn:
            top = by_urn[top.parent]
        assert top is database, resource.urn


def _listed(recording: Recording) -> list[str]:
    return sorted(map(_line, recording.resources))


def _line(resource: RecordedResource) -> str:
    return f"{resource.type} {resource.name}"
