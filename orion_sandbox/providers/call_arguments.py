"""The arguments of the calls that create, change and delete a resource, by its row."""

from typing import Any

from orion_sandbox.providers import observation
from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.table import Property, Reach, Row, Unsent
from orion_sandbox.providers.translate import to_aws
from orion_sandbox.providers.values import Values


def creation(row: Row, caller: Caller, new: Values) -> dict[str, Any]:
    """Return the members of the create operation, without the tags."""
    members = caller.members(row.create)
    sent = {
        prop.aws_member: to_aws(members[prop.aws_member], prop.sends(new[prop.name]), prop.name)
        for prop in row.properties
        if prop.reach is Reach.SENT and new.get(prop.name) not in (None, "")
    }
    return {**sent, **row.create_arguments(new)}


def deletion(row: Row, caller: Caller, identity: str, state: Values) -> Values:
    """Return the members of the delete operation."""
    if row.delete_arguments:
        return row.delete_arguments(identity, state)
    return observation.naming(row, caller, row.delete, identity, state)


def modification(
    row: Row, caller: Caller, identity: str, differing: list[Property], old: Values, new: Values
) -> dict[str, Any]:
    """Return the members of the modify operation: the changed ones and the required ones.

    Return none if the operation takes no changed member.
    """
    if not row.modify:
        return {}
    members, required = caller.members(row.modify), caller.required_members(row.modify)
    sendable = [
        prop
        for prop in row.properties
        if prop.reach is Reach.SENT and prop.aws_member in members and prop.aws_member != row.key
        if not prop.only_created
    ]
    further = row.modify_arguments(old, new)
    if not further and not any(prop in sendable for prop in differing):
        return {}
    if row.modify == row.create:
        return {**creation(row, caller, new), **further}
    arguments: dict[str, Any] = {row.key: identity, **{member: new[name] for member, name in row.within.items()}}
    for prop in sendable:
        if prop in differing or prop.aws_member in required:
            value = new[prop.name] if new.get(prop.name) is not None else prop.removed
            if value is not Unsent.VALUE:
                arguments[prop.aws_member] = to_aws(members[prop.aws_member], prop.sends(value), prop.name)
    if "ApplyImmediately" in members:
        arguments["ApplyImmediately"] = bool(new.get("applyImmediately"))
    return {**arguments, **further}
