"""Values that another resource can produce."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import DatabaseConfig, EncryptionConfig, parse
from orion_rds.config.known_values import digest

KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


@pytest.mark.parametrize(
    "arn",
    [
        KEY,
        "arn:aws:kms:eu-west-1:123456789012:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "arn:aws-cn:kms:cn-north-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    ],
)
def test_keys_of_every_partition_are_accepted(arn: str) -> None:
    """Multi-Region keys too."""
    assert EncryptionConfig(kms_key_arn=arn).kms_key_arn == arn


@pytest.mark.parametrize(
    "text",
    [
        "alias/aws/rds",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "arn:aws:kms:us-east-1:123456789012:alias/orion",
        f"{KEY}\n",
        "",
    ],
)
def test_what_is_not_the_arn_of_a_key_is_refused(text: str) -> None:
    """An alias is resolved by AWS, and then shows as a change that replaces the cluster."""
    with pytest.raises(ValueError, match="ARN of a key"):
        EncryptionConfig(kms_key_arn=text)


def test_an_output_prints_as_such() -> None:
    """Its own text is a warning of several lines, and here an error."""
    secret = pulumi.Output.secret(KEY)
    assert repr(EncryptionConfig(kms_key_arn=secret)).startswith("EncryptionConfig(kms_key_arn='<output>', ")
    assert EncryptionConfig(kms_key_arn=secret).model_dump_json(exclude_none=True) == '{"kms_key_arn":"<output>"}'


def test_a_configuration_with_outputs_survives_a_round_trip_through_python(smallest: dict[str, Any]) -> None:
    """The outputs are the same objects, so that dependencies are kept."""
    key = pulumi.Output.from_input(KEY)
    config = parse(smallest | {"encryption": {"kms_key_arn": key}})
    again = DatabaseConfig.model_validate(config.model_dump())
    assert again == config
    assert again.encryption.kms_key_arn is key


def test_configurations_are_compared_by_their_plain_values(smallest: dict[str, Any]) -> None:
    """Text stays text, so equal configurations are equal."""
    one, other = (parse(smallest | {"encryption": {"kms_key_arn": KEY}}) for _ in range(2))
    assert one == other
    assert one != parse(smallest)


def test_the_digest_is_that_of_what_is_deployed(smallest: dict[str, Any]) -> None:
    """Another one lets the guard check the plain values beside the outputs again, in any order the same."""
    tags = {"Owner": "data", "Team": "orders"}
    plain = digest(parse(smallest | {"tags": tags}))

    assert plain == digest(parse(smallest | {"tags": dict(reversed(tags.items()))}))
    assert plain == digest(parse(smallest | {"tags": tags, "accepted_warnings": {"redis-open": "A trial."}}))
    assert plain != digest(parse(smallest | {"tags": {"Owner": "data"}}))
