"""DB parameter groups and DB cluster parameter groups: every test runs for both."""

from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Group:
    """One parameter group through the calls of its kind."""

    rds: Any
    kind: str
    """`db` or `db_cluster`, as in the calls' names."""
    name: str

    def call(self, action: str, what: str, **arguments: Any) -> Any:
        """Call `<action>_<kind>_<what>` for this group."""
        member = {"db": "DBParameterGroupName", "db_cluster": "DBClusterParameterGroupName"}[self.kind]
        return getattr(self.rds, f"{action}_{self.kind}_{what}")(**{member: self.name}, **arguments)

    def set(self, name: str, value: str, method: str) -> None:
        """Set one parameter."""
        self.call(
            "modify",
            "parameter_group",
            Parameters=[{"ParameterName": name, "ParameterValue": value, "ApplyMethod": method}],
        )

    def parameters(self, **arguments: Any) -> list[dict[str, Any]]:
        """Return the description of the parameters."""
        return self.call("describe", "parameters", **arguments)["Parameters"]


@pytest.fixture(params=["db", "db_cluster"])
def group(request: pytest.FixtureRequest, rds: Any, name: str) -> Group:
    """Create an empty group of each kind."""
    group = Group(rds, request.param, name)
    group.call("create", "parameter_group", DBParameterGroupFamily="aurora-postgresql17", Description="ours")
    return group


def test_what_was_set_is_the_users(group: Group) -> None:
    """The provider reads method and value with `Source=user`."""
    group.set("log_statement", "ddl", "immediate")

    (parameter,) = group.parameters(Source="user")

    assert parameter == {
        "ParameterName": "log_statement",
        "ParameterValue": "ddl",
        "ApplyMethod": "immediate",
        "Source": "user",
        "IsModifiable": True,
    }


@pytest.mark.parametrize("source", ["system", "engine-default"])
def test_what_was_set_is_not_told_as_a_default(source: str, group: Group) -> None:
    """The provider asks for these too, to see what it has not set."""
    group.set("log_statement", "ddl", "immediate")

    assert group.parameters(Source=source) == []


def test_the_apply_method_alone_does_not_change(group: Group) -> None:
    """A change of the method alone is a permanent difference on AWS; hiding it would hide the mistake."""
    group.set("log_statement", "ddl", "pending-reboot")

    group.set("log_statement", "ddl", "immediate")
    assert [each["ApplyMethod"] for each in group.parameters()] == ["pending-reboot"]

    group.set("log_statement", "all", "immediate")
    assert [each["ApplyMethod"] for each in group.parameters()] == ["immediate"]


def test_one_parameter_is_reset_and_the_others_stay(group: Group) -> None:
    """Removing a parameter from the program resets it."""
    group.set("log_statement", "ddl", "immediate")
    group.set("log_connections", "1", "immediate")

    group.call("reset", "parameter_group", Parameters=[{"ParameterName": "log_statement", "ApplyMethod": "immediate"}])

    assert [each["ParameterName"] for each in group.parameters()] == ["log_connections"]


def test_all_parameters_are_reset(group: Group) -> None:
    """The call has an option for all parameters."""
    group.set("log_statement", "ddl", "immediate")

    group.call("reset", "parameter_group", ResetAllParameters=True)

    assert group.parameters() == []


@pytest.mark.parametrize(
    ("action", "what", "arguments"),
    [
        ("describe", "parameter_groups", {}),
        ("describe", "parameters", {}),
        ("reset", "parameter_group", {"ResetAllParameters": True}),
    ],
)
def test_a_group_that_is_gone_is_not_found(action: str, what: str, arguments: dict[str, Any], group: Group) -> None:
    """The code tells the provider that the group no longer exists; an empty answer would be an empty group."""
    group.call("delete", "parameter_group")

    with pytest.raises(ClientError) as caught:
        group.call(action, what, **arguments)

    assert caught.value.response["Error"]["Code"] == "DBParameterGroupNotFound"


def test_the_family_stays_as_given(group: Group) -> None:
    """The family decides which clusters may use the group."""
    (found,) = next(
        value for key, value in group.call("describe", "parameter_groups").items() if key.endswith("Groups")
    )

    assert (found["DBParameterGroupFamily"], found["Description"]) == ("aurora-postgresql17", "ours")
