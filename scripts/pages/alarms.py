"""The generated part of the page of alarms."""

from collections.abc import Iterator, Mapping
from typing import Literal

from orion_rds.config.alarm import AlarmConfig, alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig, RedisCpuAlarm
from orion_rds.facts.alarms import AlarmDefinition, Capacity, MissingData, Scope, Share, Subject
from scripts.pages.markdown import GENERATED, rows

END = "<!-- End of the table. -->\n"
HEAD = ("Setting", "Metric", "For", "Goes off", "Default", "Needs", "Notifies", "Without data")
WHAT_TO_DO = """\
## What to do when an alarm goes off

Each line is the description of the alarm in CloudWatch, which the alarm's notification contains. The notification of a
composite alarm names the alarm.
"""

SCOPES: Mapping[Scope, str] = {
    "role": "the writer, the readers",
    "cluster": "the cluster",
    "instance": "each instance",
    "node": "each node",
}
CAPACITIES: Mapping[Capacity, str] = {
    "max_connections": "`max_connections`",
    "maxclients": "the connections that the node accepts",
    "memory_bytes": "the smallest instance's memory",
    "vcpus": "the instance's vCPUs",
}
NOTIFIES: Mapping[Subject | Literal["of the role"] | None, str] = {
    "of the role": "with its role's",
    "writer": "with the writer's",
    "readers": "with the readers'",
    "instances": "with the other instances'",
    "redis": "with CPU and connections of all nodes",
    "redis-memory": "with the memory of all nodes",
    "redis-evictions": "with the evictions of all nodes",
    "redis-replication": "with the lag of all nodes",
    None: "by itself",
}
WITHOUT_DATA: Mapping[MissingData, str] = {
    "missing": "insufficient data",
    "notBreaching": "OK",
    "ignore": "as before",
    "breaching": "goes off",
}


def alarms(page: str) -> str:
    """Return the page with the table that follows from the definitions."""
    before, _, rest = page.partition(GENERATED)
    _, _, after = rest.partition(END)
    table, runbooks = rows(HEAD, _rows()), "".join(_runbooks())
    return f"{before}{GENERATED}\n{table}\n{WHAT_TO_DO}\n{runbooks}\n{END}{after}"


def _rows() -> Iterator[tuple[str, ...]]:
    for section, path in ((AlarmsConfig(), "alarms"), (RedisAlarmsConfig(), "redis.alarms")):
        for name, alarm in alarms_of(section):
            yield _row(f"`{path}.{name}`", alarm, alarm.definition)
            if isinstance(alarm, RedisCpuAlarm):
                yield _row(f"`{path}.{name}`, nodes with 1 vCPU", alarm, alarm.single_definition)
                yield _row(f"`{path}.{name}`, nodes with 2 vCPUs", alarm, alarm.small_node_definition)


def _runbooks() -> Iterator[str]:
    """Yield the description of each alarm. That of a small Redis node's CPU is the same as for other nodes."""
    for section, path in ((AlarmsConfig(), "alarms"), (RedisAlarmsConfig(), "redis.alarms")):
        for name, alarm in alarms_of(section):
            yield f"- `{path}.{name}`: {alarm.definition.description}\n"


def _statistic(definition: AlarmDefinition) -> str:
    extreme = definition.statistic.lower()
    return f"average; of the readers, {extreme}" if definition.scope == "role" else extreme


def _threshold(default: float | Share | None, definition: AlarmDefinition) -> str:
    if default is None:
        return "no alarm"
    if isinstance(default, Share):
        return f"{default.share:.0%} of {CAPACITIES[default.of]}"
    return f"{default:,.12g} {definition.unit.replace('_', ' ')}"


def _row(setting: str, alarm: AlarmConfig, definition: AlarmDefinition) -> tuple[str, ...]:
    direction = "above" if definition.comparison == "GreaterThanThreshold" else "below"
    return (
        setting,
        f"`{definition.metric.name}`, {_statistic(definition)}",
        SCOPES[definition.scope],
        direction,
        _threshold(definition.default if alarm.threshold is None else alarm.threshold, definition),
        definition.needs or "",
        NOTIFIES[definition.subject],
        WITHOUT_DATA[definition.missing_data],
    )
