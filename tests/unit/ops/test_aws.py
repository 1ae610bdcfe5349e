"""AWS's errors: each is one sentence with the next step."""

import pytest
from botocore import exceptions
from botocore.parsers import ResponseParserError

from orion_ops.aws import Aws
from orion_ops.aws_errors import BY_CODE, BY_EXCEPTION, AwsError
from tests.unit.ops.answers import Answers, Refused

PLACE = {"endpoint_url": "https://rds.us-east-1.amazonaws.com/", "error": "refused"}

ERRORS: dict[str, tuple[Exception, str]] = {
    "denied": (
        Refused("AccessDenied", "User: me is not authorized\n to perform: it."),
        "rds:DescribeDBClusters in us-east-1 is not allowed (AccessDenied: User: me is not authorized to perform: it). "
        "Allow the caller this action, or use other credentials.",
    ),
    "expired": (
        Refused("ExpiredToken"),
        "was refused because the credentials have expired (ExpiredToken: Not today). Log",
    ),
    "unknown key": (Refused("InvalidClientTokenId"), "because AWS does not know the credentials, or the region is not"),
    "throttled": (
        Refused("Throttling"),
        "was throttled because the account makes too many calls (Throttling: Not today).",
    ),
    "down": (Refused("InternalFailure", ""), "failed in AWS (InternalFailure). Run the command again in a minute"),
    "other": (Refused("KMSInvalidState"), "failed (KMSInvalidState: Not today). Look up the error"),
    "no profile": (exceptions.ProfileNotFound(profile="prod"), "because the profile does not exist (The config"),
    "no credentials": (exceptions.NoCredentialsError(), "there are no credentials (Unable to locate credentials). Set"),
    "no login": (exceptions.SSOTokenLoadError(error_msg="expired"), "could not be retrieved (Error loading SSO Token"),
    "timed out": (exceptions.ReadTimeoutError(**PLACE), "timed out (Read timeout on endpoint URL"),
    "proxy": (
        exceptions.ProxyConnectionError(proxy_url="http://proxy", error="refused"),
        "because the proxy or the TLS handshake failed",
    ),
    "unreachable": (exceptions.EndpointConnectionError(**PLACE), "did not reach AWS (Could not connect to the"),
    "cut": (exceptions.ConnectionClosedError(**PLACE), "did not reach AWS (Connection was closed before"),
    "no answer of AWS": (
        ResponseParserError("Unable to parse response, invalid XML received:\nb'<html>'"),
        "was answered by something other than AWS (Unable to parse response, invalid XML received: b'<html>'). Check",
    ),
    "setting": (ValueError("Invalid endpoint: localhost:4566"), "because a setting is wrong (Invalid endpoint: local"),
    "program": (FileNotFoundError(2, "No such file", "login"), "is wrong ([Errno 2] No such file: 'login'). Correct"),
    "something else": (exceptions.DataNotFoundError(data_path="x"), "failed (Unable to load data for: x)."),
}


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("paged", [False, True])
def test_an_error_says_what_failed_where_and_what_to_do(error: str, paged: bool) -> None:
    """In one line: the call as IAM names it, the region, AWS's own words and the next step."""
    given, text = ERRORS[error]
    aws = Answers({("us-east-1", "describe_db_clusters"): given}).aws()

    with pytest.raises(AwsError) as raised:
        aws.pages("rds", "describe_db_clusters", "DBClusters") if paged else aws.call("rds", "describe_db_clusters")

    assert text in str(raised.value)
    assert str(raised.value).startswith("rds:DescribeDBClusters in us-east-1 ")
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_every_kind_of_error_has_one_meaning() -> None:
    """A code in two rows would be found in the first one only."""
    codes = [code for _, codes in BY_CODE for code in codes]
    kinds = [kind for _, kinds in BY_EXCEPTION for kind in kinds]

    assert len(codes) == len(set(codes))
    assert len(kinds) == len(set(kinds))


def test_a_region_that_nobody_names_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 would raise at the first call."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")

    with pytest.raises(AwsError, match="Set `aws:region` in the stack file, or AWS_REGION"):
        Aws(None)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert Aws(None).region == "eu-west-1"
    assert Aws("us-east-1").region == "us-east-1"


def test_a_profile_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first call."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_PROFILE", "prod")

    with pytest.raises(
        AwsError, match=r"the profile does not exist \(The config profile \(prod\) could not be found\)"
    ):
        Aws("us-east-1").call("sts", "get_caller_identity")


def test_another_region_is_asked_there() -> None:
    """And an operation without pages is asked once."""
    answers = Answers({("us-west-2", "describe_account_attributes"): {"AccountQuotas": [{"Max": 40}]}})

    assert answers.aws().pages("rds", "describe_account_attributes", "AccountQuotas", "us-west-2") == [{"Max": 40}]


def test_a_region_that_may_be_lost_has_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says of other calls."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "9")
    aws = Aws("us-east-1")
    aws.doubtful = frozenset({"us-east-1"})

    here, there = (aws._client("rds", region).meta.config for region in ("us-east-1", "us-west-2"))

    assert (here.retries["total_max_attempts"], here.connect_timeout, here.read_timeout) == (2, 3, 5)
    assert (there.retries["total_max_attempts"], there.connect_timeout, there.read_timeout) == (9, 5, 20)


@pytest.mark.parametrize(("name", "value"), [("AWS_ENDPOINT_URL", "localhost:4566"), ("AWS_MAX_ATTEMPTS", "ten")])
def test_a_setting_with_which_there_is_no_client(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 raises a ValueError for it when it makes the client."""
    monkeypatch.setenv(name, value)

    with pytest.raises(AwsError, match=r"^sts:get_caller_identity in us-east-1 could not be made because a setting is"):
        Aws("us-east-1").call("sts", "get_caller_identity")
