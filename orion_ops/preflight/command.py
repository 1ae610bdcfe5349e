"""`orion-rds preflight`."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from orion_ops.aws import Aws
from orion_ops.errors import INCOMPLETE, PROBLEM
from orion_ops.preflight.findings import Account, Findings
from orion_ops.preflight.keys import keys
from orion_ops.preflight.names import names
from orion_ops.preflight.network import network
from orion_ops.preflight.offers import backup_opt_in, offers
from orion_ops.preflight.permissions import permissions
from orion_ops.preflight.quotas import quotas
from orion_ops.preflight.subnets import subnets
from orion_rds.config import DatabaseConfig, Problem
from orion_rds.config.errors import Path, details, headline, shown, written
from orion_rds.config.provider_settings import ProviderSettings

ALLOWED_ACCOUNTS: Path = ("aws:allowedAccountIds",)
PROVIDER = "https://www.pulumi.com/registry/packages/aws/api-docs/provider/"


def owner(account: Account, findings: Findings) -> None:
    """Check that the credentials belong to the account that the provider allows."""
    if account.allowed not in (None, account.number):
        findings.add(
            "account",
            ALLOWED_ACCOUNTS,
            account.allowed,
            why=f"The credentials belong to the account {account.number}.",
            fix="Set AWS_PROFILE to a profile of the allowed account.",
            source=PROVIDER,
        )


CHECKS: Mapping[str, Callable[[Account, Findings], None]] = MappingProxyType({
    "account": owner,
    "names": names,
    "network": network,
    "subnets": subnets,
    "offers": offers,
    "keys": keys,
    "quotas": quotas,
    "backup": backup_opt_in,
    "permissions": permissions,
})  # fmt: skip
"""The checks, in the order in which their findings are listed."""


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """List what would prevent the first deployment, and return the exit code."""
    aws = Aws(provider.region)
    caller = aws.call("sts", "get_caller_identity")
    account = Account(aws, config, str(caller["Account"]), str(caller["Arn"]), provider.account)
    findings = look(account)
    print(_json(account, findings, given.key) if given.json else "\n".join(_lines(account, findings, given.key)))
    return PROBLEM if findings.problems else INCOMPLETE if findings.unknown else 0


def look(account: Account) -> Findings:
    """Run every check."""
    findings = Findings()
    for check in CHECKS.values():
        check(account, findings)
    return findings


def _root(problem: Problem, key: str) -> str:
    """Return the configuration key before the path of a finding; empty for a setting of the provider."""
    return "" if problem.path == ALLOWED_ACCOUNTS else key


def _lines(account: Account, findings: Findings, key: str) -> Iterator[str]:
    for problem in findings.problems:
        root = _root(problem, key)
        yield from (headline(problem, root), *details(problem, root), "")
    for text in findings.unknown:
        yield from (f"not checked: {text}", "")
    numbers = [_number(len(findings.problems), "finding")]
    if findings.unknown:
        numbers.append(f"{_number(len(findings.unknown), 'part')} not checked")
    where = " and ".join(dict.fromkeys(account.region(site) for site in account.sites))
    yield f"{account.config.prefix} in account {account.number}, {where}: {', '.join(numbers)}."


def _number(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count or 'no'} {noun}s"


def _json(account: Account, findings: Findings, key: str) -> str:
    return json.dumps(
        {
            "database": account.config.prefix,
            "account": account.number,
            "region": account.aws.region,
            "findings": [_as_json(problem, _root(problem, key)) for problem in findings.problems],
            "unknown": findings.unknown,
        },
        indent=2,
        ensure_ascii=False,
    )


def _as_json(problem: Problem, root: str) -> dict[str, Any]:
    return {
        "path": written(problem.path, root),
        "value": shown(problem.given),
        "why": problem.why,
        "fix": problem.fix,
        "rule": problem.refusal,
        "source": problem.source,
    }
