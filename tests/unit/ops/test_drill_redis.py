"""`orion-rds drill failover --redis`: what it refuses before it does anything, and how it connects."""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orion_ops.deployed import Deployed
from orion_ops.drill import command, redis
from orion_ops.drill.failover import Result
from orion_ops.drill.measured import Interruption
from orion_ops.errors import OpsError
from orion_ops.reaching import CONNECT_TO, ROOT_CERTIFICATE, Address
from orion_rds.cli.__main__ import main
from orion_rds.config import DatabaseConfig
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers
from tests.unit.ops.production import CONFIG, HERE, healthy

DRILL = ["drill", "failover", "--redis", "--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
NAME = "orion-prod-redis"
SECRETS = {
    "orion-prod/redis/app-1": {"host": "p", "port": 6379, "username": "app", "password": "of the user"},
    "orion-prod/redis/token-1": {"host": "p", "port": 6379, "password": "of all"},
}
IDENTITY = {"ReplicationGroupId": NAME, "ClusterEnabled": False, "TransitEncryptionEnabled": True}


def described(**values: Any) -> dict[str, Any]:
    """Describe the replication group."""
    shard = {
        "NodeGroupId": "0001",
        "PrimaryEndpoint": {"Address": "p", "Port": 6379},
        "ReaderEndpoint": {"Address": "r", "Port": 6379},
        "NodeGroupMembers": [
            {"CacheClusterId": f"{NAME}-00{number}", "CurrentRole": role, "ReadEndpoint": {"Address": f"n{number}"}}
            for number, role in ((1, "replica"), (2, "primary"))
        ],
    }
    steady = {"Status": "available", "AutomaticFailover": "enabled", "NodeGroups": [shard]}
    return {"ReplicationGroups": [{**IDENTITY, **steady, **values}]}


def secrets(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answer which secrets begin with a word, as AWS does: those with a similar name too."""
    assert given["Filters"][0]["Key"] == "name"
    assert given["Filters"][0]["Values"][0].startswith("orion-prod/redis/")
    return {"SecretList": [{"Name": name, "ARN": f"arn of {name}"} for name in SECRETS]}


def secret(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a value."""
    return {"SecretString": json.dumps(SECRETS[given["SecretId"].removeprefix("arn of ")])}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, a healthy stack."""
    answers = healthy()
    answers[HERE, "describe_replication_groups"] = described()
    answers[HERE, "list_secrets"] = secrets
    answers[HERE, "get_secret_value"] = secret
    monkeypatch.setattr(command, "Aws", answers.aws)
    monkeypatch.delenv(CONNECT_TO, raising=False)
    monkeypatch.delenv(ROOT_CERTIFICATE, raising=False)
    return answers


def deployed(answers: Answers, **settings: Any) -> Deployed:
    """Return the stack with other settings of Redis."""
    config = CONFIG.model_dump(exclude_unset=True)
    return Deployed(
        answers.aws(),
        DatabaseConfig.model_validate({**config, "redis": {**config["redis"], **settings}}),
        datetime.now(UTC),
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"Status": "modifying"}, f"The replication group {NAME} is `modifying`. Wait until it is available."),
        (
            {"AutomaticFailover": "disabled"},
            f"The replication group {NAME} has no replica to take over. Add one: `redis: {{nodes: 2}}`.",
        ),
        (
            {"ClusterEnabled": True},
            f"The replication group {NAME} is in cluster mode, which the drill does not support.",
        ),
    ],
)
def test_what_cannot_take_over_is_not_interrupted(
    answers: Answers, capsys: pytest.CaptureFixture[str], values: Mapping[str, Any], said: str
) -> None:
    """It says what to do."""
    answers[HERE, "describe_replication_groups"] = described(**values)

    assert main([*DRILL, "--yes"]) == 1
    assert capsys.readouterr().err == f"error: {said}\n"


def test_there_has_to_be_a_group(answers: Answers, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In the stack file, and on AWS."""
    del answers[HERE, "describe_replication_groups"]

    assert main([*DRILL, "--yes"]) == 1
    assert f"The replication group {NAME} does not exist in us-east-1. Deploy the stack first." in (
        capsys.readouterr().err
    )
    without = tmp_path / "Pulumi.prod.yaml"
    text = (REPOSITORY / "Pulumi.prod.yaml").read_text()
    before, _, after = text.partition("    redis:\n")
    without.write_text(before + after[after.index("    protection:") :])
    assert main(["drill", "failover", "--redis", "--yes", "--stack-file", str(without)]) == 1
    assert "The stack file has no Redis." in capsys.readouterr().err


@pytest.mark.usefixtures("answers")
def test_it_says_what_it_will_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Before it asks."""
    assert main(DRILL) == 1
    assert capsys.readouterr().err == (
        f"The drill fails over {NAME} in us-east-1 1 times: its primary {NAME}-002 is interrupted for seconds. "
        "During the drill, clients write to keys of their own, which are deleted afterwards.\n"
        "error: Confirmation needs a terminal. Without one, add --yes.\n"
    )


@pytest.mark.usefixtures("answers")
def test_a_lost_write_is_no_failure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Replication is asynchronous, and no objective is about Redis. It is told."""
    slow = Interruption(detected_after_seconds=0.1, unavailable_seconds=99.0, all_back_after_seconds=99.0)
    result = Result("a", "b", slow, slow, 10, 1, 5.0, [])

    def drill(_look: object, _server: object) -> Result:
        return result

    monkeypatch.setattr(redis, "drill", drill)

    assert main([*DRILL, "--yes"]) == 0
    assert "Of 10 acknowledged writes 1 are lost." in capsys.readouterr().out


def test_the_clients_log_in_as_applications_do(answers: Answers) -> None:
    """As the user, with the token, or with nothing."""
    assert redis.login(deployed(answers)) == {"username": "app", "password": "of the user"}
    assert redis.login(deployed(answers, authentication="token")) == {"password": "of all"}
    off = {"authentication": "off", "network": {"allow_from": {"app": "sg-0a1b2c3d4e5f60718"}}}
    assert redis.login(deployed(answers, **off)) == {}
    answers[HERE, "list_secrets"] = {"SecretList": []}
    with pytest.raises(OpsError, match=r"There is no secret orion-prod/redis/app-\* in us-east-1. Deploy the stack"):
        redis.login(deployed(answers))


def test_where_the_nodes_are(answers: Answers, tmp_path: Path) -> None:
    """The primary first. Without TLS nothing is verified."""
    given = argparse.Namespace(connect_to=["p=127.0.0.1:1"], root_certificate=None)

    found = redis.server(deployed(answers), given)

    assert (found.primary, found.reader, found.nodes, found.port) == ("p", "r", ["n2", "n1"], 6379)
    assert found.connect_to == {"p": Address("127.0.0.1", 1)}
    assert found.context is not None
    answers[HERE, "describe_replication_groups"] = described(TransitEncryptionEnabled=False)
    assert redis.server(deployed(answers), given).context is None
    given.connect_to = ["p"]
    with pytest.raises(OpsError, match="--connect-to: 'p' is not HOST=ADDRESS:PORT"):
        redis.server(deployed(answers), given)
    given.root_certificate = str(tmp_path / "none.pem")
    with pytest.raises(OpsError, match=r"--root-certificate: .*none.pem: No such file or directory"):
        redis.server(deployed(answers), given)
