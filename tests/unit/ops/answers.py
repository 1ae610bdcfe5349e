"""Answers of AWS for real boto3 clients, each checked against the model of its operation."""

from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from boto3.session import Session
from botocore.model import OperationModel
from botocore.validate import ParamValidator

from orion_ops.aws import Aws

Answer = Mapping[str, Any] | Exception | Callable[[Mapping[str, Any]], Mapping[str, Any] | Exception]
"""A response, an error, or what makes one of them from the parameters."""


class Refused(Exception):
    """AWS answers with an error."""

    def __init__(self, code: str, message: str = "Not today.") -> None:
        """Take AWS's code."""
        super().__init__(code)
        self.answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": 400}}


class Answers(dict[tuple[str, str], Answer]):
    """Answers by region and operation, such as `describe_db_clusters`. An operation without one is not found."""

    def aws(self, region: str = "us-east-1") -> Aws:
        """Return AWS as it answers, until the next one is asked for."""
        _Client.answers = self
        return Aws(region, lambda service, where: _client(service, where).client)


FILTERS = {
    "group-id": ("SecurityGroups", "GroupId"),
    "prefix-list-id": ("PrefixLists", "PrefixListId"),
    "subnet-id": ("Subnets", "SubnetId"),
    "vpc-id": ("Vpcs", "VpcId"),
}
"""The filters of EC2: where the items are, and their ids."""


def filtered(response: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the items of a response that EC2's filters ask for."""
    for condition in given.get("Filters", ()):
        if condition.get("Name") in FILTERS:
            key, identity = FILTERS[condition["Name"]]
            response = {key: [item for item in response[key] if item[identity] in condition["Values"]]}
    return response


@cache
def _client(service: str, region: str) -> "_Client":
    """Return one client for all tests, since its model takes a while to read."""
    return _Client(service, region)


class _Client:
    """A client that sends nothing."""

    answers = Answers()

    def __init__(self, service: str, region: str) -> None:
        session = Session(aws_access_key_id="test", aws_secret_access_key="test")
        self.client: Any = session.client(service, region_name=region)  # pyright: ignore[reportCallIssue,reportArgumentType]
        self._region = region
        self._names = {name: method for method, name in self.client.meta.method_to_api_mapping.items()}
        self._given: Mapping[str, Any] = {}
        self.client.meta.events.register("provide-client-params", self._note)
        self.client.meta.events.register("before-call", self._answer)

    def _note(self, params: Mapping[str, Any], **_: object) -> None:
        self._given = params

    def _answer(self, model: OperationModel, **_: object) -> tuple[Any, Mapping[str, Any]]:
        found = self.answers.get((self._region, self._names[model.name]), Refused("ResourceNotFoundException"))
        if callable(found):
            found = found(self._given)
        if isinstance(found, Refused):
            return SimpleNamespace(status_code=400), found.answer
        if isinstance(found, Exception):
            raise found
        response = filtered(found, self._given)
        if model.output_shape is None:
            return SimpleNamespace(status_code=200), response
        report = ParamValidator().validate(dict(response), model.output_shape)
        assert not report.has_errors(), f"{model.name}: {report.generate_report()}"
        return SimpleNamespace(status_code=200), response
