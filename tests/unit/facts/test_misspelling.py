"""Misspelt names of parameters."""

import pytest

from orion_rds.facts.misspelling import meant
from orion_rds.facts.parameters import known_names
from orion_rds.facts.redis_parameters import NAMES


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("max_conections", "max_connections"),
        ("max_connectionss", "max_connections"),
        ("log_statemnet", "log_statement"),
        ("log_statemnett", "log_statement"),
        ("work_men", "work_mem"),
        ("share_preload_library", None),
        ("io_workers", None),
        ("max_connections", None),
    ],
)
def test_a_misspelt_parameter_is_recognised(given: str, wanted: str | None) -> None:
    """A letter that lacks, is added, is another one or changes places with the next."""
    assert meant(given, known_names()) == wanted


def test_a_short_name_has_one_mistake_at_most() -> None:
    """With two it is another word."""
    assert meant("timeot", NAMES) == "timeout"
    assert meant("timot", NAMES) is None


@pytest.mark.parametrize(
    "name",
    [
        "autovacuum_vacuum_max_threshold",
        "autovacuum_worker_slots",
        "debug_parallel_query",
        "enable_memoize",
        "idle_replication_slot_timeout",
        "log_lock_failures",
        "max_active_replication_origins",
        "multixact_member_buffers",
        "notify_buffers",
        "reserved_connections",
        "transaction_buffers",
        "transaction_timeout",
        "vacuum_buffer_usage_limit",
    ],
)
def test_parameters_of_later_versions_are_not_taken_for_misspelt(name: str) -> None:
    """The list of names is that of version 14."""
    assert meant(name, known_names()) is None


def test_no_redis_parameter_of_the_list_is_misspelt() -> None:
    """Two of them may differ by two letters."""
    assert [name for name in NAMES if meant(name, NAMES)] == []
    assert meant("maxmemory-polcy", NAMES) == "maxmemory-policy"
