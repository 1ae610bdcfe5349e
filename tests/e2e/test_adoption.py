"""A database that the Terraform module created is taken over, and its clients stay connected."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.automation import EngineEvent, OpType

from orion_rds.cli.__main__ import main
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import program_of
from tests.e2e.passwords import ask
from tests.e2e.sandboxes import Sandbox
from tests.e2e.terraform_made import SECRET, described, make_database, make_redis
from tests.terraform_module import CLUSTER, state

CUTS_OFF = {
    "authToken",
    "authTokenUpdateStrategy",
    "manageMasterUserPassword",
    "masterPassword",
    "port",
    "publiclyAccessible",
    "securityGroupIds",
    "transitEncryptionEnabled",
    "transitEncryptionMode",
    "userGroupIds",
    "vpcSecurityGroupIds",
}
"""Properties of which a change shows to a client that is connected, or to the next one."""


class Migration:
    """A stack that takes over what Terraform has made, by the commands that a person would type."""

    def __init__(self, sandbox: Sandbox, repository: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._sandbox, self._repository, self._capsys = sandbox, repository, capsys
        self._folder, self._state = folder, folder / "terraform.tfstate"

    def make(self) -> None:
        """Run Terraform, as it were. The sandbox makes before it what the configuration names."""
        self._state.write_text(state())
        self.stack().start()
        self._state.write_text(state({**make_database(self.stack()), **make_redis(self.stack())}))

    def imports(self) -> list[dict[str, Any]]:
        """Print the import file."""
        return json.loads(self._printed("--state", str(self._state)))["resources"]

    def imports_of_described(self) -> list[dict[str, Any]]:
        """Print the import file from what AWS says, without a state."""
        files = [self._folder / f"{number}.json" for number in range(len(described(self.stack())))]
        for path, answer in zip(files, described(self.stack()), strict=True):
            path.write_text(json.dumps(answer, default=str))
        return json.loads(self._printed("--described", *map(str, files)))["resources"]

    def stack(self, **changes: Any) -> SandboxStack:
        """The stack with the printed settings, some of them changed."""
        config = yaml.safe_load(self._printed("--state", str(self._state), "--configuration"))["config"]
        config["orion-rds:database"] |= changes
        return self._sandbox.stack(
            "adopted", program=program_of(self._repository), config={"aws:region": "us-east-1", **config}
        )

    def previewed(self) -> dict[OpType, dict[str, set[str]]]:
        """Preview, and say what would change of what, by operation."""
        steps: defaultdict[OpType, dict[str, set[str]]] = defaultdict(dict)

        def note(event: EngineEvent) -> None:
            if event.resource_pre_event:
                metadata = event.resource_pre_event.metadata
                name = f"{metadata.type.rpartition(':')[2]} {metadata.urn.rpartition('::')[2]}"
                steps[metadata.op][name] = set(metadata.diffs or ())

        self.stack().preview(on_event=note)
        return steps

    def _printed(self, *arguments: str) -> str:
        self._capsys.readouterr()
        assert main(["import-map", *arguments]) == 0
        return self._capsys.readouterr().out


@pytest.fixture
def made(sandbox: Sandbox, repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Migration:
    """What Terraform has made."""
    migration = Migration(sandbox, repository, tmp_path, capsys)
    migration.make()
    return migration


def value(stack: SandboxStack) -> dict[str, Any]:
    """What the secret says."""
    return json.loads(stack.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"])


def opens(stack: SandboxStack) -> bool:
    """Whether what the secret says lets a client in, and write."""
    secret = value(stack)
    answer = ask(stack, "login", **{name: secret[name] for name in ("host", "username", "password")})
    return answer["accepted"] and answer["writes"]


def test_what_aws_says_is_imported_as_what_terraform_says(made: Migration) -> None:
    """Not everybody has the state."""
    assert made.imports_of_described() == made.imports()


def test_clients_notice_nothing_until_a_new_password_is_asked_for(made: Migration) -> None:
    """The first preview replaces nothing, and `up` changes no access; later, cluster and secret change together."""
    made.stack().import_resources(resources=made.imports(), protect=False, generate_code=False)
    steps = made.previewed()
    assert steps.keys() == {OpType.CREATE, OpType.UPDATE, OpType.SAME}
    assert {"Cluster orion-cluster", "ReplicationGroup orion-redis"} <= steps[OpType.UPDATE].keys()
    assert not {change for changes in steps[OpType.UPDATE].values() for change in changes} & CUTS_OFF
    created = {name.split()[0] for name in steps[OpType.CREATE]}
    assert created
    assert not created & {"RandomPassword", "SecretVersion", "SecurityGroup", "Cluster", "ReplicationGroup", "User"}

    stack = made.stack()
    before = value(stack)
    stack.up()
    assert value(stack) == before
    assert opens(stack)
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}

    raised = made.stack(master={"username": CLUSTER["master_username"], "password_version": 2})
    raised.up()
    assert value(raised)["password"] != before["password"]
    assert value(raised)["host"] == before["host"]
    assert opens(raised)
