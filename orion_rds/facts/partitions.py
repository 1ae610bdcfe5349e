"""Differences between AWS's partitions."""

from collections.abc import Mapping
from types import MappingProxyType

CONSOLE_HOSTS: Mapping[str, str] = MappingProxyType(
    {
        "aws": "console.aws.amazon.com",
        "aws-cn": "console.amazonaws.cn",
        "aws-us-gov": "console.amazonaws-us-gov.com",
    }
)
"""Host of the console, behind the region.

Source: https://docs.aws.amazon.com/general/latest/gr/rande.html
"""

DNS_SUFFIXES: Mapping[str, str] = MappingProxyType({"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn"})
"""Suffix of the names of services after the region; other partitions have that of `aws`, or their own.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""
