"""Subnets and sources of traffic."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, NetworkConfig, Source
from orion_rds.facts import identifiers

VPC = "vpc-0a1b2c3d4e5f60718"
SUBNETS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]
GROUP = "sg-0a1b2c3d4e5f60718"


def network(**settings: Any) -> NetworkConfig:
    """Return the section of a mapping, as parsing does."""
    return NetworkConfig.model_validate({"vpc_id": VPC, "subnet_ids": SUBNETS, "allow_from": {"app": GROUP}} | settings)


def given_network(**settings: Any) -> NetworkConfig:
    """Make the section of what exists."""
    return NetworkConfig.model_validate({"subnet_group_name": "data", "security_group_ids": [GROUP]} | settings)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (GROUP, Source(security_group_id=GROUP)),
        (f"210987654321/{GROUP}", Source(security_group_id=f"210987654321/{GROUP}")),
        ("pl-0a1b2c3d", Source(prefix_list_id="pl-0a1b2c3d")),
        ("10.0.0.0/16", Source(cidr="10.0.0.0/16")),
        ("10.1.2.3/32", Source(cidr="10.1.2.3/32")),
        ("fd00::/8", Source(cidr="fd00::/8")),
    ],
)
def test_a_plain_source_is_read_by_its_form(text: str, source: Source) -> None:
    """The short way to write it means the same as the long one."""
    assert network(allow_from={"it": text}).allow_from == {"it": source}


@pytest.mark.parametrize(
    ("written", "given_back"),
    [("FD00::/8", "fd00::/8"), ("fd00:0:0::/48", "fd00::/48"), ("10.0.0.0/255.0.0.0", "10.0.0.0/8")],
)
def test_a_block_is_written_as_aws_gives_it_back(written: str, given_back: str) -> None:
    """Another spelling would show as a change at every preview."""
    assert network(allow_from={"it": written}).allow_from == {"it": Source(cidr=given_back)}


@pytest.mark.parametrize("block", ["0.0.0.0/0", "::/0", "0:0::/0", "0.0.0.0/0.0.0.0"])
def test_everyone_is_refused_however_it_is_written(block: str) -> None:
    """A public database is the worst mistake."""
    with pytest.raises(ConfigError, match="allows every address"):
        network(allow_from={"it": block})


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0/8", "999.1.1.1/8", "fd00::/129", "10.0.0.0/"])
def test_what_is_no_block_is_refused(text: str) -> None:
    """It looks like an address, so the message is about addresses."""
    with pytest.raises(ConfigError, match="not a block"):
        network(allow_from={"it": text})


@pytest.mark.parametrize("name", ["app", "10-net", "office-2", "a"])
def test_these_names_of_sources_are_accepted(name: str) -> None:
    """A digit may come first."""
    assert list(network(allow_from={name: GROUP}).allow_from or {}) == [name]


@pytest.mark.parametrize("name", ["App", "a_b", "a--b", "-a", "a-", "a.b", ""])
def test_other_names_of_sources_are_refused(name: str) -> None:
    """They go into the names of resources, where the source is an output."""
    with pytest.raises(ConfigError, match="in the name of a resource"):
        network(allow_from={name: GROUP})


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (GROUP, GROUP),
        (f"210987654321/{GROUP}", f"210987654321-{GROUP}"),
        ("pl-0a1b2c3d", "pl-0a1b2c3d"),
        ("10.3.0.0/16", "10-3-0-0-16"),
        ("10.3.0.0/255.255.0.0", "10-3-0-0-16"),
        ("FD00:0:8::/48", "fd00-0-8-0-0-0-0-0-48"),
        ("fd00::8:0:0/96", "fd00-0-0-0-0-8-0-0-96"),
    ],
)
def test_a_rule_is_named_by_its_source_in_every_spelling(text: str, rule: str) -> None:
    """AWS refuses a second rule for one source: it must not get another name with another label."""
    (source,) = network(allow_from={"it": text}).sources.values()
    assert source.rule("it") == source.rule("another-label") == rule
    assert identifiers.SOURCE_NAME.accepts(rule)


def test_the_rule_of_an_output_is_named_by_its_label_or_as_is_written() -> None:
    """Its value is not known when the rule is named."""
    group = pulumi.Output.from_input("sg")
    assert Source(security_group_id=group).rule("app") == "app"
    assert Source(security_group_id=group, rule_name="app").rule("backend") == "app"
    assert Source(cidr="10.3.0.0/16", rule_name="app").rule("office") == "app"


def test_the_label_of_an_output_does_not_name_the_rule_of_another_source() -> None:
    """Pulumi would refuse two resources of one name without saying which setting is wrong."""
    block = {"cidr": pulumi.Output.from_input("10.4.0.0/16")}
    with pytest.raises(ConfigError, match="`office` and `10-3-0-0-16` have the same name"):
        network(allow_from={"office": "10.3.0.0/16", "10-3-0-0-16": block})


def test_outputs_are_handed_on_untouched() -> None:
    """The output of another resource has no value to check yet."""
    vpc, subnet, group, block = (pulumi.Output.from_input(text) for text in ("vpc", "subnet", "group", "block"))
    allow_from = {"app": {"security_group_id": group}, "office": {"cidr": block}}
    made = network(vpc_id=vpc, subnet_ids=[subnet, SUBNETS[0]], allow_from=allow_from)
    assert made.vpc_id is vpc
    assert made.subnet_ids == (subnet, SUBNETS[0])
    assert made.sources["app"].security_group_id is group
    assert made.sources["office"].cidr is block


def test_a_bare_output_is_a_source_of_a_kind_that_is_known_later() -> None:
    """Its label names the rule, unless a former name is written beside it."""
    group = pulumi.Output.from_input("sg")
    made = network(allow_from={"app": group, "office": {"output": group, "rule_name": "hq"}})
    assert [(source.output, source.rule(name)) for name, source in made.sources.items()] == [
        (group, "app"),
        (group, "hq"),
    ]
    assert network(allow_from=made.allow_from).sources == made.sources


def test_a_text_in_place_of_an_output_is_of_its_kind() -> None:
    """A program may have an output in one stack and a text in another."""
    made = network(allow_from={"office": {"output": "10.3.0.0/16", "rule_name": "hq"}})
    assert made.sources == {"office": Source(cidr="10.3.0.0/16", rule_name="hq")}


def test_what_exists_may_be_an_output() -> None:
    """Another stack's network, most often."""
    name, group = (pulumi.Output.from_input(text) for text in ("data", "group"))
    groups = pulumi.Output.from_input(["group"])
    made = given_network(subnet_group_name=name, security_group_ids=[group, GROUP])
    assert made.subnet_group_name is name
    assert made.security_group_ids == (group, GROUP)
    assert given_network(security_group_ids=groups).security_group_ids is groups


def test_each_of_the_two_groups_is_made_or_given() -> None:
    """All four combinations, each without what the other way needs."""
    assert network().subnet_group_name is None
    assert given_network().vpc_id is None
    made_rules = {"security_group_ids": None, "vpc_id": VPC, "allow_from": {"app": GROUP}}
    assert given_network(**made_rules).subnet_group_name == "data"
    assert given_network(subnet_group_name=None, subnet_ids=SUBNETS).security_group_ids == (GROUP,)


@pytest.mark.parametrize("name", ["default", "data", "1-data", "with space", "a.b_c"])
def test_names_of_subnet_groups_that_exist_are_accepted(name: str) -> None:
    """Also AWS's own `default`."""
    assert given_network(subnet_group_name=name).subnet_group_name == name


def test_what_is_missing_and_what_is_too_much_is_told_at_once() -> None:
    """The two pairs have nothing to do with each other."""
    with pytest.raises(ConfigError) as caught:
        NetworkConfig.model_validate({"subnet_group_name": "data", "subnet_ids": SUBNETS})
    assert [problem.refusal for problem in caught.value.problems] == [
        "subnets-both",
        "access-missing",
    ]


def test_a_wrong_one_of_a_pair_is_not_told_as_missing() -> None:
    """It was written, so the other is not required."""
    with pytest.raises(ConfigError) as caught:
        network(subnet_ids=["subnet"], allow_from={})
    assert [problem.refusal for problem in caught.value.problems] == [
        "subnet-id",
        "sources-none",
    ]


def test_the_subnets_may_be_one_output() -> None:
    """A network component exports its subnets as one list, of a length that is not known."""
    subnets = pulumi.Output.from_input(["subnet"])
    assert network(subnet_ids=subnets).subnet_ids is subnets


def test_an_output_that_is_listed_twice_is_not_looked_at() -> None:
    """A message about it would have nothing to show."""
    subnet = pulumi.Output.from_input("subnet")
    assert network(subnet_ids=[subnet, subnet]).subnet_ids == (subnet, subnet)


def test_two_outputs_are_not_taken_for_the_same_source() -> None:
    """Its value is unknown."""
    same = {"security_group_id": pulumi.Output.from_input("sg")}
    assert len(network(allow_from={"one": same, "two": same}).allow_from or {}) == 2


def test_a_plain_value_beside_outputs_is_checked() -> None:
    """One output must not switch the checks off."""
    with pytest.raises(ConfigError, match="not the ID of a subnet"):
        network(subnet_ids=[pulumi.Output.from_input("subnet"), "eu-west-1b"])
