"""The simulation of permissions."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import ClientOf

ROLE = "arn:aws:iam::123456789012:role/orion-prod-x"


def document(*statements: dict[str, Any]) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Resource": "*", **each} for each in statements]})


def decisions(iam: Any, source: str, *actions: str, **more: Any) -> list[str]:
    """Return the decision of each action."""
    answer = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=list(actions), **more)
    return [each["EvalDecision"] for each in answer["EvaluationResults"]]


def test_the_callers_of_the_sandbox_are_allowed_everything(client: ClientOf) -> None:
    """As its API does."""
    caller = client("sts").get_caller_identity()["Arn"]

    assert decisions(client("iam"), caller, "rds:CreateDBCluster", "iam:PassRole") == ["allowed", "allowed"]


@pytest.mark.parametrize("kind", ["user", "role"])
def test_the_policies_of_users_and_roles_decide(kind: str, client: ClientOf, name: str) -> None:
    """Inline and attached ones; a statement that denies comes first."""
    iam = client("iam")
    if kind == "user":
        source = iam.create_user(UserName=name)["User"]["Arn"]
        put, attach = iam.put_user_policy, iam.attach_user_policy
    else:
        trust = document({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}})
        trust = trust.replace('"Resource": "*", ', "")
        source = iam.create_role(RoleName=name, Path="/a/", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        put, attach = iam.put_role_policy, iam.attach_role_policy
    named = {f"{kind.title()}Name": name}
    inline = document({"Effect": "Allow", "Action": "rds:*"}, {"Effect": "Deny", "Action": "rds:Delete*"})
    put(**named, PolicyName="inline", PolicyDocument=inline)
    passing = {
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": "arn:aws:iam::*:role/orion-prod-*",
        "Condition": {"StringEquals": {"iam:PassedToService": ["backup.amazonaws.com"]}},
    }
    policy = iam.create_policy(PolicyName=name, PolicyDocument=document(passing))["Policy"]["Arn"]
    attach(**named, PolicyArn=policy)

    assert decisions(iam, source, "rds:CreateDBCluster", "rds:DeleteDBCluster", "sns:CreateTopic") == [
        "allowed",
        "explicitDeny",
        "implicitDeny",
    ]
    entry = {"ContextKeyName": "iam:PassedToService", "ContextKeyType": "string"}
    on_role = {"ResourceArns": [ROLE], "ContextEntries": [{**entry, "ContextKeyValues": ["backup.amazonaws.com"]}]}
    assert decisions(iam, source, "iam:PassRole", **on_role) == ["allowed"]
    on_another = {**on_role, "ResourceArns": ["arn:aws:iam::123456789012:role/other"]}
    assert decisions(iam, source, "iam:PassRole", **on_another) == ["implicitDeny"]


def test_who_does_not_exist_is_refused(client: ClientOf) -> None:
    """With AWS's code."""
    for source in ("user/nobody", "role/nobody", "group/all"):
        with pytest.raises(ClientError, match="NoSuchEntity"):
            decisions(client("iam"), f"arn:aws:iam::123456789012:{source}", "rds:CreateDBCluster")


def test_the_quota_of_nodes_is_the_default(client: ClientOf) -> None:
    """Others are moto's, or do not exist."""
    quotas = client("service-quotas")

    assert quotas.get_service_quota(ServiceCode="elasticache", QuotaCode="L-DFE45DF3")["Quota"]["Value"] == 300
    with pytest.raises(ClientError, match="NoSuchResource"):
        quotas.get_service_quota(ServiceCode="elasticache", QuotaCode="L-00000000")
