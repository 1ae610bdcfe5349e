"""Inputs checked against the SDK and the table; `tests/unit/testing` tests the SDK's part."""

from orion_rds.testing import UNKNOWN
from orion_sandbox.providers.schema import output_names, problems

CLUSTER = "aws:rds/cluster:Cluster"


def test_what_the_sdk_does_not_know_is_named_by_its_property() -> None:
    """The engine shows the reason beside the property."""
    assert list(problems(CLUSTER, {"port": "5432"}, ["port"])) == [
        ("port", f"{CLUSTER}.port is '5432', which is no int")
    ]
    assert list(problems(CLUSTER, {"prot": 5432}, ["port"])) == [("prot", f"{CLUSTER} has no property 'prot'")]


def test_right_values_pass() -> None:
    """Unknown values too, which a preview has."""
    inputs = {"port": UNKNOWN, "engine": "aurora-postgresql", "__defaults": ["port"]}

    assert list(problems(CLUSTER, inputs, inputs)) == []


def test_what_the_table_leaves_out_is_refused_by_name() -> None:
    """A stand-in that ignored a property would prove nothing about it."""
    assert list(problems(CLUSTER, {"backtrackWindow": 60}, [])) == [
        ("backtrackWindow", f"the sandbox does not imitate the property 'backtrackWindow' of {CLUSTER}")
    ]


def test_outputs_are_those_of_the_resource_class() -> None:
    """A preview shows each as unknown."""
    assert {"endpoint", "arn", "port"} <= output_names(CLUSTER)
