"""Aurora PostgreSQL parameters: which group may carry one, and whether a change waits for a reboot."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.listed import Listed
from orion_rds.facts.misspelling import meant
from orion_rds.facts.parameter_values import AUDIT_CLASSES, GREATEST_INTEGER, SWITCH, Numbers, Values, Words
from orion_rds.facts.tables import table

Group = Literal["cluster", "instance"]

BOTH: frozenset[Group] = frozenset({"cluster", "instance"})
CLUSTER_ONLY: frozenset[Group] = frozenset({"cluster"})
INSTANCE_ONLY: frozenset[Group] = frozenset({"instance"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter."""

    name: str
    groups: frozenset[Group]
    """The parameter groups that may carry it."""

    static: bool
    """Whether it is static: it changes only at the next reboot, and AWS refuses to apply it immediately."""

    source: str
    values: Values | None = None
    """The accepted values, where they are known and the same in every version."""


PARAMETERS = table(
    lambda parameter: parameter.name,
    Parameter("apg_ccm_enabled", CLUSTER_ONLY, static=False, source=references.AURORA_PARAMETERS, values=SWITCH),
    Parameter(
        "auto_explain.log_min_duration",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Numbers(-1, GREATEST_INTEGER, "ms"),
    ),
    # From PostgreSQL 18 on it is a list of words, for which AWS publishes no table.
    Parameter("log_connections", BOTH, static=False, source=references.AURORA_PARAMETERS),
    Parameter("log_disconnections", BOTH, static=False, source=references.AURORA_PARAMETERS, values=SWITCH),
    Parameter("log_lock_waits", BOTH, static=False, source=references.AURORA_PARAMETERS, values=SWITCH),
    Parameter(
        "log_min_duration_statement",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Numbers(-1, GREATEST_INTEGER, "ms"),
    ),
    Parameter(
        "log_statement",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Words(("none", "ddl", "mod", "all")),
    ),
    Parameter(
        "log_temp_files",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Numbers(-1, GREATEST_INTEGER, "kB"),
    ),
    Parameter("max_connections", BOTH, static=True, source=references.AURORA_PARAMETERS, values=Numbers(6, 262143)),
    Parameter(
        "pg_stat_statements.max",
        BOTH,
        static=True,
        source=references.AURORA_PARAMETERS,
        values=Numbers(100, GREATEST_INTEGER),
    ),
    Parameter(
        "pg_stat_statements.track",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Words(("none", "top", "all")),
    ),
    Parameter("pgaudit.log", BOTH, static=False, source=references.AURORA_PGAUDIT, values=AUDIT_CLASSES),
    # AWS's instructions set it with a reboot.
    Parameter("pgaudit.role", BOTH, static=True, source=references.AURORA_PGAUDIT, values=Words(("rds_pgaudit",))),
    Parameter(
        "rds.enable_plan_management", CLUSTER_ONLY, static=True, source=references.AURORA_PARAMETERS, values=SWITCH
    ),
    Parameter("rds.force_ssl", CLUSTER_ONLY, static=False, source=references.AURORA_SECURITY, values=SWITCH),
    Parameter(
        "rds.global_db_rpo",
        CLUSTER_ONLY,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Numbers(20, GREATEST_INTEGER),
    ),
    Parameter("rds.logical_replication", CLUSTER_ONLY, static=True, source=references.AURORA_PARAMETERS, values=SWITCH),
    # Each version has its own libraries.
    Parameter("shared_preload_libraries", BOTH, static=True, source=references.AURORA_PARAMETERS),
    Parameter(
        "statement_timeout",
        BOTH,
        static=False,
        source=references.AURORA_PARAMETERS,
        values=Numbers(0, GREATEST_INTEGER, "ms"),
    ),
    Parameter(
        "track_activity_query_size",
        BOTH,
        static=True,
        source=references.AURORA_PARAMETERS,
        values=Numbers(100, 1048576, "bytes"),
    ),
    Parameter(
        "work_mem", BOTH, static=False, source=references.AURORA_PARAMETERS, values=Numbers(64, GREATEST_INTEGER, "kB")
    ),
)
"""Parameters whose apply type, static or dynamic, is known."""

_LEVELS = "aurora_postgresql14_parameter_groups.json"


@cache
def names_of(group: Group) -> frozenset[str]:
    """Return the parameters that the group may carry in Aurora PostgreSQL 14, from AWS's tables of that version."""
    text = resources.files(__package__ or __name__).joinpath(_LEVELS).read_text(encoding="utf-8")
    return frozenset(json.loads(text)[group])


@cache
def known_names() -> frozenset[str]:
    """Return every known parameter of either group."""
    return names_of("cluster") | names_of("instance") | PARAMETERS.keys()


def _never(name: str) -> str | None:
    right = meant(name, known_names())
    return right and f"it resembles `{right}`"


NAMES = Listed(
    name="aurora-parameters",
    what="parameters of Aurora PostgreSQL",
    as_of=date(2026, 11, 28),
    source=references.AURORA_PARAMETERS,
    ask="aws rds describe-engine-default-cluster-parameters --db-parameter-group-family FAMILY",
    has=lambda name: name in known_names(),
    never=_never,
)


def groups_of(name: str) -> frozenset[Group]:
    """Return the parameter groups that may carry a parameter; an empty set for an unknown parameter."""
    if (known := PARAMETERS.get(name)) is not None:
        return known.groups
    return frozenset(group for group in BOTH if name in names_of(group))
