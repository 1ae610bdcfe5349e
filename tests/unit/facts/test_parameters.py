"""Parameters and their groups."""

import pytest

from orion_rds.facts.parameters import BOTH, CLUSTER_ONLY, INSTANCE_ONLY, PARAMETERS, Parameter, groups_of, names_of


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("rds.force_ssl", CLUSTER_ONLY),
        ("password_encryption", CLUSTER_ONLY),
        ("ssl_min_protocol_version", CLUSTER_ONLY),
        ("log_connections", BOTH),
        ("rds.memory_allocation_guard", INSTANCE_ONLY),
        ("not_a_parameter", frozenset[str]()),
    ],
)
def test_the_groups_of_a_parameter_are_told(name: str, groups: frozenset[str]) -> None:
    """From the catalogue or from AWS's tables."""
    assert groups_of(name) == groups


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda parameter: parameter.name)
def test_the_catalogue_agrees_with_the_tables(parameter: Parameter) -> None:
    """Two lists of the same thing must say the same."""
    assert parameter.groups == {group for group in BOTH if parameter.name in names_of(group)}
    assert parameter.source.startswith("https://")


@pytest.mark.parametrize("name", ["shared_preload_libraries", "track_activity_query_size", "max_connections"])
def test_static_parameters_wait_for_a_reboot(name: str) -> None:
    """AWS refuses to apply them at once."""
    assert PARAMETERS[name].static


def test_tls_can_be_enforced_without_a_reboot() -> None:
    """On Aurora the parameter is dynamic."""
    assert not PARAMETERS["rds.force_ssl"].static
