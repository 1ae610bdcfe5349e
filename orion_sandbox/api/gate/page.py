"""`python -m orion_sandbox.api.gate.page docs` writes the page that lists every refusal."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from orion_sandbox.api.gate.rule import Rule
from orion_sandbox.api.gate.rules import RULES

NAME = "sandbox-refusals.md"

SERVICES = {
    "rds": "RDS",
    "elasticache": "ElastiCache",
    "ec2": "EC2",
    "iam": "IAM",
    "kms": "KMS",
    "logs": "CloudWatch Logs",
    "cloudwatch": "CloudWatch",
    "events": "EventBridge",
    "sns": "SNS",
    "backup": "AWS Backup",
    "secretsmanager": "Secrets Manager",
    "ssm": "Systems Manager",
}

HEAD = """\
<!-- Written by `python -m orion_sandbox.api.gate.page docs` from the code. Change it there. -->

# What the sandbox refuses

The sandbox's AWS API refuses these calls as AWS does, from a Pulumi program as well as from boto3 or a script. A
refused call changes nothing. The sandbox accepts every call that is neither listed here nor refused by moto itself.

Each row has tests that call the API with boto3, without its own checks:
`pytest tests/contract/aws_api/refusals -k "<refusal>"`. They check the code, the message, the state before and
after, and that the nearest correct call is accepted.

**Code** is AWS's error code. *Documented*: the API reference lists it for all of the operations (EC2 has one
list for all operations). *Assumed*: it does not. RDS in particular answers most wrong values with
`InvalidParameterValue` or `InvalidParameterCombination`, which its reference lists for no operation.
"""

TAIL = """\
## What is not refused, though it may be wrong

| Not refused | Why |
|---|---|
| a minor version that Aurora does not have | the list changes monthly |
| an instance class that a region does not have | the list changes |
| a parameter that another version than 14 does not have, and a parameter's value | AWS publishes no list of them |
| a secret's name that ends in a hyphen and six characters | AWS advises against it and accepts it |
| a minimum of 0 ACU in a global database | AWS accepts it, and the clusters never pause |
| a global database of a cluster without instances | AWS accepts it; it takes no secondary cluster then |
| a replica of a secret with a key that does not exist | AWS accepts it, and the replication fails |
| a second switch to `aurora-iopt1` within 30 days | no time passes in the sandbox |
| a cluster's `CACertificateIdentifier`, which is for Multi-AZ DB clusters | AWS's answer is not known |
| a key policy that does not allow RDS or Secrets Manager | they use a key on behalf of the caller |
| a selection of an Aurora cluster in a region that is not opted in to Aurora | AWS accepts it, and backs nothing up |
| the removal of a compliance lock after its days of grace | no time passes in the sandbox |
| an alarm's or a rule's topic that does not exist or does not allow them | AWS accepts it, and nothing arrives |
| a topic's key that does not exist or allows nobody | SNS uses it when a message is published |
| a node type that a region, or a version of Redis, does not have | the lists change |
| a parameter that a version of Redis does not have, and most values | AWS publishes no list of them |
| deleting a user that is in a user group, other than the default user | AWS removes it from the group |
| a change of Redis while AWS is busy with another | every change is applied immediately |
| conditions in policies | they count as met |

The keys that a stack file names have a policy that allows CloudWatch Logs, CloudWatch, EventBridge and the events of
RDS, since they stand for keys that are prepared for a database. A key that a program creates has the policy that the
program gives it; without one, CloudWatch Logs cannot use it.
"""


def page() -> str:
    """Return the page."""
    by_service = {service: [rule for rule in RULES.values() if rule.service == service] for service in SERVICES}
    sections = (f"## {SERVICES[service]}\n\n{_table(rules)}" for service, rules in by_service.items())
    return "\n".join((HEAD, *sections, TAIL))


def _table(rules: Iterable[Rule]) -> str:
    return "\n".join(("| Refusal | Refused | Calls | Code | Source |", "|---|---|---|---|---|", *_rows(rules), ""))


def _rows(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        calls = ", ".join(rule.operations) or "all that change something"
        standing = "documented" if rule.documented else "assumed"
        cells = (f"`{rule.id}`", rule.refused, calls, f"`{rule.code}`, {standing}", f"[page]({rule.source})")
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    Path(sys.argv[1], NAME).write_text(page(), encoding="utf-8")
