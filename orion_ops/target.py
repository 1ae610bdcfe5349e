"""The database that a command works on: its configuration and its regions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from orion_ops.aws import Aws, Record
from orion_ops.aws_errors import AwsError
from orion_rds.config import DatabaseConfig
from orion_rds.plan.site import Site, primary_site, standby_site

Found = TypeVar("Found")

NOT_FOUND = "NotFound"
"""Part of AWS's error codes for a resource that does not exist."""


@dataclass(slots=True)
class Target:
    """A database and its AWS account, with a cache of responses."""

    aws: Aws
    config: DatabaseConfig
    _answers: dict[object, Any] = field(default_factory=dict[object, Any], init=False)

    @property
    def sites(self) -> Sequence[Site]:
        """The regions of the database, the stack's own first."""
        return tuple(filter(None, (primary_site(self.config), standby_site(self.config))))

    def region(self, site: Site) -> str:
        """Return the name of a region."""
        return site.region or self.aws.region

    def existing(
        self, service: str, operation: str, key: str, region: str | None = None, **parameters: Any
    ) -> list[Record]:
        """Return the resources that AWS describes; none if they do not exist. The result is cached.

        Raises:
            AwsError: The call fails.
        """

        def ask() -> list[Record]:
            try:
                return self.aws.pages(service, operation, key, region, **parameters)
            except AwsError as error:
                if NOT_FOUND in error.code:
                    return []
                raise

        return self.once((service, operation, region, str(parameters)), ask)

    def once(self, key: object, ask: Callable[[], Found]) -> Found:
        """Return the result of a call, or raise its error; both are cached, as AWS may need minutes to refuse one."""
        if key not in self._answers:
            try:
                self._answers[key] = ask()
            except AwsError as error:
                self._answers[key] = error
        answer = self._answers[key]
        if isinstance(answer, AwsError):
            raise answer
        return answer
