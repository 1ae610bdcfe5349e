"""Subnets and sources of traffic."""

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from orion_rds.config import NetworkConfig, Source

VPC = "vpc-0a1b2c3d4e5f60718"
SUBNETS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]
GROUP = "sg-0a1b2c3d4e5f60718"


def network(**settings: Any) -> NetworkConfig:
    """Make the section of a mapping, as parsing does."""
    return NetworkConfig.model_validate({"vpc_id": VPC, "subnet_ids": SUBNETS, "allow_from": {"app": GROUP}} | settings)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (GROUP, Source(security_group_id=GROUP)),
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
    """Another spelling would show as a change for ever."""
    assert network(allow_from={"it": written}).allow_from["it"].cidr == given_back


@pytest.mark.parametrize("block", ["0.0.0.0/0", "::/0", "0:0::/0", "0.0.0.0/0.0.0.0"])
def test_everyone_is_refused_however_it_is_written(block: str) -> None:
    """A database that the world can reach is the mistake to prevent."""
    with pytest.raises(ValidationError, match="every address there is"):
        network(allow_from={"it": block})


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0/8", "999.1.1.1/8", "fd00::/129", "10.0.0.0/"])
def test_what_is_no_block_is_refused(text: str) -> None:
    """It looks like addresses, so it is told as such."""
    with pytest.raises(ValidationError, match="not a block"):
        network(allow_from={"it": text})


@pytest.mark.parametrize("name", ["app", "10-net", "office-2", "a"])
def test_these_names_of_sources_are_accepted(name: str) -> None:
    """A digit may come first."""
    assert list(network(allow_from={name: GROUP}).allow_from) == [name]


@pytest.mark.parametrize("name", ["App", "a_b", "a--b", "-a", "a-", "a.b", ""])
def test_other_names_of_sources_are_refused(name: str) -> None:
    """They go into the names of resources."""
    with pytest.raises(ValidationError, match="part of the name of a resource"):
        network(allow_from={name: GROUP})


def test_outputs_are_handed_on_untouched() -> None:
    """What another resource produces has no value to check yet."""
    vpc, subnet, group, block = (pulumi.Output.from_input(text) for text in ("vpc", "subnet", "group", "block"))
    allow_from = {"app": {"security_group_id": group}, "office": {"cidr": block}}
    made = network(vpc_id=vpc, subnet_ids=[subnet, SUBNETS[0]], allow_from=allow_from)
    assert made.vpc_id is vpc
    assert list(made.subnet_ids) == [subnet, SUBNETS[0]]  # pyright: ignore[reportArgumentType]
    assert made.allow_from["app"].security_group_id is group
    assert made.allow_from["office"].cidr is block


def test_the_subnets_may_be_one_output() -> None:
    """A network component exports its subnets as one list, of a length that is not known."""
    subnets = pulumi.Output.from_input(["subnet"])
    assert network(subnet_ids=subnets).subnet_ids is subnets


def test_two_outputs_are_not_taken_for_the_same_source() -> None:
    """Nobody knows yet."""
    same = {"security_group_id": pulumi.Output.from_input("sg")}
    assert len(network(allow_from={"one": same, "two": same}).allow_from) == 2


def test_a_plain_value_beside_outputs_is_checked() -> None:
    """One output must not switch the checks off."""
    with pytest.raises(ValidationError, match="not the id of a subnet"):
        network(subnet_ids=[pulumi.Output.from_input("subnet"), "eu-west-1b"])
