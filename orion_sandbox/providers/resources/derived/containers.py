"""ECS, Lambda and load balancers, for programs that use a database."""

import json
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.fitting import asset_bytes, contains
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import fixed, local, sent, step
from orion_sandbox.providers.values import Values

NOT_INACTIVE = "[?status!='INACTIVE'] | [0]"
"""AWS describes deleted resources for some time."""
CODE = {"imageUri": "ImageUri", "s3Bucket": "S3Bucket", "s3Key": "S3Key", "s3ObjectVersion": "S3ObjectVersion"}
ACTIONS = {"fixedResponse": "fixedResponseConfig", "forward": "forwardConfig", "redirect": "redirectConfig"}
HEALTH_CHECK = {
    "enabled": "HealthCheckEnabled",
    "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


# ECS.


def _active(_caller: Caller, _identity: str, item: Values) -> Values | None:
    return (
        None
        if item.get("status") == "INACTIVE"
        else {"arnWithoutRevision": item["taskDefinitionArn"].rpartition(":")[0]}
    )


def _awsvpc(value: Values) -> dict[str, Any]:
    public = "ENABLED" if value.get("assignPublicIp") else "DISABLED"
    return {"awsvpcConfiguration": {**value, "assignPublicIp": public}}


def _same_network(wanted: Values, actual: Values) -> bool:
    public = actual.get("assignPublicIp") == "ENABLED"
    return contains({**actual, "assignPublicIp": public}, wanted)


def _names_arn(wanted: str, arn: str) -> bool:
    return arn.endswith(f"/{wanted}") or f"/{wanted}:" in arn


# Lambda.


def _code(new: Values) -> dict[str, Any]:
    given = {member: new[name] for name, member in CODE.items() if new.get(name)}
    return given or {"ZipFile": asset_bytes(new.get("code"))}


def _update_code(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and any(old.get(name) != new.get(name) for name in (*CODE, "code")):
        caller("UpdateFunctionCode", FunctionName=identity, **_code(new))


def _of_function(caller: Caller, _identity: str, item: Values) -> dict[str, Any]:
    arn = item["FunctionArn"]
    path = f"2015-03-31/functions/{arn}/invocations"
    return {"InvokeArn": f"arn:{caller.partition}:apigateway:{caller.region}:lambda:path/{path}"}


def _statement(_caller: Caller, identity: str, item: Values) -> dict[str, Any] | None:
    statements = json.loads(item["Policy"])["Statement"]
    return next(({"Statement": each} for each in statements if each["Sid"] == identity), None)


# Load balancers.


def _scheme(internal: bool) -> str:
    return "internal" if internal else "internet-facing"


def _is_internal(scheme: str) -> bool:
    return scheme == "internal"


def _health_check(new: Values) -> dict[str, Any]:
    given = new.get("healthCheck") or {}
    arguments = {member: given[name] for name, member in HEALTH_CHECK.items() if given.get(name) is not None}
    if "HealthCheckPort" in arguments:
        arguments["HealthCheckPort"] = str(arguments["HealthCheckPort"])
    return {**arguments, **({"Matcher": {"HttpCode": given["matcher"]}} if given.get("matcher") else {})}


def _changed_health_check(old: Values, new: Values) -> dict[str, Any]:
    return _health_check(new) if _health_check(old) != _health_check(new) else {}


def _actions(value: list[Values]) -> list[dict[str, Any]]:
    return [{ACTIONS.get(name, name): item for name, item in action.items() if item is not None} for action in value]


def _same_actions(wanted: list[Values], actual: Any) -> bool:
    return contains(actual, _actions(wanted))


def _certificates(value: str) -> list[dict[str, str]]:
    return [{"CertificateArn": value}]


DECLARATIONS = (
    declare(
        "ecs.Cluster",
        "Cluster",
        key="cluster",
        found=f"clusters{NOT_INACTIVE}",
        identity="cluster.clusterArn",
        tagging=tagging.ECS,
        read_arguments=lambda identity: {"clusters": [identity], "include": ["SETTINGS", "CONFIGURATIONS"]},
    ),
    declare(
        "ecs.TaskDefinition",
        "TaskDefinition",
        members={"containerDefinitions": "containerDefinitions"},
        create="RegisterTaskDefinition",
        delete="DeregisterTaskDefinition",
        key="taskDefinition",
        identity="taskDefinition.family",
        reads={"arnWithoutRevision": "arnWithoutRevision"},
        tagging=tagging.ECS,
        observe=_active,
        delete_arguments=lambda _identity, state: {"taskDefinition": state["arn"]},
    ),
    declare(
        "ecs.Service",
        "Service",
        members={"iamRole": "role"},
        reads={"cluster": "", "iamRole": ""},
        defaults={"cluster": "default", "schedulingStrategy": "REPLICA"},
        replaces=("cluster",),
        key="service",
        found=f"services{NOT_INACTIVE}",
        identity="service.serviceArn",
        within={"cluster": "cluster"},
        properties=(
            sent(
                "networkConfiguration",
                "networkConfiguration",
                read="networkConfiguration.awsvpcConfiguration",
                sends=_awsvpc,
                same=_same_network,
                kept_if_absent=True,
            ),
            sent("taskDefinition", "taskDefinition", same=_names_arn, kept_if_absent=True),
        ),
        tagging=tagging.ECS,
        delete_arguments=lambda identity, state: {"cluster": state["cluster"], "service": identity, "force": True},
    ),
    declare(
        "lambda.Function",
        "Function",
        name_limit=64,
        members={"architectures": "Architectures", "code": "", **dict.fromkeys(CODE, "")},
        reads={"invokeArn": "InvokeArn", "publish": "", "sourceCodeSize": "CodeSize"},
        in_place=("architectures", "codeSigningConfigArn", "publish"),
        defaults={"memorySize": 128, "packageType": "Zip", "timeout": 3},
        modify="UpdateFunctionConfiguration",
        key="FunctionName",
        found="Configuration",
        identity="FunctionName",
        tagging=tagging.LAMBDA,
        create_arguments=lambda new: {"Code": _code(new)},
        observe=_of_function,
        steps=(_update_code,),
    ),
    declare(
        "lambda.Permission",
        name="statementId",
        name_limit=100,
        create="AddPermission",
        read="GetPolicy",
        delete="RemovePermission",
        key="StatementId",
        found="@",
        identity="inputs.statementId",
        properties=(fixed("function", "FunctionName", read=""),),
        within={"FunctionName": "function"},
        observe=_statement,
    ),
    declare(
        "lb.LoadBalancer",
        "LoadBalancer",
        service="elbv2",
        name_limit=32,
        members={"loadBalancerType": "Type"},
        reads={"subnets": "AvailabilityZones[].SubnetId", "zoneId": "CanonicalHostedZoneId"},
        defaults={"loadBalancerType": "application"},
        attributes={"SetSecurityGroups": ("securityGroups",), "SetSubnets": ("subnets",)},
        in_place=("enablePrefixForIpv6SourceNat", "ipAddressType", "subnetMappings"),
        modify="",
        key="LoadBalancerArn",
        identity="LoadBalancers[0].LoadBalancerArn",
        properties=(fixed("internal", "Scheme", sends=_scheme, shows=_is_internal),),
        tagging=tagging.ELBV2,
    ),
    declare(
        "lb.TargetGroup",
        "TargetGroup",
        service="elbv2",
        name_limit=32,
        defaults={"targetType": "instance"},
        key="TargetGroupArn",
        identity="TargetGroups[0].TargetGroupArn",
        properties=(step("healthCheck", ""),),
        tagging=tagging.ELBV2,
        create_arguments=_health_check,
        modify_arguments=_changed_health_check,
    ),
    declare(
        "lb.Listener",
        "Listener",
        service="elbv2",
        defaults={"protocol": "HTTP"},
        key="ListenerArn",
        identity="Listeners[0].ListenerArn",
        properties=(
            sent("certificateArn", "Certificates", read="Certificates[0].CertificateArn", sends=_certificates),
            sent("defaultActions", "DefaultActions", sends=_actions, same=_same_actions),
            local("mutualAuthentication", computed=True),
        ),
        tagging=tagging.ELBV2,
    ),
)
