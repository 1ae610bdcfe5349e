"""Policy documents, compared with what terraform-provider-aws 5.100.0 returned for the same arguments."""

import json

import pytest

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.policy_document import policy_document

SOURCE = {
    "Version": "2008-10-17",
    "Statement": [
        {"Effect": "Deny", "Principal": {"AWS": ["b", "a"], "Service": "x"}, "Action": ["y", "z"], "Resource": "*"},
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["q"],
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
        },
    ],
}
OVERRIDE = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Own", "Effect": "Deny", "Action": "a:b", "Resource": "*"}],
}
STATEMENTS = [
    {"sid": "Own", "actions": ["rds:*"], "resources": ["*"]},
    {
        "effect": "Deny",
        "notActions": ["iam:A", "iam:C", "iam:B", "iam:A"],
        "notResources": ["arn:aws:s3:::a/&{aws:username}/<x>"],
        "principals": [
            {"type": "AWS", "identifiers": ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"]},
            {"type": "Service", "identifiers": ["rds.amazonaws.com"]},
        ],
        "conditions": [
            {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]},
            {"test": "StringLike", "variable": "s3:prefix", "values": ["", "home/", "home/&{aws:username}/"]},
            {"test": "StringLike", "variable": "aws:x", "values": ["b"]},
        ],
    },
    {"actions": ["sts:AssumeRole"], "principals": [{"type": "*", "identifiers": ["*"]}]},
]
MINIFIED = (
    '{"Version":"2012-10-17","Id":"P","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"*"},'
    '{"Effect":"Deny","Action":["y","z"],"Resource":"*","Principal":{"AWS":["b","a"],"Service":"x"}},'
    '{"Effect":"Deny","Action":["q"],"Resource":"*","Principal":"*",'
    '"Condition":{"Bool":{"aws:SecureTransport":"false"}}},'
    '{"Sid":"Own","Effect":"Deny","Action":"a:b","Resource":"*"},'
    '{"Effect":"Deny","NotAction":["iam:C","iam:B","iam:A"],'
    '"NotResource":"arn:aws:s3:::a/${aws:username}/\\u003cx\\u003e",'
    '"Principal":{"AWS":["arn:aws:iam::210987654321:root","arn:aws:iam::123456789012:root"],'
    '"Service":"rds.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceAccount":"1"},'
    '"StringLike":{"aws:x":"b","s3:prefix":["","home/","home/${aws:username}/"]}}},'
    '{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}'
)


def test_the_document_is_the_real_providers() -> None:
    """With sources before, overrides after, single values alone, lists in falling order and variables of IAM."""
    base = policy_document({"statements": [{"sid": "Read", "actions": ["s3:Get*"], "resources": ["*"]}]})["json"]
    document = policy_document(
        {
            "policyId": "P",
            "statements": STATEMENTS,
            "sourcePolicyDocuments": [base, json.dumps(SOURCE)],
            "overridePolicyDocuments": [json.dumps(OVERRIDE)],
        }
    )

    assert document["minifiedJson"] == MINIFIED
    assert document["json"].startswith('{\n  "Version": "2012-10-17",\n  "Id": "P",\n  "Statement": [\n    {\n')
    # A checksum of all of the indented text.
    assert document["id"] == "1042396750"


def test_a_document_without_statements_is_a_version() -> None:
    """As the real provider writes it."""
    assert policy_document({}) == {
        "id": "1132004489",
        "json": '{\n  "Version": "2012-10-17"\n}',
        "minifiedJson": '{"Version":"2012-10-17"}',
        "version": "2012-10-17",
    }


def test_principals_of_one_type_are_listed_together() -> None:
    """A program that adds one in a loop loses none."""
    principals = [{"type": "AWS", "identifiers": [name]} for name in ("a", "b", "c")]

    document = json.loads(policy_document({"statements": [{"principals": principals}]})["json"])

    assert document["Statement"] == [{"Effect": "Allow", "Principal": {"AWS": ["a", "b", "c"]}}]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"statements": [{"sid": "A"}, {"sid": "A"}]}, r"duplicate Sid \(A\)"),
        ({"sourcePolicyDocuments": ["{"]}, "is no policy"),
        ({"overridePolicyDocuments": ['{"Statement": {"Effect": "Deny"}}']}, "list of statements"),
    ],
)
def test_what_the_provider_refuses_is_refused(arguments: dict[str, object], reason: str) -> None:
    """A statement alone, without its list, too: the provider cannot read it."""
    with pytest.raises(Refused, match=reason):
        policy_document(arguments)
