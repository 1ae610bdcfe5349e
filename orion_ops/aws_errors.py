"""Errors of AWS calls, each as one sentence with the next step."""

from typing import NamedTuple

from botocore import exceptions
from botocore.parsers import ResponseParserError

from orion_ops.errors import OpsError


class AwsError(OpsError):
    """A failed AWS call, in one sentence with the next step."""

    def __init__(self, text: str, code: str = "") -> None:
        """Set the text, and AWS's error code, which is empty if AWS did not respond."""
        super().__init__(text)
        self.code = code


class Outcome(NamedTuple):
    """How a call failed, and the next step."""

    happened: str
    step: str


_LOG_IN = "Log in again, for example with `aws sso login`, and check `aws sts get-caller-identity`."

BY_CODE: tuple[tuple[Outcome, frozenset[str]], ...] = (
    (
        Outcome("is not allowed", "Allow the caller this action, or use other credentials."),
        frozenset({
            "AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException",
            "NotAuthorized", "UnauthorizedOperation",
        }),
    ),
    (
        Outcome("was refused because the credentials have expired", _LOG_IN),
        frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"}),
    ),
    (
        Outcome(
            "was refused because AWS does not know the credentials, or the region is not enabled for the account",
            "Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY with `aws sts get-caller-identity`.",
        ),
        frozenset({
            "AuthFailure", "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId",
            "InvalidSignatureException", "MissingAuthenticationToken", "OptInRequired", "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        }),
    ),
    (
        Outcome(
            "was throttled because the account makes too many calls",
            "Run the command again in a minute, or set AWS_MAX_ATTEMPTS=10 for more retries.",
        ),
        frozenset({
            "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
            "Throttling", "ThrottlingException", "TooManyRequestsException",
        }),
    ),
    (
        Outcome("failed in AWS", "Run the command again in a minute, and check https://health.aws.amazon.com."),
        frozenset({
            "500", "502", "503", "504", "InternalError", "InternalFailure", "InternalServerError",
            "InternalServiceError", "ServiceUnavailable", "ServiceUnavailableException",
        }),
    ),
)  # fmt: skip
"""Failures by AWS's error code."""

BY_EXCEPTION: tuple[tuple[Outcome, tuple[type[Exception], ...]], ...] = (
    (
        Outcome("could not be made because the profile does not exist", "Check AWS_PROFILE."),
        (exceptions.ProfileNotFound,),
    ),
    (
        Outcome(
            "could not be made because there are no credentials",
            "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`.",
        ),
        (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.NoAuthTokenError),
    ),
    (
        Outcome("could not be made because the credentials could not be retrieved", _LOG_IN),
        (
            exceptions.CredentialRetrievalError,
            exceptions.MetadataRetrievalError,
            exceptions.RefreshWithMFAUnsupportedError,
            exceptions.SSOError,
            exceptions.TokenRetrievalError,
        ),
    ),
    (
        Outcome(
            "timed out",
            "Check the network, a VPN or proxy, and AWS_ENDPOINT_URL; then run the command again.",
        ),
        (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError),
    ),
    (
        Outcome(
            "could not be made because the proxy or the TLS handshake failed",
            "Check the proxy (HTTPS_PROXY) and its certificate (AWS_CA_BUNDLE).",
        ),
        (exceptions.ProxyConnectionError, exceptions.SSLError),
    ),
    (
        Outcome(
            "did not reach AWS",
            "Check the network and AWS_ENDPOINT_URL, and that the region has the service; then run the command again.",
        ),
        (exceptions.ConnectionError, exceptions.HTTPClientError),
    ),
    (
        Outcome(
            "was answered by something other than AWS",
            "Check the network, a VPN or proxy, and AWS_ENDPOINT_URL; then run the command again.",
        ),
        (ResponseParserError,),
    ),
    (
        Outcome(
            "could not be made because a setting is wrong",
            "Correct it: AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS, the region, or a setting in `~/.aws/config`, such as "
            "`credential_process`.",
        ),
        (OSError, ValueError),
    ),
)
"""Failures by boto3's exception, the most specific first: AWS did not respond."""

OTHER = Outcome("failed", "Look up the error, then run the command again.")


def explained(error: Exception, call: str) -> AwsError:
    """Return the error of a call as one sentence, with the next step."""
    if isinstance(error, exceptions.ClientError):
        answer = error.response.get("Error", {})
        code, text = str(answer.get("Code", "")), str(answer.get("Message", ""))
        outcome = next((each for each, codes in BY_CODE if code in codes), OTHER)
        return _written(call, outcome, f"{code}: {text}" if text else code, code)
    outcome = next((each for each, kinds in BY_EXCEPTION if isinstance(error, kinds)), OTHER)
    return _written(call, outcome, str(error), "")


def _written(call: str, outcome: Outcome, detail: str, code: str) -> AwsError:
    text = " ".join(detail.split()).rstrip(".")
    return AwsError(f"{call} {outcome.happened} ({text}). {outcome.step}", code)
