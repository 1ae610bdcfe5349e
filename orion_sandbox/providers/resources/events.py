"""EventBridge: rules of the default bus and their targets."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Reach, Row, fixed, local, named, sent, step
from orion_sandbox.providers.translate import same_document
from orion_sandbox.providers.values import Values

TARGET = {"arn": "Arn", "input": "Input", "inputPath": "InputPath", "roleArn": "RoleArn", "targetId": "Id"}
"""Pulumi's names of a target's scalar members to AWS's."""


def _target(inputs: Values) -> Values:
    members: dict[str, Any] = {member: inputs[name] for name, member in TARGET.items() if inputs.get(name)}
    if transformer := inputs.get("inputTransformer"):
        template = {"InputTemplate": transformer["inputTemplate"]}
        members["InputTransformer"] = {"InputPathsMap": transformer.get("inputPaths") or {}, **template}
    return members


def _put_again(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and _target(old) != _target(new):
        caller("PutTargets", Rule=_parts(identity)[0], Targets=[_target(new)])


def _parts(identity: str) -> tuple[str, str]:
    rule, target = identity.split("/", 1)
    return rule, target


def _deletion(identity: str, _state: Values) -> Values:
    rule, target = _parts(identity)
    return {"Rule": rule, "Ids": [target]}


def _transformer(transformer: Mapping[str, Any]) -> Values:
    return {"inputPaths": dict(transformer.get("InputPathsMap") or {}), "inputTemplate": transformer["InputTemplate"]}


def _same_transformer(wanted: Values, actual: Values) -> bool:
    return _target({"inputTransformer": wanted}) == _target({"inputTransformer": actual})


ROWS = (
    Row(
        type="aws:cloudwatch/eventRule:EventRule",
        service="events",
        create="PutRule",
        read="DescribeRule",
        modify="PutRule",
        delete="DeleteRule",
        key="Name",
        identity="inputs.name",
        properties=(
            sent("description", removed=""),
            sent("eventPattern", removed="", same=same_document),
            local("forceDestroy", default=False),
            *named("name", limit=64),
            sent("scheduleExpression", removed=""),
            sent("state"),
        ),
        one_of=("eventPattern", "scheduleExpression"),
        computed={"arn": "Arn", "eventBusName": "EventBusName"},
        tagging=tagging.EVENTS,
        delete_arguments=lambda identity, state: {"Name": identity, "Force": state.get("forceDestroy", False)},
    ),
    Row(
        type="aws:cloudwatch/eventTarget:EventTarget",
        service="events",
        create="PutTargets",
        read="ListTargetsByRule",
        delete="RemoveTargets",
        key="Rule",
        # The answer lists the rule's targets; the id names rule and target.
        found="Targets[?ends_with('{id}', join('', ['/', Id]))] | [0]",
        identity="join('/', [inputs.rule, inputs.targetId])",
        properties=(
            step("arn", "Arn"),
            step("input", "Input", removed="", same=same_document),
            step("inputPath", "InputPath", removed=""),
            step("inputTransformer", "InputTransformer", removed={}, shows=_transformer, same=_same_transformer),
            step("roleArn", "RoleArn", removed=""),
            fixed("rule"),
            *named("targetId", limit=64, prefix=False, reach=Reach.STEP, read="Id"),
        ),
        create_arguments=lambda new: {"Targets": [_target(new)]},
        read_arguments=lambda identity: {"Rule": _parts(identity)[0]},
        delete_arguments=_deletion,
        observe=lambda _caller, identity, _item: {"Rule": _parts(identity)[0]},
        steps=(_put_again,),
    ),
)
