"""What an ARN says, and what is no ARN."""

import pytest

from orion_rds.facts.arns import Home, home, in_region, read, region_of

CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:orion-prod-aurora"


@pytest.mark.parametrize("missing", [None, "", "cluster_arn", "arn:aws:rds", "a:b:c:d:e:f", object()])
def test_what_is_no_arn_says_nothing(missing: object) -> None:
    """Mocks have no ARN, or a text in its place, and an output is not known yet."""
    assert read(missing) is None
    assert region_of(missing) is None


def test_an_arn_says_where_a_resource_is() -> None:
    """An ARN of IAM has no region."""
    assert read(CLUSTER) == Home("aws", "us-east-1", "123456789012")
    assert region_of(CLUSTER) == "us-east-1"
    assert region_of("arn:aws:iam::123456789012:role/orion") is None


def test_a_resource_is_in_the_region_that_is_said() -> None:
    """The account is that of the cluster, and a key of the second region is used through services there."""
    assert home(CLUSTER, "us-west-2") == Home("aws", "us-west-2", "123456789012")
    assert in_region(CLUSTER, "us-west-2") == CLUSTER.replace("us-east-1", "us-west-2")


def test_a_bare_id_of_a_key_is_told_from_an_arn() -> None:
    """Another resource has both, and only `pulumi up` sees which was given."""
    with pytest.raises(ValueError, match="'1a1b2c3d' is not an ARN: give the `arn` of the key"):
        home("1a1b2c3d")
