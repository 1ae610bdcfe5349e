"""Service Quotas: moto has those of VPC only."""

from collections.abc import Callable
from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

QUOTAS = {("elasticache", "L-DFE45DF3"): ("Nodes per Region", 300.0)}
"""Name and default value by service and quota code.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
"""


@PATCHES.around(ServiceQuotasBackend)
def get_service_quota(
    original: Callable[..., dict[str, Any]], backend: ServiceQuotasBackend, service_code: str, quota_code: str
) -> dict[str, Any]:
    """Return a default quota."""
    if (service_code, quota_code) not in QUOTAS:
        return original(backend, service_code=service_code, quota_code=quota_code)
    name, value = QUOTAS[service_code, quota_code]
    return {
        "ServiceCode": service_code,
        "QuotaCode": quota_code,
        "QuotaName": name,
        "Value": value,
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }
