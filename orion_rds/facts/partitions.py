"""AWS's partitions, and their regions."""

import re
from dataclasses import dataclass
from datetime import date

from orion_rds.facts import references
from orion_rds.facts.listed import Listed
from orion_rds.facts.tables import table


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition: a group of regions with separate accounts. Nothing is copied or replicated between partitions."""

    name: str
    region_form: str
    """Regular expression of the names of its regions, later ones included."""

    regions: frozenset[str]
    dns_suffix: str
    """DNS suffix of service names, after the region."""

    console: str | None
    """Host of the console, after the region; None if AWS does not publish it."""

    source: str = "https://docs.aws.amazon.com/general/latest/gr/rande.html"


_PLACES = {
    "af": "south-1",
    "ap": "east-1 east-2 northeast-1 northeast-2 northeast-3 south-1 south-2 southeast-1 southeast-2 southeast-3 "
    "southeast-4 southeast-5 southeast-6 southeast-7",
    "ca": "central-1 west-1",
    "eu": "central-1 central-2 north-1 south-1 south-2 west-1 west-2 west-3",
    "il": "central-1",
    "me": "central-1 south-1 west-1",
    "mx": "central-1",
    "sa": "east-1 west-1",
    "us": "east-1 east-2 west-1 west-2",
}
_AWS = frozenset(f"{area}-{place}" for area, places in _PLACES.items() for place in places.split())

PARTITIONS = table(
    lambda partition: partition.name,
    Partition("aws-cn", r"cn-.+", frozenset({"cn-north-1", "cn-northwest-1"}), "amazonaws.com.cn",
              "console.amazonaws.cn"),
    Partition("aws-us-gov", r"us-gov-.+", frozenset({"us-gov-east-1", "us-gov-west-1"}), "amazonaws.com",
              "console.amazonaws-us-gov.com"),
    Partition("aws-iso", r"us-iso-.+", frozenset({"us-iso-east-1", "us-iso-west-1"}), "c2s.ic.gov", None),
    Partition("aws-iso-b", r"us-isob-.+", frozenset({"us-isob-east-1", "us-isob-west-1"}), "sc2s.sgov.gov", None),
    Partition("aws-iso-e", r"eu-isoe-.+", frozenset({"eu-isoe-west-1"}), "cloud.adc-e.uk", None),
    Partition("aws-iso-f", r"us-isof-.+", frozenset({"us-isof-east-1", "us-isof-south-1"}), "csp.hci.ic.gov", None),
    Partition("aws-eusc", r"eusc-.+", frozenset({"eusc-de-east-1"}), "amazonaws.eu", "console.amazonaws-eusc.eu"),
    Partition("aws", r".+", _AWS, "amazonaws.com", "console.aws.amazon.com"),
)  # fmt: skip
"""The partitions by name. `aws` is last, because it has every other region: their names have no common prefix."""

CHINA = "aws-cn"

_COMPASS = r"[a-z]{2,}(-[a-z]+)*-(central|(north|south)?(east|west)?)-\d"
"""The form of all region names so far."""


def names() -> frozenset[str]:
    """Return the names of all regions."""
    return frozenset(name for partition in PARTITIONS.values() for name in partition.regions)


def partition_of(region: str) -> Partition:
    """Return the partition of a region, from its name, as AWS's SDKs do."""
    return next(each for each in PARTITIONS.values() if re.fullmatch(each.region_form, region, re.ASCII))


def _never(region: str) -> str | None:
    if re.fullmatch(_COMPASS, region, re.ASCII) is None or "--" in region:
        return "AWS names a region by its area, a point of the compass and a digit"
    return None


REGIONS = Listed(
    name="regions",
    what="regions of AWS",
    as_of=date(2026, 11, 28),
    source=references.AVAILABILITY_ZONES,
    ask="aws account list-regions",
    has=lambda region: region in names(),
    never=_never,
)
