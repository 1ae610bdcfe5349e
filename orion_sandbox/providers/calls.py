"""Calls to the sandbox's AWS API."""

import functools
import os
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, ParamValidationError, UnknownRegionError
from botocore.model import Shape

ENDPOINT_VARIABLE = "ORION_SANDBOX_ENDPOINT"
TOKEN_VARIABLE = "ORION_SANDBOX_TOKEN"  # noqa: S105 - a name
_NOT_FOUND = ("NotFound", "NoSuch", "404")
ATTEMPTS = 25
"""`max_retries` of terraform-provider-aws 5.100, by default."""
_WAITS = tuple(min(0.02 * 2**attempt, 0.25) for attempt in range(ATTEMPTS - 1))
"""Seconds. The provider waits up to 20 between attempts, for AWS to be less busy; the sandbox has no other callers."""
_PASSING_STATUS = frozenset({500, 502, 503, 504})
_PASSING_CODES = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
    }
)
"""The errors after which aws-sdk-go-v2 retries (aws/retry/standard.go)."""


class Refused(Exception):
    """A refused request; the message is for the user, in one line or more."""


def endpoint() -> str:
    """Return the sandbox's address, from `ORION_SANDBOX_ENDPOINT`.

    Raises `Refused` if it is missing or not a loopback address: a stand-in never calls real AWS.
    """
    address = os.environ.get(ENDPOINT_VARIABLE, "")
    if urlsplit(address).hostname != "127.0.0.1":
        raise Refused(
            f"{ENDPOINT_VARIABLE} is {address!r}, not a loopback address such as http://127.0.0.1:4566: this `aws` "
            "provider is the sandbox's stand-in and calls nothing else. Start the stack with `orion-sandbox up`."
        )
    return address


@functools.cache
def _client(service: str, region: str, address: str) -> Any:
    return boto3.client(  # pyright: ignore[reportCallIssue] # boto3 names every service in overloads
        service,  # pyright: ignore[reportArgumentType]
        region_name=region,
        endpoint_url=address,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",  # noqa: S106 # the sandbox takes any
        config=Config(
            retries={"total_max_attempts": 1},
            proxies={},
            # No limit, as in the provider: an API process that is stopped answers after it continues.
            read_timeout=None,  # pyright: ignore[reportArgumentType]
        ),
    )


def load_service(service: str) -> None:
    """Load boto3's model of a service, the slowest part of creating its first client."""
    _client(service, "us-east-1", "http://127.0.0.1")


@functools.cache
def service_model(service: str) -> Any:
    """Return botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


@functools.cache
def is_region(name: str) -> bool:
    """Return whether a partition of AWS has regions with a name of this form, which the provider checks first."""
    try:
        botocore.session.get_session().get_partition_for_region(name)
    except UnknownRegionError:
        return False
    return True


def account(region: str) -> str:
    """Return the account of the sandbox's API."""
    return Caller("sts", region)("GetCallerIdentity")["Account"]


class Caller:
    """One service in one region of the sandbox."""

    def __init__(self, service: str, region: str) -> None:
        self.service = service
        self.region = region
        self.asked_again = False
        """Whether a call was retried although AWS may have carried it out."""
        self._client = _client(service, region, endpoint())

    @property
    def partition(self) -> str:
        """The partition of the region, such as `aws`."""
        return self._client.meta.partition

    def __call__(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Return AWS's answer. Raises `Refused` with AWS's code and text, `NotFound` if the resource does not exist.

        Like the provider, it retries after a transient failure. If AWS carried out the call and its answer was lost,
        the retry repeats the change, or is refused because the resource exists.
        """
        tokens = {name: str(uuid4()) for name in self._model(operation).idempotent_members}
        call = getattr(self._client, xform_name(operation))
        return self._asked(operation, lambda: call(**tokens, **arguments), repeatable=bool(tokens))

    def every_page(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Return the answers of all pages of a list operation as one. Raises like a call."""
        name = xform_name(operation)
        if not self._client.can_paginate(name):
            return self(operation, **arguments)
        pages = self._client.get_paginator(name)
        return self._asked(operation, lambda: pages.paginate(**arguments).build_full_result(), repeatable=True)

    def _asked(self, operation: str, call: Callable[[], dict[str, Any]], *, repeatable: bool) -> dict[str, Any]:
        for wait in _WAITS:
            try:
                return self._answer(operation, call)
            except _Passing as failure:
                self.asked_again |= failure.may_be_done and not repeatable
                time.sleep(wait)
        try:
            return self._answer(operation, call)
        except _Passing as failure:
            raise Refused(f"{failure}, after {ATTEMPTS} attempts") from None

    def _answer(self, operation: str, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        called = f"({self.service}:{operation}, {self.region})"
        try:
            return call()
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            kind = NotFound if any(mark in code for mark in _NOT_FOUND) else Refused
            text = f"{code}: {message} {called}"
            if code in _PASSING_CODES:
                raise _Passing(text, may_be_done=False) from None
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in _PASSING_STATUS:
                raise _Passing(text, may_be_done=True) from None
            raise kind(text) from None
        except HTTPClientError as error:
            raise _Passing(f"{error} {called}", may_be_done=True) from None
        except ParamValidationError as error:
            raise Refused(f"{self.service}:{operation}: {error}") from None

    def _model(self, operation: str) -> Any:
        return self._client.meta.service_model.operation_model(operation)

    def members(self, operation: str) -> Mapping[str, Shape]:
        """The members of an operation's input, with their shapes."""
        return self._model(operation).input_shape.members

    def required_members(self, operation: str) -> frozenset[str]:
        """The required members of an operation's input."""
        return frozenset(self._client.meta.service_model.operation_model(operation).input_shape.required_members)


class NotFound(Refused):
    """AWS has no such resource."""


class _Passing(Refused):
    """A transient failure, after which the provider retries."""

    def __init__(self, text: str, *, may_be_done: bool) -> None:
        super().__init__(text)
        self.may_be_done = may_be_done
        """Whether AWS may have carried out the call."""
