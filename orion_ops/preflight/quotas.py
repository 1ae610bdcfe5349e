"""Check of the quotas of a region."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from orion_ops.preflight.findings import Account, Findings
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site

RDS_QUOTAS = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html"
ELASTICACHE_QUOTAS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html"
NODES_PER_REGION = "L-DFE45DF3"


def _event_subscriptions(site: Site) -> int:
    """Return the number: one for the cluster, and one for its instances."""
    return (2 if site.fleet else 1) if site.config.events.mode == "own" else 0


OF_RDS: Mapping[str, Callable[[Site], int]] = MappingProxyType({
    "DBClusters": lambda site: int(site.adopted is None),
    "DBInstances": lambda site: len(site.fleet) - len(site.adopted.instances if site.adopted else ()),
    "DBSubnetGroups": lambda site: int(site.network.subnet_group_name is None),
    "DBClusterParameterGroups": lambda _site: 1,
    "DBParameterGroups": lambda _site: 1,
    "EventSubscriptions": _event_subscriptions,
})  # fmt: skip
"""RDS quotas by name, and the number that a region needs.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html
"""


def quotas(account: Account, findings: Findings) -> None:
    """Check the quotas of each region."""
    for site in account.sites:
        with findings.reading():
            region = account.region(site)
            described = account.aws.pages("rds", "describe_account_attributes", "AccountQuotas", region)
            by_name = {each["AccountQuotaName"]: each for each in described}
            for name, count in OF_RDS.items():
                if quota := by_name.get(name):
                    path = "instances" if name == "DBInstances" else "environment"
                    path = path if site.region is None else "disaster_recovery"
                    _check(
                        findings, path, f"{name} of RDS", region, count(site), quota["Used"], quota["Max"], RDS_QUOTAS
                    )
    if redis := account.config.redis:
        with findings.reading():
            needed = len(expected_nodes(account.sites[0].redis_identifier, redis))
            quota = account.aws.call(
                "service-quotas", "get_service_quota", ServiceCode="elasticache", QuotaCode=NODES_PER_REGION
            )["Quota"]
            nodes = account.existing("elasticache", "describe_cache_clusters", "CacheClusters")
            used = sum(each.get("NumCacheNodes", 1) for each in nodes)
            region, maximum = account.aws.region, int(quota["Value"])
            _check(findings, "redis", "nodes of ElastiCache", region, needed, used, maximum, ELASTICACHE_QUOTAS)


def _check(
    findings: Findings, path: str, what: str, region: str, needed: int, used: int, maximum: int, source: str
) -> None:
    if used + needed > maximum:
        findings.add(
            "quota",
            path,
            needed,
            why=f"The quota of {region} for {what} is {maximum}, of which {used} are used.",
            fix="Delete unused resources, or request an increase: https://console.aws.amazon.com/servicequotas.",
            source=source,
        )
