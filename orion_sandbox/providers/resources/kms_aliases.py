"""KMS: aliases, the names of keys."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values


def _nothing(_identity: str) -> Values:
    return {}


def _same_key(wanted: Any, actual: Any) -> bool:
    """A program may write a key's ARN; AWS tells its id."""
    return str(wanted).rsplit("/", 1)[-1] == str(actual).rsplit("/", 1)[-1]


def _key_arn(_caller: Caller, _identity: str, item: Values) -> Values:
    return {"TargetKeyArn": f"{item['AliasArn'].split(':alias/')[0]}:key/{item['TargetKeyId']}"}


ROWS = (
    Row(
        type="aws:kms/alias:Alias",
        service="kms",
        create="CreateAlias",
        read="ListAliases",
        modify="UpdateAlias",
        delete="DeleteAlias",
        key="AliasName",
        found="Aliases[?AliasName=='{id}'] | [0]",
        identity="inputs.name",
        properties=(
            fixed("name", "AliasName", replaces=sources.UPDATE_ALIAS),
            local("namePrefix", replaces=sources.UPDATE_ALIAS),
            sent("targetKeyId", same=_same_key),
        ),
        computed={"arn": "AliasArn", "targetKeyArn": "TargetKeyArn"},
        auto_name=AutoName("name", "namePrefix", 256),
        read_arguments=_nothing,
        delete_arguments=lambda identity, _state: {"AliasName": identity},
        observe=_key_arn,
    ),
)
