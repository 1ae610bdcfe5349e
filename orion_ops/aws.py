"""AWS API calls with the caller's credentials."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from orion_ops.aws_errors import AwsError, explained

Record = Mapping[str, Any]
"""A structure in an AWS response, with AWS's names as keys."""

CONFIG = Config(connect_timeout=5, read_timeout=20)
"""Short timeouts, because an operator waits. boto3 decides on retries (`AWS_MAX_ATTEMPTS`)."""
HURRIED = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2})
"""For a region that may be unavailable: a call fails within seconds."""

Connect = Callable[[str, str], Any]
"""Creates the client of a service in a region."""


class Aws:
    """AWS API calls, by default in the region of the stack.

    Raises:
        AwsError: No region is configured.
    """

    def __init__(self, region: str | None, connect: Connect | None = None) -> None:
        """Set the region of the provider, and the function that creates clients, boto3's by default."""
        with _explaining("the configuration of boto3"):
            session = Session()
        self._connect = connect or partial(_connect, session, self)
        self.doubtful = frozenset[str]()
        """Regions that may be unavailable: their clients have short timeouts. Set it before the first call to them."""
        self._clients: dict[tuple[str, str], Any] = {}
        if (found := region or session.region_name) is None:
            raise AwsError("No region is configured. Set `aws:region` in the stack file, or AWS_REGION.")
        self.region: str = found

    def call(self, service: str, operation: str, region: str | None = None, **parameters: Any) -> Record:
        """Call an operation, by boto3's name such as `describe_db_clusters`.

        Raises:
            AwsError: AWS does not respond, or returns an error.
        """
        with self._asking(service, operation, region) as client:
            return getattr(client, operation)(**parameters)

    def pages(
        self, service: str, operation: str, key: str, region: str | None = None, **parameters: Any
    ) -> list[Record]:
        """Call an operation, and return the items of all its pages. Raises as `call` does."""
        with self._asking(service, operation, region) as client:
            if not client.can_paginate(operation):
                return list(getattr(client, operation)(**parameters).get(key, ()))
            return list(client.get_paginator(operation).paginate(**parameters).build_full_result().get(key, ()))

    @contextmanager
    def _asking(self, service: str, operation: str, region: str | None) -> Generator[Any]:
        where = region or self.region
        with _explaining(f"{service}:{operation}", where):
            client = self._client(service, where)
        # The name of the action in IAM policies.
        prefix, action = service.replace("-", ""), client.meta.method_to_api_mapping[operation]
        with _explaining(f"{prefix}:{action}", where):
            yield client

    def _client(self, service: str, region: str) -> Any:
        if (service, region) not in self._clients:
            self._clients[service, region] = self._connect(service, region)
        return self._clients[service, region]


def _connect(session: Session, aws: Aws, service: str, region: str) -> Any:
    config = HURRIED if region in aws.doubtful else CONFIG
    return session.client(service, region_name=region, config=config)  # pyright: ignore[reportCallIssue,reportArgumentType] # any service


@contextmanager
def _explaining(call: str, region: str = "") -> Generator[None]:
    try:
        yield
    # The last three do not derive from boto3's own classes of errors.
    except (BotoCoreError, ClientError, ResponseParserError, OSError, ValueError) as error:
        raise explained(error, f"{call} in {region}" if region else call) from None
