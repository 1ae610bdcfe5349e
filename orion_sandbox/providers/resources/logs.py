"""CloudWatch Logs: log groups."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, local, named, sent, step
from orion_sandbox.providers.values import Values

NEVER_EXPIRE = 0


def _set_retention(caller: Caller, identity: str, old: Values, new: Values) -> None:
    days = new.get("retentionInDays", NEVER_EXPIRE)
    if days == old.get("retentionInDays", NEVER_EXPIRE):
        return
    if days == NEVER_EXPIRE:
        caller("DeleteRetentionPolicy", logGroupName=identity)
    else:
        caller("PutRetentionPolicy", logGroupName=identity, retentionInDays=days)


def _set_key(caller: Caller, identity: str, old: Values, new: Values) -> None:
    key = new.get("kmsKeyId")
    if not old or key == old.get("kmsKeyId"):
        return
    if key:
        caller("AssociateKmsKey", logGroupName=identity, kmsKeyId=key)
    else:
        caller("DisassociateKmsKey", logGroupName=identity)


ROWS = (
    Row(
        type="aws:cloudwatch/logGroup:LogGroup",
        service="logs",
        create="CreateLogGroup",
        read="DescribeLogGroups",
        delete="DeleteLogGroup",
        key="logGroupName",
        found="logGroups[?logGroupName=='{id}'] | [0]",
        identity="inputs.name",
        properties=(
            sent("kmsKeyId", "kmsKeyId", removed=""),
            *named("name", "logGroupName", limit=512),
            step("retentionInDays", "retentionInDays", default=NEVER_EXPIRE, removed=NEVER_EXPIRE),
            local("skipDestroy", default=False),
        ),
        computed={"arn": "logGroupArn"},
        tagging=tagging.LOGS,
        read_arguments=lambda identity: {"logGroupNamePrefix": identity},
        steps=(_set_retention, _set_key),
    ),
)
