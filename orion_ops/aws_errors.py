"""AWS's errors, each as one sentence with the next step."""

from typing import NamedTuple

from botocore import exceptions

from orion_ops.errors import OpsError


class AwsError(OpsError):
    """A call that failed, in one sentence with the next step."""

    def __init__(self, text: str, code: str = "") -> None:
        """Take the text, and the code of AWS, which is empty where AWS did not answer."""
        super().__init__(text)
        self.code = code


class Outcome(NamedTuple):
    """What became of a call, and the next step."""

    happened: str
    step: str


_LOG_IN = "Log in again, for example with `aws sso login`, and check `aws sts get-caller-identity`."

ANSWERS: tuple[tuple[Outcome, frozenset[str]], ...] = (
    (
        Outcome("is not allowed", "Allow the action to the caller, or use other credentials."),
        frozenset({
            "AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException",
            "NotAuthorized", "UnauthorizedOperation",
        }),
    ),
    (
        Outcome("was refused, as the credentials have expired", _LOG_IN),
        frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"}),
    ),
    (
        Outcome(
            "was refused, as AWS does not know the credentials, or the region is not enabled for the account",
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
            "was throttled, as the account makes too many calls",
            "Run the command again in a minute; with AWS_MAX_ATTEMPTS=10 it tries more often.",
        ),
        frozenset({
            "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
            "Throttling", "ThrottlingException", "TooManyRequestsException",
        }),
    ),
    (
        Outcome("failed in AWS", "Run the command again in a minute, and look at https://health.aws.amazon.com."),
        frozenset({
            "500", "502", "503", "504", "InternalError", "InternalFailure", "InternalServerError",
            "InternalServiceError", "ServiceUnavailable", "ServiceUnavailableException",
        }),
    ),
)  # fmt: skip
"""What the codes of AWS's errors say."""

SILENCES: tuple[tuple[Outcome, tuple[type[Exception], ...]], ...] = (
    (Outcome("could not be made, as there is no such profile", "Check AWS_PROFILE."), (exceptions.ProfileNotFound,)),
    (
        Outcome(
            "could not be made, as there are no credentials",
            "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`.",
        ),
        (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.NoAuthTokenError),
    ),
    (
        Outcome("could not be made, as the credentials could not be fetched", _LOG_IN),
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
            "had no answer in time",
            "Check the network, a VPN or proxy, and AWS_ENDPOINT_URL; then run the command again.",
        ),
        (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError),
    ),
    (
        Outcome(
            "could not be made, as the connection failed on the way",
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
)
"""What boto3's own errors say, the most precise first: there was no answer."""

OTHER = Outcome("failed", "Look the error up, and run the command again.")


def explained(error: exceptions.BotoCoreError | exceptions.ClientError, call: str) -> AwsError:
    """Return the error of a call as one sentence, with the next step."""
    if isinstance(error, exceptions.ClientError):
        answer = error.response.get("Error", {})
        code, text = str(answer.get("Code", "")), str(answer.get("Message", ""))
        outcome = next((each for each, codes in ANSWERS if code in codes), OTHER)
        return _written(call, outcome, f"{code}: {text}" if text else code, code)
    outcome = next((each for each, kinds in SILENCES if isinstance(error, kinds)), OTHER)
    return _written(call, outcome, str(error), "")


def _written(call: str, outcome: Outcome, told: str, code: str) -> AwsError:
    text = " ".join(told.split()).rstrip(".")
    return AwsError(f"{call} {outcome.happened} ({text}). {outcome.step}", code)
