"""Creation, in the API, of resources that only the program names, when a resource or function first refers to them."""

import json
import os
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_OID, uuid5

from orion_sandbox.own_requests import request
from orion_sandbox.providers.calls import TOKEN_VARIABLE, Caller, Refused, account, endpoint
from orion_sandbox.providers.values import Values
from orion_sandbox.references import SUBNETS_IN_A_GROUP, creatable_ids, made_id


class FirstUse:
    """The ids that one provider has requested from the API, each once."""

    def __init__(self) -> None:
        self._asked: set[tuple[str, str]] = set()

    def created(self, values: Any, region: str) -> list[str]:
        """Have the API create the ids in the values that it never had, and return these ids."""
        found = creatable_ids(values)
        asked = {(region, each) for each in found}
        if asked <= self._asked:
            return []
        self._asked |= asked
        # All ids: the existing ones determine the VPC of the others.
        return _ask({"region": region, "ids": found})


def create_named(function: str, caller: Caller, arguments: Values) -> list[str]:
    """Create what a function looks up by a name or tags without a match; return the ids."""
    create = _BY_NAME.get(function)
    return create(caller, arguments) if create else []


def _ask(body: dict[str, Any]) -> list[str]:
    token = os.environ.get(TOKEN_VARIABLE, "")
    status, answer = request(urlsplit(endpoint()).netloc, token, "POST", "/_sandbox/first-use", body)
    if status == HTTPStatus.FORBIDDEN:
        raise Refused(answer["error"])
    # For ids that cannot be created, for example in an unknown region, AWS refuses the call itself.
    return answer.get("created", [])


def _vpc(caller: Caller, arguments: Values) -> list[str]:
    constraints = _constraints(arguments)
    tags = _tags(constraints)
    if not tags or len(tags) < len(constraints):
        return []
    vpc = made_id("vpc", f"{caller.region} {json.dumps(tags, sort_keys=True)}")
    return _tagged(caller, _ask({"region": caller.region, "ids": [vpc]}), tags)


def _subnets(caller: Caller, arguments: Values) -> list[str]:
    constraints = _constraints(arguments)
    vpc, tags = constraints.pop("vpc-id", None), _tags(constraints)
    if vpc is None or len(tags) < len(constraints):
        return []
    made_for = f"{caller.region} {vpc} {json.dumps(tags, sort_keys=True)}"
    ids = [made_id("subnet", f"{made_for} {number}") for number in range(SUBNETS_IN_A_GROUP)]
    return _tagged(caller, _ask({"region": caller.region, "ids": [vpc, *ids], "within": vpc}), tags)


def _zone(caller: Caller, arguments: Values) -> list[str]:
    name = arguments.get("name")
    if not name or arguments.get("privateZone"):
        return []
    return [caller("CreateHostedZone", Name=name, CallerReference=name)["HostedZone"]["Id"]]


def _key(caller: Caller, arguments: Values) -> list[str]:
    alias: str = arguments["keyId"].rpartition(":")[2]
    if not alias.startswith("alias/") or alias.startswith("alias/aws/"):
        return []
    owner = account(caller.region)
    key = f"arn:{caller.partition}:kms:{caller.region}:{owner}:key/{uuid5(NAMESPACE_OID, f'{owner} {alias}')}"
    created = _ask({"region": caller.region, "ids": [key]})
    caller("CreateAlias", AliasName=alias, TargetKeyId=key)
    return created


_BY_NAME: Mapping[str, Callable[[Caller, Values], list[str]]] = {
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:kms/getKey:getKey": _key,
    "aws:route53/getZone:getZone": _zone,
}
"""By function. Secrets and parameters are not among them, since a made-up value would be wrong. Nor are topics: a
program may check whether a name is taken, as `AuroraDatabase` does before it creates one."""


def _constraints(arguments: Values) -> dict[str, str]:
    """Return the filters of a function, each with its first value."""
    filters = {each["name"]: each["values"][0] for each in arguments.get("filters") or ()}
    tags = {f"tag:{key}": value for key, value in (arguments.get("tags") or {}).items()}
    return {**filters, **tags, **{key: arguments[key] for key in arguments.keys() - {"filters", "tags", "region"}}}


def _tags(constraints: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix("tag:"): value for key, value in constraints.items() if key.startswith("tag:")}


def _tagged(caller: Caller, created: list[str], tags: Mapping[str, str]) -> list[str]:
    if created and tags:
        caller("CreateTags", Resources=created, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    return created
