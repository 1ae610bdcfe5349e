"""ElastiCache: where a replication group writes its logs and tells its events."""

from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import GROUPS, INVALID
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers
from orion_sandbox.api.overlay.elasticache.versions import DEFAULTS
from orion_sandbox.arns import Arn

RULES = Rules("elasticache")

FIRST_VERSION = {"slow-log": (6, 0), "engine-log": (6, 2)}
"""Of Redis OSS; every Valkey has both."""


@RULES.refuse("log-type", GROUPS, INVALID, "a kind of log that the version does not write", sources.REDIS_LOGS)
def log_type(request: Request, state: State) -> str | None:
    """Slow logs from 6.0, the engine's log from 6.2 on."""
    engine = caches.after(request, state, "Engine", "redis")
    version = caches.after(request, state, "EngineVersion") or DEFAULTS.get(engine, "")
    found = [each["LogType"] for each in request.get("LogDeliveryConfigurations", ()) if each.get("Enabled", True)]
    missing = [kind for kind in found if version[:1].isdigit() and _release(version) < FIRST_VERSION[kind]]
    return f"Log type {missing[0]} is not supported by {engine} {version}." if missing else None


@RULES.refuse("log-twice", GROUPS, INVALID, "one kind of log twice in a call", sources.REDIS_LOGS)
def log_twice(request: Request, _state: State) -> str | None:
    """Each goes to one destination."""
    kinds = [each["LogType"] for each in request.get("LogDeliveryConfigurations", ())]
    twice = [kind for kind in kinds if kinds.count(kind) > 1]
    return f"Log type {twice[0]} can be delivered to one destination only." if twice else None


@RULES.refuse("log-group", GROUPS, INVALID, "logs for a log group that does not exist", sources.REDIS_LOGS)
def log_group(request: Request, state: State) -> str | None:
    """ElastiCache makes none, other than RDS."""
    for each in request.get("LogDeliveryConfigurations", ()):
        details = each.get("DestinationDetails", {}).get("CloudWatchLogsDetails")
        if details and details.get("LogGroup") not in state.log_groups:
            return f"The destination log group does not exist: {details.get('LogGroup')}"
    return None


@RULES.refuse("topic", GROUPS, INVALID, "a topic that does not exist, or of another account")
def topic(request: Request, state: State) -> str | None:
    """Topics are there before their groups."""
    arn = request.get("NotificationTopicArn")
    if not arn or (Arn.read(arn) is not None and state.topic(arn) is not None):
        return None
    return f"Invalid notification topic ARN: {arn}"


def _release(version: str) -> tuple[int, ...]:
    return numbers(version.replace(".x", ".2"))
