"""Programs that run with protection against deletion turned off."""

import pulumi
import pulumi_aws as aws
import pytest

from orion_rds.testing import record
from orion_sandbox.unprotected import SWITCHES, is_protected, protection_off

PROTECT = pulumi.ResourceOptions(protect=True)


class Group(pulumi.ComponentResource):
    """A component of a program."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("tiny:index:Group", name, None, opts)
        aws.sns.Topic("inherited", opts=pulumi.ResourceOptions(parent=self))


def program() -> None:
    """Protect in each way that there is."""
    aws.rds.Instance("database", instance_class="db.t4g.micro", deletion_protection=True, opts=PROTECT)
    aws.lb.LoadBalancer("balancer", enable_deletion_protection=True)
    aws.backup.Vault("kept", force_destroy=False, opts=PROTECT)
    aws.backup.Vault("ordinary", force_destroy=False)
    Group("group", PROTECT)


def unprotected_program() -> None:
    """Run it as the sandbox does."""
    with protection_off(True):
        program()


def test_nothing_of_the_program_is_protected_any_more() -> None:
    """Neither by Pulumi nor by AWS, a child of a protected component included."""
    before = record(program).resources
    after = record(unprotected_program).resources

    assert {each.name for each in before if is_protected({"protect": each.protect, "inputs": each.inputs})} == {
        "database", "balancer", "kept", "group", "inherited"
    }  # fmt: skip
    assert [each.name for each in after if is_protected({"protect": each.protect, "inputs": each.inputs})] == []
    assert len(after) == len(before)


def test_what_was_protected_is_deleted_with_its_contents() -> None:
    """A protected vault is emptied first; any other one behaves as the program says."""
    by_name = {each.name: each.inputs for each in record(unprotected_program).resources}

    assert by_name["kept"]["forceDestroy"] is True
    assert by_name["ordinary"]["forceDestroy"] is False
    assert by_name["database"]["deletionProtection"] is False
    assert "deletionProtection" not in by_name["kept"]


def test_the_next_program_of_the_process_is_protected_again() -> None:
    """A script may deploy one stack after the other."""
    record(unprotected_program)

    assert next(each for each in record(program).resources if each.name == "kept").protect is True


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_of_aws_is_a_property_of_some_type(name: str) -> None:
    """A misspelt one would turn nothing off."""
    types = (aws.rds.Cluster, aws.lb.LoadBalancer, aws.ec2.Instance)

    assert any(hasattr(each, name) for each in types)
