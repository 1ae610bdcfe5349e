"""ElastiCache: encryption at rest and on the way."""

from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.keys import usable_key
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers

RULES = Rules("elasticache")

TLS, MODE = "TransitEncryptionEnabled", "TransitEncryptionMode"
PREFERRED = "preferred"
TLS_IN_PLACE = (7, 0, 5)


@RULES.refuse(
    "key-without-encryption", CREATE, COMBINATION, "a KMS key without encryption at rest", sources.REDIS_AT_REST
)
def key_without_encryption(request: Request, _state: State) -> str | None:
    """What is not encrypted needs no key."""
    encrypted = request.get("AtRestEncryptionEnabled", request.get("Engine") == "valkey")
    if encrypted or not request.get("KmsKeyId"):
        return None
    return "KmsKeyId can be specified only when AtRestEncryptionEnabled is true."


@RULES.refuse(
    "key", CREATE, "InvalidKMSKeyFault", "a KMS key that does not exist or is not enabled", sources.REDIS_AT_REST
)
def key(request: Request, state: State) -> str | None:
    """ElastiCache uses it in the caller's name."""
    identifier = request.get("KmsKeyId")
    if identifier is None or usable_key(identifier, state):
        return None
    return f"The KMS key supplied is not valid: {identifier}"


@RULES.refuse(
    "tls-unstated",
    CREATE,
    COMBINATION,
    "Valkey without `TransitEncryptionEnabled`, on or off",
    sources.REDIS_TLS_UNSTATED,
)
def tls_unstated(request: Request, _state: State) -> str | None:
    """Redis OSS has it off where nothing is said; Valkey has no default."""
    if request.get("Engine") != "valkey" or TLS in request:
        return None
    return "TransitEncryptionEnabled must be specified for engine valkey."


@RULES.refuse("tls-mode", CREATE, COMBINATION, "`TransitEncryptionMode` without TLS", sources.REDIS_TLS)
def tls_mode(request: Request, _state: State) -> str | None:
    """The mode is TLS's."""
    if not request.get(MODE) or request.get(TLS):
        return None
    return "TransitEncryptionMode can be specified only when TransitEncryptionEnabled is true."


@RULES.refuse("tls-on", MODIFY, COMBINATION, "TLS for a group that runs without it, other than `preferred` first")
def tls_on(request: Request, state: State) -> str | None:
    """Clients get the time to follow."""
    group = caches.running(request, state)
    if not group or group[TLS] or not (request.get(TLS) or request.get(MODE)):
        return None
    if request.get(TLS) and request.get(MODE) == PREFERRED:
        return None
    return (
        "To enable encryption in transit, set TransitEncryptionEnabled to true and TransitEncryptionMode to preferred."
    )


@RULES.refuse(
    "tls-version", MODIFY, COMBINATION, "TLS on or off for a group that runs a version before 7.0.5", sources.REDIS_TLS
)
def tls_version(request: Request, state: State) -> str | None:
    """Others are made anew."""
    version = caches.running(request, state).get("common", {}).get("EngineVersion")
    if version is None or numbers(version) >= TLS_IN_PLACE or not request.keys() & {TLS, MODE}:
        return None
    return f"Modification of transit encryption is not supported for engine version {version}."


@RULES.refuse(
    "tls-with-access-control",
    MODIFY,
    COMBINATION,
    "`TransitEncryptionEnabled`, even as it is, for a group with a token or users",
    sources.REDIS_TLS_ACCESS_CONTROL,
)
def tls_with_access_control(request: Request, state: State) -> str | None:
    """Passwords do not go unencrypted."""
    group = caches.running(request, state)
    if TLS not in request or not (group.get("AuthTokenEnabled") or group.get("UserGroupIds")):
        return None
    return "Modification of transit encryption is not supported for access control enabled clusters."


@RULES.refuse("tls-off", MODIFY, COMBINATION, "TLS off in a group where it is `required`", sources.REDIS_TLS)
def tls_off(request: Request, state: State) -> str | None:
    """Likewise, the other way."""
    group = caches.running(request, state)
    if request.get(TLS, True) or not group.get(TLS) or group.get(MODE) == PREFERRED:
        return None
    return "To disable encryption in transit, TransitEncryptionMode must be preferred first."


@RULES.refuse(
    "tls-preferred-with-access-control",
    GROUPS,
    COMBINATION,
    "`preferred` together with a token or a user group",
    sources.REDIS_TLS_PREFERRED,
)
def tls_preferred(request: Request, state: State) -> str | None:
    """Passwords do not go unencrypted."""
    if request.get(MODE) != PREFERRED:
        return None
    group = caches.running(request, state)
    asked = (request.get(member) for member in ("AuthToken", "UserGroupIds", "UserGroupIdsToAdd"))
    if any(asked) or group.get("AuthTokenEnabled") or group.get("UserGroupIds"):
        return "Transit encryption preferred is not supported with redis access control."
    return None


@RULES.refuse(
    "network-type", CREATE, INVALID, "a network type with IPv6 in subnets without it", sources.REDIS_NETWORK_TYPE
)
def network_type(request: Request, state: State) -> str | None:
    """Addresses come from the subnets."""
    kind, group = request.get("NetworkType", "ipv4"), caches.subnet_group(state, request.get("CacheSubnetGroupName"))
    if kind == "ipv4" or group is None:
        return None
    without = [one for one in group.subnet_ids if not _has_ipv6(state, one)]
    return f"Network type {kind} is not supported by subnet {without[0]}." if without else None


def _has_ipv6(state: State, subnet: str) -> bool:
    found = state.subnet(subnet)
    return bool(found is not None and found.ipv6_cidr_block_associations)
