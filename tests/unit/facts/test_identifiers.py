"""Forms and lengths of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.facts import identifiers
from orion_rds.facts.identifiers import IDENTIFIERS, Identifier


@pytest.mark.parametrize("identifier", IDENTIFIERS.values(), ids=lambda identifier: identifier.name)
def test_the_example_of_an_identifier_is_right(identifier: Identifier) -> None:
    """Messages show it."""
    assert identifier.accepts(identifier.example)
    assert identifier.source.startswith("https://")


def test_every_identifier_is_in_the_table() -> None:
    """These tests read the table."""
    assert {value for value in vars(identifiers).values() if isinstance(value, Identifier)} == set(IDENTIFIERS.values())


@pytest.mark.parametrize(
    ("identifier", "wrong"),
    [
        (identifiers.CLUSTER, ["1a", "a-", "a--b", "A", "a_b", "", "a" * 64]),
        (identifiers.PARAMETER_GROUP, ["a.b", "a" * 256]),
        (identifiers.SUBNET_GROUP, ["default", "1a", "a/b"]),
        (identifiers.FINAL_SNAPSHOT, ["a--b", "a-", "1a", "a" * 256]),
        (identifiers.SECRET, ["a b", "orion-abcdef", "a" * 513]),
        (identifiers.PARAMETER, ["a/b", "/a b", "/a/", "/" + "a" * 1011]),
        (identifiers.IAM_ROLE, ["a/b", "rôle", "a" * 65]),
        (identifiers.LOG_GROUP_NAME, ["a b", "a:b"]),
        (identifiers.PREFIX, ["a" * 35]),
        (identifiers.REDIS, ["1a", "a-", "a--b", "a_b", "a" * 41]),
        (identifiers.REDIS_USER, ["1a", "a_b", "a" * 41]),
        (identifiers.REDIS_GROUP, ["redis6.x", "A", "a" * 256]),
        (identifiers.REDIS_PARAMETER, ["maxmemory_policy", "Timeout", "-a"]),
        (identifiers.VPC_ID, ["vpc-1", "vpc-0A1B2C3D", "vpc-0a1b2c3d4e5f607180"]),
        (identifiers.KMS_KEY_ARN, ["arn:aws:kms:us-east-1:123456789012:alias/a", "arn:aws:s3:::bucket"]),
    ],
    ids=lambda value: value.name if isinstance(value, Identifier) else None,
)
def test_what_aws_refuses_is_not_accepted(identifier: Identifier, wrong: list[str]) -> None:
    """One case for each clause of the rule."""
    assert [text for text in wrong if identifier.accepts(text)] == []


@given(project=st.from_regex(identifiers.PREFIX_PART.pattern, fullmatch=True).filter(lambda text: len(text) <= 17))
def test_a_prefix_leads_to_names_that_aws_accepts(project: str) -> None:
    """The narrowest form comes first, so that no later name can fail."""
    prefix = f"{project}-{'e' * 16}"
    assert identifiers.PREFIX.accepts(prefix)
    assert len(f"{prefix}-redis") <= 40
    assert identifiers.CLUSTER.accepts(f"{prefix}-aurora")
    assert identifiers.IAM_ROLE.accepts(f"{prefix}-rds-monitoring")
