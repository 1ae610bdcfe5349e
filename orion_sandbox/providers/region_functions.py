"""Functions of the SDK whose results depend on the region only."""

from collections.abc import Callable, Mapping

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.values import Values


def _region(name: str) -> Values:
    return {"id": name, "name": name, "region": name, "endpoint": f"ec2.{name}.{_suffix(name)}"}


def _partition(region: str) -> Values:
    name = Caller("sts", region).partition
    reverse = ".".join(reversed(_suffix(region).split(".")))
    return {"id": name, "partition": name, "dnsSuffix": _suffix(region), "reverseDnsPrefix": reverse}


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if Caller("sts", region).partition == "aws-cn" else "amazonaws.com"


OF_REGION: Mapping[str, Callable[[str], Values]] = {
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
}
"""Pulumi's token to a function that returns the results for a region."""
