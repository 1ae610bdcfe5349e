"""Parameters of Valkey and Redis OSS on ElastiCache."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from orion_rds.facts import references
from orion_rds.facts.listed import Listed
from orion_rds.facts.misspelling import meant
from orion_rds.facts.parameter_values import GREATEST_INTEGER, Numbers, Values, Words
from orion_rds.facts.parameter_values import text as of_number

NAMES = frozenset({
    "acllog-max-len",
    "active-defrag-cycle-max",
    "active-defrag-cycle-min",
    "active-defrag-ignore-bytes",
    "active-defrag-max-scan-fields",
    "active-defrag-threshold-lower",
    "active-defrag-threshold-upper",
    "active-expire-effort",
    "activedefrag",
    "activerehashing",
    "appendfsync",
    "appendonly",
    "client-output-buffer-limit-normal-hard-limit",
    "client-output-buffer-limit-normal-soft-limit",
    "client-output-buffer-limit-normal-soft-seconds",
    "client-output-buffer-limit-pubsub-hard-limit",
    "client-output-buffer-limit-pubsub-soft-limit",
    "client-output-buffer-limit-pubsub-soft-seconds",
    "client-output-buffer-limit-replica-hard-limit",
    "client-output-buffer-limit-replica-soft-limit",
    "client-output-buffer-limit-replica-soft-seconds",
    "client-query-buffer-limit",
    "close-on-replica-write",
    "close-on-slave-write",
    "cluster-allow-pubsubshard-when-down",
    "cluster-allow-reads-when-down",
    "cluster-enabled",
    "cluster-require-full-coverage",
    "commandlog-execution-slower-than",
    "commandlog-large-reply-max-len",
    "commandlog-large-request-max-len",
    "commandlog-reply-larger-than",
    "commandlog-request-larger-than",
    "commandlog-slow-execution-max-len",
    "databases",
    "hash-max-listpack-entries",
    "hash-max-listpack-value",
    "hash-max-ziplist-entries",
    "hash-max-ziplist-value",
    "hll-sparse-max-bytes",
    "latency-tracking",
    "latency-tracking-info-percentiles",
    "lazyfree-lazy-eviction",
    "lazyfree-lazy-expire",
    "lazyfree-lazy-server-del",
    "lazyfree-lazy-user-del",
    "lazyfree-lazy-user-flush",
    "lfu-decay-time",
    "lfu-log-factor",
    "list-compress-depth",
    "list-max-listpack-size",
    "list-max-ziplist-size",
    "lua-time-limit",
    "maxclients",
    "maxmemory",
    "maxmemory-clients",
    "maxmemory-policy",
    "maxmemory-samples",
    "min-replicas-max-lag",
    "min-replicas-to-write",
    "min-slaves-max-lag",
    "min-slaves-to-write",
    "notify-keyspace-events",
    "proto-max-bulk-len",
    "rename-commands",
    "repl-backlog-size",
    "repl-backlog-ttl",
    "repl-timeout",
    "replica-allow-chaining",
    "replica-ignore-maxmemory",
    "replica-lazy-flush",
    "reserved-memory",
    "reserved-memory-percent",
    "search-fanout-target-mode",
    "search-query-timeout-ms",
    "set-max-intset-entries",
    "set-max-listpack-entries",
    "set-max-listpack-value",
    "slave-allow-chaining",
    "slowlog-log-slower-than",
    "slowlog-max-len",
    "stream-node-max-bytes",
    "stream-node-max-entries",
    "tcp-keepalive",
    "timeout",
    "tracking-table-max-keys",
    "zset-max-listpack-entries",
    "zset-max-listpack-value",
    "zset-max-ziplist-entries",
    "zset-max-ziplist-value",
})  # fmt: skip
"""Parameter names of all versions; later versions have others."""


def _never(name: str) -> str | None:
    right = meant(name, NAMES)
    return right and f"it resembles `{right}`"


PARAMETERS = Listed(
    name="redis-parameters",
    what="parameters of Valkey and Redis OSS",
    as_of=date(2026, 11, 28),
    source=references.ELASTICACHE_PARAMETERS,
    ask="aws elasticache describe-engine-default-parameters --cache-parameter-group-family FAMILY",
    has=NAMES.__contains__,
    never=_never,
)

SWITCH = Words(("yes", "no"))

VALUES: Mapping[str, Values] = MappingProxyType({
    **dict.fromkeys(
        (
            "activedefrag",
            "activerehashing",
            "appendonly",
            "close-on-replica-write",
            "cluster-allow-pubsubshard-when-down",
            "cluster-allow-reads-when-down",
            "cluster-require-full-coverage",
            "latency-tracking",
            "lazyfree-lazy-eviction",
            "lazyfree-lazy-expire",
            "lazyfree-lazy-server-del",
            "lazyfree-lazy-user-del",
            "lazyfree-lazy-user-flush",
            "replica-ignore-maxmemory",
            "replica-lazy-flush",
        ),
        SWITCH,
    ),
    "appendfsync": Words(("always", "everysec", "no")),
    "maxmemory-policy": Words((
        "volatile-lru",
        "allkeys-lru",
        "volatile-lfu",
        "allkeys-lfu",
        "volatile-random",
        "allkeys-random",
        "volatile-ttl",
        "noeviction",
    )),
    "maxmemory-samples": Numbers(1, GREATEST_INTEGER),
    "reserved-memory-percent": Numbers(0, 100),
    "tcp-keepalive": Numbers(0, GREATEST_INTEGER, "seconds"),
    "timeout": Numbers(0, GREATEST_INTEGER, "seconds"),
})  # fmt: skip
"""Accepted values, where they are known and the same in every version.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
"""


def is_full_by_design(maxmemory_policy: str | None) -> bool:
    """Whether Redis may evict any key to store a new one: the memory of such a cache fills up and stays full.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
    """
    return maxmemory_policy is not None and maxmemory_policy.startswith("allkeys-")


def text(value: str | float | bool) -> str:
    """Return a value as ElastiCache expects it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return of_number(value)
