"""What no row has, in the stand-in provider that is not strict."""

import re
from typing import Any

import pytest

from orion_rds.testing import UNKNOWN
from orion_sandbox import daemon
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Refused
from tests.contract.aws_api.conftest import ClientOf

QUEUE = "aws:sqs/queue:Queue"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


@pytest.fixture
def provider(api: daemon.Api, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """The provider, with a default tag."""
    monkeypatch.setenv(ENDPOINT_VARIABLE, api.endpoint)
    made = Aws(strict=False)
    made.configure({"region": "us-east-1", "defaultTags": '{"tags": {"Cost": "data"}}'})
    return made


def created(provider: Aws, kind: str, **inputs: Any) -> tuple[Any, Any]:
    """Check and create a resource; return the inputs and its state."""
    checked = provider.check(kind, "orders", {}, inputs, b"seed")
    assert checked.failures == ()
    return checked.inputs, provider.create(kind, checked.inputs, preview=False)


def test_a_type_without_a_row_is_kept_with_made_up_outputs(provider: Aws) -> None:
    """The rest of the program goes on, and one line says what it is worth."""
    inputs, state = created(provider, QUEUE, fifoQueue=True, tags={"Owner": "shop"})

    assert re.fullmatch(r"orders-[0-9a-f]{7}", inputs["name"])
    assert state.properties["arn"] == f"arn:aws:sqs:us-east-1:123456789012:{inputs['name']}"
    assert state.properties["fifoQueue"] is True
    assert state.properties["tagsAll"] == {"Cost": "data", "Owner": "shop"}
    assert provider.notices == [
        f"the sandbox does not imitate {QUEUE}: it is kept in the state, and its id, ARN and outputs are made up"
    ]
    assert provider.read(QUEUE, state.id, inputs, state.properties).properties == state.properties  # pyright: ignore[reportOptionalMemberAccess]


def test_a_change_of_it_is_made_in_place_and_taken_away_is_gone(provider: Aws) -> None:
    """Id and ARN stay, and so do the outputs that others have read."""
    inputs, state = created(provider, QUEUE, delaySeconds=5, fifoQueue=True)
    newer = provider.check(QUEUE, "orders", inputs, {"delaySeconds": 9}, b"other").inputs

    assert provider.diff(QUEUE, inputs, state.properties, inputs).changes == {}
    assert provider.diff(QUEUE, inputs, state.properties, newer).changes == {
        "delaySeconds": "UPDATE",
        "fifoQueue": "DELETE",
    }
    updated = provider.update(QUEUE, state.id, inputs, state.properties, newer, preview=False)
    assert updated.properties["delaySeconds"] == 9
    assert "fifoQueue" not in updated.properties
    assert updated.properties["arn"] == state.properties["arn"]
    assert updated.properties["name"] == inputs["name"]
    provider.delete(QUEUE, state.id, updated.properties)


def test_an_import_of_it_has_what_the_program_writes(provider: Aws) -> None:
    """And a reference to one that exists has an ARN to pass on."""
    found = provider.read(QUEUE, "https://sqs/orders", {}, {})
    written = provider.check(QUEUE, "orders", {}, {"name": "orders", "delaySeconds": 5}, b"seed").inputs

    assert found is not None
    assert found == provider.read(QUEUE, "https://sqs/orders", {}, {})
    assert found.id == "https://sqs/orders"
    assert found.properties["arn"].startswith("arn:aws:sqs:us-east-1:123456789012:")
    assert provider.diff(QUEUE, found.inputs, found.properties, written).changes == {}


def test_a_preview_of_it_knows_the_inputs_only(provider: Aws) -> None:
    """A made-up id in a preview would differ from the one of the up."""
    checked = provider.check(QUEUE, "orders", {}, {"delaySeconds": UNKNOWN, "policy": "{}"}, b"seed")
    planned = provider.create(QUEUE, checked.inputs, preview=True).properties

    assert planned["arn"] is UNKNOWN
    assert planned["delaySeconds"] is UNKNOWN
    assert planned["policy"] == "{}"


def test_what_the_sdk_does_not_have_is_refused_all_the_same(provider: Aws) -> None:
    """Kept is what AWS may take, not what it never will."""
    failures = provider.check(QUEUE, "orders", {}, {"fifo": True, "delaySeconds": "long"}, b"seed").failures

    assert failures == (
        ("fifo", f"{QUEUE} has no property 'fifo'"),
        ("delaySeconds", f"{QUEUE}.delaySeconds is 'long', which is no int"),
    )
    with pytest.raises(Refused, match=r"no pulumi_aws\.sqs\.QueuesArgs"):
        provider.check("aws:sqs/queues:Queues", "orders", {}, {}, b"seed")


def test_another_property_of_a_type_with_a_row_is_kept_beside_what_is_judged(
    provider: Aws, client: ClientOf, name: str
) -> None:
    """The resource itself is in AWS; one line names each property that never got there."""
    inputs, state = created(provider, LOG_GROUP, name=f"/{name}", logGroupClass="INFREQUENT_ACCESS", retentionInDays=7)
    assert provider.notices == [
        f"the sandbox does not imitate the property 'logGroupClass' of {LOG_GROUP}: it is kept in the state only"
    ]
    (found,) = client("logs").describe_log_groups(logGroupNamePrefix=f"/{name}")["logGroups"]
    assert found["retentionInDays"] == 7
    assert state.properties["logGroupClass"] == "INFREQUENT_ACCESS"

    read = provider.read(LOG_GROUP, state.id, inputs, state.properties)
    assert read is not None
    assert provider.diff(LOG_GROUP, read.inputs, read.properties, inputs).changes == {}


def test_a_configuration_without_a_region_is_in_the_sandboxs_own() -> None:
    """The one that AWS_REGION names to the programs then."""
    provider = Aws(strict=False)
    provider.configure({})

    assert provider.check(QUEUE, "orders", {}, {}, b"seed").inputs["region"] == "us-east-1"


def test_a_function_without_a_row_answers_the_same_every_time(provider: Aws) -> None:
    """Otherwise each preview would show a change."""
    function = "aws:ec2/getAmi:getAmi"
    first, second = (provider.invoke(function, {"mostRecent": True, "owners": ["amazon"]}) for _ in range(2))

    assert first == second
    assert re.fullmatch("ami-[0-9a-f]{17}", first["id"])
    assert first["owners"] == ["amazon"]
    assert first["id"] != provider.invoke(function, {"owners": ["self"]})["id"]
    assert set(provider.notices) == {f"the sandbox does not imitate {function}: its result is made up"}
    with pytest.raises(Refused, match=r"the installed SDK has no pulumi_aws\.ec2\.GetAmyResult"):
        provider.invoke("aws:ec2/getAmy:getAmy", {})


def test_another_argument_of_a_function_with_a_row_is_ignored_and_said(provider: Aws) -> None:
    """The search may then find more than on AWS, so the line names the argument."""
    found = provider.invoke("aws:sns/getTopic:getTopic", {"name": "database-alarms", "tags": {"a": "b"}})

    assert found["arn"].endswith(":database-alarms")
    assert provider.notices == [
        "the sandbox does not imitate the argument 'tags' of aws:sns/getTopic:getTopic: it is ignored"
    ]
