"""AWS's partitions: compared with what AWS's own SDK has."""

import json
from pathlib import Path
from typing import Any

import botocore
import pytest

from orion_rds.facts.partitions import PARTITIONS, REGIONS, partition_of

SDK: list[dict[str, Any]] = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())[
    "partitions"
]


def test_every_partition_of_the_sdk_is_there() -> None:
    """And no other."""
    assert {partition["id"] for partition in SDK} == set(PARTITIONS)


@pytest.mark.parametrize("partition", SDK, ids=lambda partition: partition["id"])
def test_a_partition_has_the_regions_and_the_suffix_of_the_sdk(partition: dict[str, Any]) -> None:
    """A region that is missing here would be warned of."""
    ours = PARTITIONS[partition["id"]]
    regions = {region for region in partition["regions"] if not region.endswith("global")}

    assert regions == ours.regions
    assert partition["outputs"]["dnsSuffix"] == ours.dns_suffix
    assert {partition_of(region) for region in regions} == {ours}


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-gov-central-1", "aws-us-gov"),
        ("us-central-1", "aws"),
        ("cn-east-1", "aws-cn"),
        ("eusc-fr-west-1", "aws-eusc"),
    ],
)
def test_a_later_region_is_in_the_partition_of_its_name(region: str, partition: str) -> None:
    """So that two partitions are told apart before the list has the region."""
    assert not REGIONS.has(region)
    assert partition_of(region).name == partition
