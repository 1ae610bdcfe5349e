"""The settings of a provider of a program."""

import pytest

from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import Refused


@pytest.mark.parametrize("region", ["us-east1", "US-EAST-1", "eu-west-1a", "frankfurt"])
def test_a_region_that_aws_cannot_have_is_refused(region: str) -> None:
    """Before a call is made in it."""
    with pytest.raises(Refused, match=f"invalid AWS Region: {region}"):
        Aws().configure({"region": region})


@pytest.mark.parametrize(
    "settings", [{}, {"region": "eu-central-1"}, {"region": "cn-north-1"}, {"region": "us-east-9"}]
)
def test_a_region_that_aws_has_or_may_have_is_taken(settings: dict[str, str]) -> None:
    """AWS opens regions."""
    Aws().configure(settings)
