"""`orion-rds connect`: a line for a shell, without a secret."""

import json
import shlex
from typing import Any

import psycopg.conninfo
import pytest
from botocore.exceptions import EndpointConnectionError

from orion_ops import connect
from orion_ops.reaching import CONNECT_TO, ROOT_CERTIFICATE
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers, Refused
from tests.unit.ops.production import HERE, THERE, healthy

CONNECT = ["connect", "--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
WRITER, READER = "w.example.com", "r.example.com"
SECRET = f"arn:aws:secretsmanager:{HERE}:123456789012:secret:orion-prod/aurora/master-AbCdEf"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, a healthy stack."""
    answers = healthy()
    cluster: Any = answers[HERE, "describe_db_clusters"]
    (first,) = cluster["DBClusters"]
    endpoints = {"Endpoint": WRITER, "ReaderEndpoint": READER, "Port": 5432, "MasterUsername": "orion_admin"}
    answers[HERE, "describe_db_clusters"] = {"DBClusters": [{**first, **endpoints, "DatabaseName": "orion"}]}
    answers[HERE, "get_parameter"] = {"Parameter": {"Value": json.dumps({"secret_arn": SECRET})}}
    monkeypatch.setattr(connect, "Aws", answers.aws)
    monkeypatch.delenv(CONNECT_TO, raising=False)
    monkeypatch.setenv(ROOT_CERTIFICATE, "it's a bundle.pem")
    return answers


def line(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[str, dict[str, Any]]:
    """Return what asks for the password, and what psql connects with."""
    assert main([*CONNECT, *options]) == 0
    printed = capsys.readouterr().out.strip()
    password, _, rest = printed.partition(')" psql ')
    (conninfo,) = shlex.split(rest)
    return password.removeprefix('PGPASSWORD="$('), psycopg.conninfo.conninfo_to_dict(conninfo)


@pytest.mark.usefixtures("answers")
def test_the_master_user_by_its_secret(capsys: pytest.CaptureFixture[str]) -> None:
    """Whose value the shell asks for: it is in no output and no argument."""
    password, connects = line(capsys)

    assert password == (
        f"aws secretsmanager get-secret-value --region {HERE} --secret-id {SECRET} --query SecretString --output text"
        """ | python3 -c 'import json, sys; print(json.load(sys.stdin)["password"])'"""
    )
    assert connects == {
        "host": WRITER,
        "port": "5432",
        "dbname": "orion",
        "user": "orion_admin",
        "sslmode": "verify-full",
        "sslrootcert": "it's a bundle.pem",
    }


def test_the_secret_that_rds_manages(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """AWS says which one."""
    cluster: Any = answers[HERE, "describe_db_clusters"]
    cluster["DBClusters"][0]["MasterUserSecret"] = {"SecretArn": f"{SECRET}2"}

    assert f"--secret-id {SECRET}2 " in line(capsys)[0]


@pytest.mark.usefixtures("answers")
def test_a_user_with_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    """It is signed for the host's own name, in the region of the writer, also through a tunnel."""
    password, connects = line(capsys, "--iam-user", "report", "--reader", "--connect-to", f"{READER}=127.0.0.1:6000")

    assert password == (
        f"aws rds generate-db-auth-token --region {HERE} --hostname {READER} --port 5432 --username report"
    )
    assert (connects["host"], connects["hostaddr"], connects["port"]) == (READER, "127.0.0.1", "6000")
    assert connects["user"] == "report"


def test_errors(answers: Answers, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the next step: an address of another form, no certificate, no permission, no database."""
    monkeypatch.setenv(CONNECT_TO, "w=1")
    assert main(CONNECT) == 1
    assert "--connect-to: 'w=1' is not HOST=ADDRESS:PORT" in capsys.readouterr().err
    monkeypatch.delenv(CONNECT_TO)
    answers[HERE, "get_parameter"] = Refused("AccessDeniedException")
    assert main(CONNECT) == 1
    assert "ssm:GetParameter in us-east-1 is not allowed" in capsys.readouterr().err
    monkeypatch.delenv(ROOT_CERTIFICATE)
    assert main(CONNECT) == 1
    assert "No root certificates to verify the server with." in capsys.readouterr().err
    answers[HERE, "describe_db_clusters"] = {"DBClusters": []}
    assert main(CONNECT) == 1
    assert "The cluster orion-prod-aurora does not exist in us-east-1." in capsys.readouterr().err


def test_the_region_that_writes_when_the_first_one_is_lost(
    answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    """It does not respond after a failover to the second one. Where that has no writer either, the error is shown."""
    lost = EndpointConnectionError(endpoint_url="https://rds")
    cluster: Any = answers[THERE, "describe_db_clusters"]
    (standby,) = cluster["DBClusters"]
    endpoints = {"Endpoint": "there", "ReaderEndpoint": READER, "Port": 5432, "MasterUsername": "orion_admin"}
    answers[THERE, "get_parameter"] = answers[HERE, "get_parameter"]
    for operation in ("describe_db_clusters", "describe_db_instances", "get_parameter"):
        answers[HERE, operation] = lost

    for writes in (False, True):
        members = [{**each, "IsClusterWriter": writes} for each in standby["DBClusterMembers"]]
        answers[THERE, "describe_db_clusters"] = {"DBClusters": [{**standby, **endpoints, "DBClusterMembers": members}]}
        if writes:
            password, connects = line(capsys)
            assert f"--region {THERE} " in password
            assert connects["host"] == "there"
        else:
            assert main(CONNECT) == 1
            assert f"rds:DescribeDBClusters in {HERE} did not reach AWS" in capsys.readouterr().err
