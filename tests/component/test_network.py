"""The network: who may connect to the database."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import UNKNOWN, Recording, record
from tests.component.stacks import (
    CLUSTER,
    INGRESS_RULE,
    SECURITY_GROUP,
    SUBNET_GROUP,
    only,
    record_stack,
    stack_config,
)

APP = "sg-0a1b2c3d4e5f60002"
ELSEWHERE = f"210987654321/{APP}"
"""A group of another account."""

SOURCES = ("referencedSecurityGroupId", "cidrIpv4", "cidrIpv6", "prefixListId")


def test_exactly_the_sources_asked_for_may_connect(production: Recording) -> None:
    """One rule a source: to the port of the database by TCP, to nothing else."""
    rules = {rule.name: rule for rule in production.of(INGRESS_RULE)}

    assert rules.keys() == {"orion-network-from-sg-0a1b2c3d4e5f60002", "orion-network-from-10-20-0-0-16"}
    assert rules["orion-network-from-sg-0a1b2c3d4e5f60002"].inputs["referencedSecurityGroupId"] == APP
    assert rules["orion-network-from-10-20-0-0-16"].inputs["cidrIpv4"] == "10.20.0.0/16"
    for rule in rules.values():
        assert rule.inputs["ipProtocol"] == "tcp"
        assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (5432, 5432)
        assert len(set(SOURCES) & rule.inputs.keys()) == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sg-0a1b2c3d4e5f60718", {"referencedSecurityGroupId": "sg-0a1b2c3d4e5f60718"}),
        (ELSEWHERE, {"referencedSecurityGroupId": ELSEWHERE}),
        ({"security_group_id": ELSEWHERE}, {"referencedSecurityGroupId": ELSEWHERE}),
        (pulumi.Output.from_input(ELSEWHERE), {"referencedSecurityGroupId": ELSEWHERE}),
        ("10.0.0.0/16", {"cidrIpv4": "10.0.0.0/16"}),
        ("2001:db8::/32", {"cidrIpv6": "2001:db8::/32"}),
        ("pl-0a1b2c3d4e5f60718", {"prefixListId": "pl-0a1b2c3d4e5f60718"}),
        ({"cidr": pulumi.Output.from_input("10.1.0.0/16")}, {"cidrIpv4": "10.1.0.0/16"}),
        ({"cidr": pulumi.Output.from_input("2001:db8:1::/48")}, {"cidrIpv6": "2001:db8:1::/48"}),
        (pulumi.Output.from_input("10.1.0.0/16"), {"cidrIpv4": "10.1.0.0/16"}),
        (pulumi.Output.from_input("2001:db8:1::/48"), {"cidrIpv6": "2001:db8:1::/48"}),
        (pulumi.Output.from_input("pl-0a1b2c3d"), {"prefixListId": "pl-0a1b2c3d"}),
        (pulumi.Output.from_input("sg-0a1b2c3d"), {"referencedSecurityGroupId": "sg-0a1b2c3d"}),
    ],
)
def test_each_kind_of_source_goes_where_aws_expects_it(source: object, expected: dict[str, str]) -> None:
    """AWS refuses an IPv6 block as an IPv4 one; the family of an output is known only with its value."""
    rule = only(record_stack("test", network=_network(allow_from={"one": source})), INGRESS_RULE)

    assert {name: rule.inputs[name] for name in SOURCES if name in rule.inputs} == expected


def test_a_group_of_the_same_program_is_a_source_without_more_words() -> None:
    """Its ID is not known in a preview, nor that it is one."""

    def program() -> None:
        network = {**stack_config("test")["network"], "allow_from": {"app": aws.ec2.SecurityGroup("app").id}}
        AuroraDatabase("orion", parse({**stack_config("test"), "network": network}))

    rule, unknown = (only(record(program, preview=preview), INGRESS_RULE) for preview in (False, True))

    assert rule.name == unknown.name == "orion-network-from-app"
    assert {name for name in SOURCES if name in rule.inputs} == {"referencedSecurityGroupId"}
    assert {name for name in SOURCES if unknown.inputs[name] is UNKNOWN} == set(SOURCES)


def test_nothing_may_leave(production: Recording) -> None:
    """A database opens no connections. The provider removes AWS's open default rule."""
    types = {resource.type for resource in production.resources}

    assert "egress" not in only(production, SECURITY_GROUP).inputs
    assert not any("gress" in type_ for type_ in types - {INGRESS_RULE})


def test_rules_are_not_in_the_security_group_itself(production: Recording) -> None:
    """Inline rules and rules of their own take each other out, at every update."""
    assert "ingress" not in only(production, SECURITY_GROUP).inputs


def test_taking_one_source_out_leaves_the_others_as_they_are() -> None:
    """Numbered rules would all be rewritten, and AWS answers that they are duplicates."""
    before = _rules({"a": "10.1.0.0/16", "b": "10.2.0.0/16", "c": "10.3.0.0/16"})

    assert len(before) == 3
    assert _rules({"a": "10.1.0.0/16", "c": "10.3.0.0/16"}) == {
        name: inputs for name, inputs in before.items() if inputs["cidrIpv4"] != "10.2.0.0/16"
    }


def test_labels_of_sources_are_renamed_and_exchanged_in_place() -> None:
    """A second rule for the same source, made before the first is deleted, would be refused by AWS."""
    before = _rules({"office": "10.3.0.0/16", "lab": "10.1.0.0/16"})
    renamed = _rules({"hq": "10.3.0.0/16", "lab": "10.1.0.0/16"})
    exchanged = _rules({"office": "10.1.0.0/16", "lab": "10.3.0.0/16"})

    assert before.keys() == renamed.keys() == exchanged.keys()
    told = [each["orion-network-from-10-3-0-0-16"] for each in (before, renamed, exchanged)]
    assert [inputs["description"] for inputs in told] == [
        f"PostgreSQL from {label}" for label in ("office", "hq", "lab")
    ]
    assert [inputs["tags"]["Name"] for inputs in told] == [
        f"orion-test-aurora-from-{label}" for label in ("office", "hq", "lab")
    ]
    assert {inputs["cidrIpv4"] for inputs in told} == {"10.3.0.0/16"}


def test_the_rule_of_another_accounts_group_is_replaced_where_the_provider_would_fail() -> None:
    """AWS refuses the update, with the account before the group; and a second rule for the group."""
    sources = {"theirs": ELSEWHERE, "ours": APP}
    recording = record_stack("test", network=_network(allow_from=sources), redis={})
    rules = {rule.name: rule for rule in recording.of(INGRESS_RULE)}

    for part in ("network", "redis-network"):
        theirs, ours = rules[f"orion-{part}-from-210987654321-{APP}"], rules[f"orion-{part}-from-{APP}"]
        assert theirs.replace_on_changes == ("description", "fromPort", "toPort")
        assert theirs.delete_before_replace is True
        assert (ours.replace_on_changes, ours.delete_before_replace) == ((), None)


def test_an_output_that_gets_another_label_can_keep_its_rule() -> None:
    """Only its label names it; the former one is written as `rule_name`."""
    block = pulumi.Output.from_input("10.3.0.0/16")
    before = _rules({"office": {"cidr": block}})
    renamed = _rules({"hq": {"cidr": block, "rule_name": "office"}})

    assert before.keys() == renamed.keys() == {"orion-network-from-office"}
    assert renamed["orion-network-from-office"]["description"] == "PostgreSQL from hq"


def test_the_port_is_the_same_for_the_cluster_and_its_rules() -> None:
    """Another port is of no use behind a rule for the usual one."""
    recording = record_stack("test", network=_network(port=6432))

    assert only(recording, CLUSTER).inputs["port"] == 6432
    assert only(recording, INGRESS_RULE).inputs["toPort"] == 6432


def test_the_cluster_stands_in_the_subnets_and_the_security_group(production: Recording) -> None:
    """Without them AWS uses the default VPC."""
    cluster, group = only(production, CLUSTER), only(production, SUBNET_GROUP)

    assert group.inputs["subnetIds"] == stack_config("prod")["network"]["subnet_ids"]
    assert cluster.inputs["dbSubnetGroupName"] == group.inputs["name"]
    assert only(production, SECURITY_GROUP).inputs["vpcId"] == stack_config("prod")["network"]["vpc_id"]
    assert only(production, SECURITY_GROUP).urn in cluster.dependencies
    assert len(cluster.inputs["vpcSecurityGroupIds"]) == 1


def test_a_given_subnet_group_is_used_and_none_is_made() -> None:
    """Its name on the cluster cannot change later: a group of ours beside it would be there for nothing."""
    access = {name: stack_config("test")["network"][name] for name in ("vpc_id", "allow_from")}
    recording = record_stack("test", network={**access, "subnet_group_name": "data"})

    assert only(recording, CLUSTER).inputs["dbSubnetGroupName"] == "data"
    assert recording.of(SUBNET_GROUP) == ()
    assert only(recording, SECURITY_GROUP).urn in only(recording, CLUSTER).dependencies


def test_given_security_groups_are_used_and_none_is_made() -> None:
    """Given groups keep their own rules."""
    groups = ["sg-0a1b2c3d4e5f60718", "sg-1a2b3c4d5e6f70819"]
    subnets = stack_config("test")["network"]["subnet_ids"]
    recording = record_stack("test", network={"subnet_ids": subnets, "security_group_ids": groups})

    assert only(recording, CLUSTER).inputs["vpcSecurityGroupIds"] == groups
    assert recording.of(SECURITY_GROUP) == recording.of(INGRESS_RULE) == ()
    assert only(recording, SUBNET_GROUP).urn in only(recording, CLUSTER).dependencies


def test_a_given_network_may_be_made_by_the_same_program() -> None:
    """Also as one output of all groups, as other components give them."""

    def program() -> None:
        app = aws.ec2.SecurityGroup("app")
        network = {"subnet_group_name": app.name, "security_group_ids": app.id.apply(lambda group: [group])}
        AuroraDatabase("orion", parse({**stack_config("test"), "network": network}))

    recording = record(program)
    cluster, (app,) = only(recording, CLUSTER), recording.named("app")

    assert app.urn in cluster.dependencies
    (group,) = cluster.inputs["vpcSecurityGroupIds"]
    assert group.startswith("sg-")
    assert len(recording.of(SECURITY_GROUP)) == 1, "the program's own"


@pytest.mark.parametrize(("dual_stack", "network_type"), [(False, "IPV4"), (True, "DUAL")])
def test_addresses_of_both_families_are_there_when_asked_for(network_type: str, *, dual_stack: bool) -> None:
    """Left out, going back from both to one would not be asked for."""
    recording = record_stack("test", network=_network(dual_stack=dual_stack))

    assert only(recording, CLUSTER).inputs["networkType"] == network_type


def _network(**changes: Any) -> dict[str, Any]:
    return {**stack_config("test")["network"], **changes}


def _rules(sources: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs of each rule, by its logical name."""
    rules = record_stack("test", network=_network(allow_from=sources)).of(INGRESS_RULE)
    return {rule.name: rule.inputs for rule in rules}
