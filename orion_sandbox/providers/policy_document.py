"""`iam.getPolicyDocument`, computed as in Terraform's provider.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/policy_document_data_source.go
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.values import Values

FUNCTION = "aws:iam/getPolicyDocument:getPolicyDocument"
CURRENT_VERSION = "2012-10-17"
_LISTS = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "notPrincipals": "NotPrincipal"}
_ORDER = ("Sid", "Effect", *_LISTS.values(), *_PRINCIPALS.values(), "Condition")
"""The order of the members of a statement."""

Document = dict[str, Any]


def policy_document(arguments: Values) -> Values:
    """Return the document as JSON: the sources, its own statements, then the overrides.

    Raises:
        Refused: A source is not a policy, or two statements have one Sid.
    """
    version = arguments.get("version") or CURRENT_VERSION
    own: Document = {"Version": version, "Statement": [_statement(each) for each in arguments.get("statements") or ()]}
    if arguments.get("policyId"):
        own["Id"] = arguments["policyId"]
    sources = [_parsed(text) for text in arguments.get("sourcePolicyDocuments") or () if text]
    _check_sids(statement for document in sources for statement in document["Statement"])
    _check_sids(own["Statement"])
    overrides = [_parsed(text) for text in arguments.get("overridePolicyDocuments") or () if text]
    merged = _written(_merged([*sources, own, *overrides]))
    text = _json(merged, indent=2)
    return {
        **arguments,
        "id": str(zlib.crc32(text.encode())),
        "json": text,
        "minifiedJson": _json(merged, separators=(",", ":")),
        "version": version,
    }


def _statement(given: Mapping[str, Any]) -> Document:
    statement: Document = {"Effect": given.get("effect") or "Allow"}
    if given.get("sid"):
        statement["Sid"] = given["sid"]
    for name, member in _LISTS.items():
        if given.get(name):
            statement[member] = _one_or_sorted(map(_with_variables, given[name]))
    for name, member in _PRINCIPALS.items():
        if given.get(name):
            statement[member] = _principals(given[name])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _principals(given: Iterable[Mapping[str, Any]]) -> Any:
    found: dict[str, Any] = {}
    for each in given:
        identifiers = _one_or_sorted(map(_with_variables, each["identifiers"]))
        before = found.get(each["type"])
        found[each["type"]] = identifiers if before is None else [*_listed(before), *_listed(identifiers)]
    return "*" if found == {"*": "*"} else found


def _conditions(given: Iterable[Mapping[str, Any]]) -> Document:
    found: dict[str, dict[str, list[str]]] = {}
    for each in given:
        values = found.setdefault(each["test"], {}).setdefault(each["variable"], [])
        values += map(_with_variables, each["values"])
    return {
        test: {variable: values[0] if len(values) == 1 else values for variable, values in variables.items()}
        for test, variables in found.items()
    }


def _with_variables(text: str) -> str:
    """Return the text with IAM's variables; a program writes `&{` so that Terraform does not interpolate them."""
    return text.replace("&{", "${")


def _one_or_sorted(values: Iterable[str]) -> str | list[str]:
    """Return a single value as a string, several as a list in descending order."""
    found = sorted(set(values), reverse=True)
    return found[0] if len(found) == 1 else found


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _parsed(text: str) -> Document:
    try:
        document = json.loads(text)
        statements = [_normal(statement) for statement in document.get("Statement") or ()]
    except (ValueError, AttributeError, TypeError) as error:
        raise Refused(f"{FUNCTION}: a source or override is no policy with a list of statements: {error}") from None
    return {**document, "Statement": statements}


def _normal(statement: Document) -> Document:
    """Return the statement as the provider writes it after reading it."""
    found = dict(statement)
    for member in _PRINCIPALS.values():
        if isinstance(found.get(member), dict):
            found[member] = {
                kind: value if isinstance(value, str) else sorted(value, reverse=True)
                for kind, value in found[member].items()
            }
    if found.get("Condition"):
        found["Condition"] = {
            test: {variable: value[0] if len(value) == 1 else value for variable, value in variables.items()}
            for test, variables in found["Condition"].items()
        }
    return found


def _check_sids(statements: Iterable[Document]) -> None:
    seen: set[str] = set()
    for sid in (statement.get("Sid") for statement in statements):
        if sid and sid in seen:
            raise Refused(f"{FUNCTION}: duplicate Sid ({sid}). Remove the Sid or ensure the Sid is unique.")
        seen.add(sid or "")


def _merged(documents: Iterable[Document]) -> Document:
    """Return one document: a later statement replaces an earlier one of the same Sid."""
    merged: Document = {"Version": "", "Statement": []}
    for document in documents:
        merged["Id"] = document.get("Id") or merged.get("Id")
        merged["Version"] = max(merged["Version"], document.get("Version") or "")
        for statement in document["Statement"]:
            sids = [each.get("Sid") for each in merged["Statement"]]
            if statement.get("Sid") and statement["Sid"] in sids:
                merged["Statement"][sids.index(statement["Sid"])] = statement
            else:
                merged["Statement"].append(statement)
    return merged


def _written(document: Document) -> Document:
    statements = [
        {member: _with_sorted_keys(each[member]) for member in _ORDER if each.get(member)}
        for each in document["Statement"]
    ]
    parts = {"Version": document["Version"], "Id": document.get("Id"), "Statement": statements}
    return {member: value for member, value in parts.items() if value}


def _with_sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_sorted_keys(value[key]) for key in sorted(value)}
    return value


def _json(document: Document, **form: Any) -> str:
    text = json.dumps(document, ensure_ascii=False, **form)
    # Go's encoder escapes these characters for HTML.
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
