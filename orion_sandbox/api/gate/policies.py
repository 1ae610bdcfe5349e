"""Evaluation of policy documents. Conditions count as met."""

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote


def allows_service(document: str | dict[str, Any], service: str, action: str) -> bool:
    """Whether a key policy, topic policy or trust policy allows an action to an AWS service."""
    return any(
        statement.get("Effect") == "Allow"
        and _names(statement.get("Principal"), service)
        and any(_matches(action, pattern) for pattern in _listed(statement.get("Action")))
        for statement in _statements(document)
    )


def allows_account(document: str | dict[str, Any], account: str, action: str) -> bool:
    """Whether a key policy allows an action to a principal of an account."""
    return any(
        statement.get("Effect") == "Allow"
        and _names_account(statement.get("Principal"), account)
        and any(_matches(action, pattern) for pattern in _listed(statement.get("Action")))
        for statement in _statements(document)
    )


def permissions(role: Any) -> Iterator[str]:
    """Yield the documents of all policies of a role."""
    for policy in role.managed_policies.values():
        yield from (version.document for version in policy.versions if version.is_default)
    for policy in role.policies.values():
        yield unquote(policy)


def _statements(document: str | dict[str, Any]) -> Iterable[Any]:
    read = json.loads(unquote(document)) if isinstance(document, str) else document
    statements = read.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _names(principal: Any, service: str) -> bool:
    if isinstance(principal, dict):
        return service in _listed(principal.get("Service")) or "*" in _listed(principal.get("AWS"))
    return principal == "*"


def _names_account(principal: Any, account: str) -> bool:
    if isinstance(principal, dict):
        named = _listed(principal.get("AWS"))
        return any(name in ("*", account) or f"::{account}:" in str(name) for name in named)
    return principal == "*"


def _matches(action: str, pattern: str) -> bool:
    # Actions are not case-sensitive.
    return fnmatchcase(action.lower(), pattern.lower())


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
