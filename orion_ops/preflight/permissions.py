"""Check of the caller's permissions, by IAM's policy simulation."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.preflight.actions import ACTIONS, BESIDE
from orion_ops.preflight.findings import Account, Findings
from orion_rds.facts.arns import read

SIMULATION = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html"
ACTIONS_OF_A_CALL = 50
"""Actions per request; AWS documents no limit."""


class Request(NamedTuple):
    """Actions on a resource, with a condition key and its value if one is needed."""

    actions: tuple[str, ...]
    resource: str = "*"
    key: str = ""
    value: str = ""


def permissions(account: Account, findings: Findings) -> None:
    """Simulate every action that the deployment needs."""
    with findings.reading():
        if (principal := _principal(account)) is None:
            return
        denied = [each for request in _requests(account) for each in _denied(account, principal, request)]
        for service, results in groupby(sorted(denied, key=_service), key=_service):
            listed = list(results)
            names = sorted({each["EvalActionName"] for each in listed})
            findings.add(
                "permission",
                _path(service),
                service,
                why=f"{principal} is not allowed on all resources{_reason(listed)}: {', '.join(names)}.",
                fix="Allow the actions in docs/permissions.md, or deploy with other credentials. A policy that allows "
                "them only on resources with certain names is reported too: check that the names match.",
                source=SIMULATION,
            )


def _principal(account: Account) -> str | None:
    """Return the user or role whose policies apply; None for the root of the account, which is allowed everything.

    The role is read because the ARN of a session lacks the path of its role.
    """
    caller = account.caller
    kind, _, name = caller.rpartition(":")[2].partition("/")
    if kind == "assumed-role":
        return str(account.aws.call("iam", "get_role", RoleName=name.partition("/")[0])["Role"]["Arn"])
    if kind == "root":
        return None
    if kind != "user":
        raise AwsError(f"The permissions of {caller} cannot be simulated: IAM simulates only users and roles.")
    return caller


def _requests(account: Account) -> Iterator[Request]:
    partition = found.partition if (found := read(account.caller)) else "aws"
    role = f"arn:{partition}:iam::{account.number}:role/{account.config.prefix}-preflight"
    without = _without(account)
    for service, actions in ACTIONS.items():
        if service not in without:
            yield Request(actions, role if service == "iam" else "*")
    for beside in BESIDE:
        for value in beside.values or ("",):
            if {value.partition(".")[0], beside.actions[0].partition(":")[0]}.isdisjoint(without):
                yield Request(beside.actions, role if beside.of_role else "*", beside.key, value)


def _without(account: Account) -> set[str]:
    """Return the services that this configuration does not use."""
    config = account.config
    switches = {
        "backup": config.backup.copies is not None,
        "backup-storage": config.backup.copies is not None,
        "events": config.backup.copies is not None,
        "elasticache": config.redis is not None,
        "cloudwatch": config.alarms.profile != "off",
    }
    return {service for service, is_used in switches.items() if not is_used}


def _denied(account: Account, principal: str, request: Request) -> Iterator[Record]:
    entry = {"ContextKeyName": request.key, "ContextKeyValues": [request.value], "ContextKeyType": "string"}
    for start in range(0, len(request.actions), ACTIONS_OF_A_CALL):
        results = account.aws.pages(
            "iam",
            "simulate_principal_policy",
            "EvaluationResults",
            PolicySourceArn=principal,
            ActionNames=list(request.actions[start : start + ACTIONS_OF_A_CALL]),
            ResourceArns=[request.resource],
            ContextEntries=[entry] if request.key else [],
        )
        yield from (each for each in results if each["EvalDecision"] != "allowed")


def _reason(results: Sequence[Record]) -> str:
    """Return the reason of the refusal, if it is not a missing permission."""
    by_organization = any(
        not each.get("OrganizationsDecisionDetail", {}).get("AllowedByOrganizations", True) for each in results
    )
    by_boundary = any(
        not each.get("PermissionsBoundaryDecisionDetail", {}).get("AllowedByPermissionsBoundary", True)
        for each in results
    )
    explicit = any(each["EvalDecision"] == "explicitDeny" for each in results)
    reasons = (
        (by_organization, "by a policy of the organization"),
        (by_boundary, "by a permissions boundary"),
        (explicit, "by a statement that denies"),
    )
    found = [text for is_so, text in reasons if is_so]
    return f", {' and '.join(found)}" if found else ""


def _service(result: Record) -> str:
    return str(result["EvalActionName"]).partition(":")[0]


def _path(service: str) -> str:
    """Return the setting that needs a service."""
    return {
        "backup": "backup.copies",
        "backup-storage": "backup.copies",
        "events": "backup.copies",
        "elasticache": "redis",
        "cloudwatch": "alarms",
        "kms": "encryption",
        "ec2": "network",
    }.get(service, "environment")
