"""Which ids a stack's configuration names, and what belongs to what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_sandbox.references import DEFAULT_ACCOUNT, PrefixList, References, Vpc, references

VPC, OTHER_VPC = "vpc-0a1b2c3d4e5f60718", "vpc-0b1b2c3d4e5f60718"
SUBNET, OTHER_SUBNET = "subnet-0a1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"
GROUP = "sg-0a1b2c3d4e5f60718"
KEY = "arn:aws:kms:eu-west-1:210987654321:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
TOPIC = "arn:aws:sns:us-east-1:123456789012:database-alarms"


def find(database: Any) -> References:
    """Walk a stack file that holds this one value."""
    return references({"aws:region": "us-east-1", "orion-rds:database": database}, "us-east-1")


def test_a_configuration_that_names_nothing_needs_nothing() -> None:
    """Names, windows and CIDR blocks are no ids."""
    found = find({"project": "orion", "network": {"allow_from": {"office": "10.0.0.0/16"}}, "port": 5432, "x": None})

    assert found == References(account=DEFAULT_ACCOUNT)


def test_a_vpc_owns_what_its_mapping_names() -> None:
    """At any depth below it."""
    found = find(
        {
            "network": {
                "vpc_id": VPC,
                "subnet_ids": [SUBNET, OTHER_SUBNET],
                "allow_from": {"app": GROUP, "jobs": {"security_group_id": "sg-0b1b2c3d4e5f60718"}},
            }
        }
    )

    assert found.vpcs == (Vpc(VPC, "us-east-1", (SUBNET, OTHER_SUBNET), (GROUP, "sg-0b1b2c3d4e5f60718")),)


def test_what_stands_beside_a_network_is_in_its_vpc() -> None:
    """Redis names subnets of its own in the database's VPC; another database has another one."""
    one = {"network": {"vpc_id": VPC}, "redis": {"network": {"subnet_ids": [SUBNET]}}}
    other = {"network": {"vpc_id": OTHER_VPC}}

    first, _ = references({"a:database": one, "b:database": other}, "us-east-1").vpcs

    assert (first.id, first.subnets) == (VPC, (SUBNET,))


def test_every_vpc_owns_its_own() -> None:
    """Each id belongs to the nearest."""
    found = find(
        {
            "network": {
                "vpc_id": VPC,
                "subnet_ids": [SUBNET],
                "peer": {"vpc_id": OTHER_VPC, "subnet_ids": [OTHER_SUBNET]},
            }
        }
    )

    assert found.vpcs == (Vpc(VPC, "us-east-1", (SUBNET,)), Vpc(OTHER_VPC, "us-east-1", (OTHER_SUBNET,)))


def test_the_nearest_region_holds() -> None:
    """A second region is a section with a `region`; its network is not the first one's."""
    found = find(
        {
            "vpc_id": VPC,
            "subnet_ids": [SUBNET],
            "disaster_recovery": {
                "region": "us-west-2",
                "network": {"vpc_id": OTHER_VPC, "subnet_ids": [OTHER_SUBNET]},
            },
        }
    )

    assert found.vpcs == (Vpc(VPC, "us-east-1", (SUBNET,)), Vpc(OTHER_VPC, "us-west-2", (OTHER_SUBNET,)))


@pytest.mark.parametrize("region", ["us-west2", "us-wset-2", "europe", ""])
def test_what_is_no_region_says_nothing_about_one(region: str) -> None:
    """The program refuses it in its own words, or means something else by it."""
    (vpc,) = find({"vpc_id": VPC, "subnet_ids": [SUBNET], "region": region}).vpcs

    assert vpc.region == "us-east-1"


def test_everything_in_a_second_region_is_of_that_region() -> None:
    """Subnet groups and prefix lists too; ARNs carry their own region."""
    key, topic = (text.replace("eu-west-1", "us-west-2").replace("us-east-1", "us-west-2") for text in (KEY, TOPIC))
    found = find(
        {
            "network": {"vpc_id": VPC, "subnet_group_name": "data"},
            "encryption": {"kms_key_arn": KEY},
            "backup": {"copies": {"region": "us-west-2", "kms_key_arn": key}},
            "redis": {"network": {"subnet_ids": [SUBNET]}},
            "disaster_recovery": {
                "region": "us-west-2",
                "network": {"subnet_group_name": "data", "allow_from": {"app": GROUP, "office": "pl-0a1b2c3d"}},
                "encryption": {"kms_key_arn": key},
                "topic_arns": [topic],
            },
        }
    )

    here, there = found.vpcs
    assert (here.id, here.region) == (VPC, "us-east-1")
    assert SUBNET in here.subnets
    assert (there.region, there.security_groups) == ("us-west-2", (GROUP,))
    assert [(group.name, group.region) for group in found.subnet_groups] == [
        ("data", "us-east-1"),
        ("data", "us-west-2"),
    ]
    assert set(found.subnet_groups[1].subnets) == set(there.subnets)
    assert found.prefix_lists == (PrefixList("pl-0a1b2c3d", "us-west-2"),)
    assert (found.kms_keys, found.topics) == ((KEY, key), (topic,))


def test_a_vpc_does_not_reach_into_another_region() -> None:
    """Not even over a section that stands inside its own."""
    found = find({"vpc_id": VPC, "elsewhere": {"region": "us-west-2", "subnet_ids": [SUBNET]}})

    first, second = found.vpcs
    assert first == Vpc(VPC, "us-east-1")
    assert second.region == "us-west-2"
    assert second.subnets == (SUBNET,)
    assert second.id != VPC


def test_what_has_no_vpc_around_it_joins_the_regions_only_vpc() -> None:
    """A cache's subnets beside the network section lie in the same VPC."""
    found = find({"network": {"vpc_id": VPC, "subnet_ids": [SUBNET]}, "redis": {"subnet_ids": [SUBNET, OTHER_SUBNET]}})

    assert found.vpcs == (Vpc(VPC, "us-east-1", (SUBNET, OTHER_SUBNET)),)


def test_what_has_no_vpc_at_all_gets_one() -> None:
    """The same one at every run, and another in another region."""
    section = {"subnet_ids": [SUBNET], "allow_from": {"app": GROUP}}
    here, there = find({**section, "disaster_recovery": {"region": "us-west-2", **section}}).vpcs

    assert (here.subnets, here.security_groups, here.region) == ((SUBNET,), (GROUP,), "us-east-1")
    assert (there.subnets, there.security_groups, there.region) == ((SUBNET,), (GROUP,), "us-west-2")
    assert here.id != there.id
    assert find(section).vpcs == (here,)


def test_between_two_vpcs_nothing_is_guessed() -> None:
    """A subnet that could be in either gets a VPC of its own."""
    found = find({"a": {"vpc_id": VPC}, "b": {"vpc_id": OTHER_VPC}, "subnet_ids": [SUBNET]})

    assert [vpc.subnets for vpc in found.vpcs if vpc.id in (VPC, OTHER_VPC)] == [(), ()]
    assert [vpc.subnets for vpc in found.vpcs if vpc.id not in (VPC, OTHER_VPC)] == [(SUBNET,)]


def test_keys_and_topics_are_taken_by_arn() -> None:
    """They carry their own region and account. An alias is no key, a subscription no topic."""
    alias, subscription = KEY.replace("key/", "alias/"), f"{TOPIC}:0a1b2c3d"

    found = find({"encryption": {"kms_key_arn": KEY}, "topics": [TOPIC, TOPIC], "not": [alias, subscription]})

    assert (found.kms_keys, found.topics) == ((KEY,), (TOPIC,))


@pytest.mark.parametrize(("arns", "account"), [([KEY, TOPIC], "210987654321"), ([TOPIC, KEY], "123456789012")])
def test_the_first_arn_decides_the_account(arns: list[str], account: str) -> None:
    """The API answers for one account; keys of another are made there."""
    assert find(arns).account == account


def test_an_arn_without_an_account_decides_nothing() -> None:
    """S3's have none."""
    assert find(["arn:aws:s3:::bucket", KEY]).account == "210987654321"


def test_prefix_lists_are_found() -> None:
    """They are one kind of ingress source."""
    assert find({"allow_from": {"cdn": "pl-0a1b2c3d"}}).prefix_lists == (PrefixList("pl-0a1b2c3d", "us-east-1"),)


def test_secret_values_name_nothing() -> None:
    """They are ciphertext in the stack file."""
    assert find({"password": {"secure": "v1:abc:def"}}) == References()


def test_the_seed_request_holds_everything_but_the_account() -> None:
    """As `orion_sandbox.api.seed_request` reads it."""
    found = find({"vpc_id": VPC, "subnet_ids": [SUBNET], "from": [GROUP, "pl-0a1b2c3d"], "arns": [KEY, TOPIC]})

    assert found.as_json() == {
        "vpcs": [{"id": VPC, "region": "us-east-1", "subnets": [SUBNET], "security_groups": [GROUP], "named": True}],
        "prefix_lists": [{"id": "pl-0a1b2c3d", "region": "us-east-1"}],
        "kms_keys": [KEY],
        "topics": [TOPIC],
        "subnet_groups": [],
    }


def test_a_subnet_group_that_exists_gets_subnets_in_the_vpc_of_its_neighbours() -> None:
    """Its cluster's security groups must be in the same VPC."""
    found = find({"network": {"subnet_group_name": "data", "security_group_ids": [GROUP]}})

    (group,), (vpc,) = found.subnet_groups, found.vpcs
    assert (group.name, group.region) == ("data", "us-east-1")
    assert len(set(group.subnets)) == 3
    assert set(vpc.subnets) == set(group.subnets)
    assert vpc.security_groups == (GROUP,)
    assert not vpc.named
    assert find({"network": {"subnet_group_name": "data"}}).subnet_groups == found.subnet_groups, "the same every time"


def test_a_subnet_group_below_redis_is_one_of_elasticache() -> None:
    """The two services keep groups of their own, whose names may be the same."""
    found = find({"network": {"subnet_group_name": "data"}, "redis": {"network": {"subnet_group_name": "data"}}})

    assert [(group.name, group.service) for group in found.subnet_groups] == [("data", "rds"), ("data", "elasticache")]
    assert set(found.vpcs[0].subnets) == set(found.subnet_groups[1].subnets)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([VPC, SUBNET, GROUP, KEY, TOPIC]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["vpc_id", "region", "subnet_ids", "x"]), inner),
    max_leaves=12,
)


@given(values)
def test_any_configuration_is_walked_and_every_subnet_has_a_home(value: Any) -> None:
    """The walk comes before validation, so it meets everything that YAML can say."""
    found = find(value)

    homes = [(vpc.region, subnet) for vpc in found.vpcs for subnet in vpc.subnets]
    assert bool(homes) == (SUBNET in strings(value))
    assert len({(vpc.region, vpc.id) for vpc in found.vpcs}) == len(found.vpcs)


def strings(value: Any) -> set[str]:
    """Collect the strings among the values."""
    match value:
        case str():
            return {value}
        case dict():
            return {each for inner in value.values() for each in strings(inner)}
        case list():
            return {each for inner in value for each in strings(inner)}
        case _:
            return set()
