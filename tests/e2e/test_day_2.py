"""The tasks of docs/day-2.md, one after the other on one deployed database."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, EngineEvent

from tests.e2e.day_2_page import NO_CHANGE, ROOT, Steps, Task, configured, run_aws, tasks
from tests.e2e.deployed import COMPONENT, UNTOUCHED, Deployed, logical_name
from tests.e2e.passwords import ask, told
from tests.e2e.test_database import changed, outputs

BEGIN: Mapping[str, Any] = {
    "instances": {"count": 2},
    "alarms": {"emails": []},
    "protection": {"deletion": True},
}
"""What the page says of its database."""

REPLACEMENT = {"create-replacement", "replace", "delete-replaced"}
NOT_RUN = ("curl ", "psql ", "pulumi up", "pulumi destroy", "pulumi stack output ")
"""There is no PostgreSQL and no internet; what `up` and `destroy` do is what other tests are about."""


def test_each_task_does_and_shows_what_the_page_says(
    deploy: Callable[..., Deployed], repository: Path, subtests: pytest.Subtests
) -> None:
    """Whoever is on call copies these commands."""
    deployed = deploy(**BEGIN)
    operator = Operator(deployed, changed(repository, **BEGIN))
    (alarm, *_) = operator.alarms()
    operator.stack.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="Tried.")
    (writer,) = operator.writers()

    for task in tasks(repository):
        with subtests.test(task=task.name):
            assert task.commands
            operator.do(task)

    assert operator.writers() != [writer]
    assert [name for name, *_ in operator.answers["Find the alarm that went off"][-1]] == [alarm]
    assert operator.answers["Connect with a token"][-1].startswith(
        f"{outputs(operator.stack)['cluster_endpoint']}:5432/"
    )
    assert "DBUser=app" in operator.answers["Connect with a token"][-1]
    assert operator.logs_in()
    # All that changes nothing was done before this preview.
    assert operator.preview(operator.config, refresh=True) == {}


class Operator:
    """Runs the commands of tasks on a stack."""

    def __init__(self, deployed: Deployed, config: dict[str, Any]) -> None:
        self._deployed, self.config = deployed, config
        self.stack = deployed.stack(**config[ROOT])
        self.answers: defaultdict[str, list[Any]] = defaultdict(list)
        self._outputs = outputs(self.stack)

    def do(self, task: Task) -> None:
        """Run the commands of a task, and compare its preview."""
        config, previewed = self.config, False
        for command in map(self._filled, task.commands):
            if command.startswith("pulumi config set "):
                config = configured(config, command)
            elif command.startswith("pulumi preview "):
                previewed = True
                self._compare(task, config)
            elif command.startswith("aws "):
                self.answers[task.name].append(run_aws(self.stack, command))
            else:
                assert command.startswith(NOT_RUN), command
        assert previewed != (task.preview == NO_CHANGE), "what changes something has a preview"

    def _compare(self, task: Task, config: dict[str, Any]) -> None:
        if refused := re.fullmatch(r"refused: `(.*)`", task.preview):
            with pytest.raises(CommandError, match=refused[1]):
                self._deployed.apart(**config[ROOT]).preview()
        else:
            assert self.preview(config) == task.steps

    def _filled(self, command: str) -> str:
        """Return a command with the values of outputs, and of what an operator reads from an earlier answer."""
        filled = re.sub(r"\$\(pulumi stack output (\w+)\)", lambda output: str(self._outputs[output[1]]), command)
        filled = re.sub(r'^export \w+="\$\((.*)\)"$', r"\1", filled)
        if "RESTORE_TIME" in filled:
            (_, _, group, security_group), *_ = self.answers["Restore to a time"]
            filled = filled.replace("RESTORE_TIME", datetime.now(UTC).isoformat())
            filled = filled.replace("SUBNET_GROUP", group).replace("SECURITY_GROUP", security_group)
        return filled

    def preview(self, config: dict[str, Any], **options: Any) -> Steps:
        """Return what a preview shows, in the page's words."""
        shown: defaultdict[str, set[str]] = defaultdict(set)

        def note(event: EngineEvent) -> None:
            step = event.resource_pre_event.metadata if event.resource_pre_event else None
            if step and step.op not in UNTOUCHED and not step.type.startswith(COMPONENT):
                operation = "replace" if step.op.value in REPLACEMENT else step.op.value
                name = logical_name(step.urn)
                shown[operation].add("alarms" if name == "Alerts" else name)

        self._deployed.stack(**config[ROOT]).preview(on_event=note, **options)
        return dict(shown)

    def alarms(self) -> list[str]:
        """Return the names of the alarms of a metric."""
        found = self.stack.client("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm"])["MetricAlarms"]
        return [each["AlarmName"] for each in found]

    def writers(self) -> list[str]:
        """Return the instances that write."""
        found = self.stack.client("rds").describe_db_clusters(DBClusterIdentifier=self._outputs["cluster_identifier"])
        members = found["DBClusters"][0]["DBClusterMembers"]
        return [each["DBInstanceIdentifier"] for each in members if each["IsClusterWriter"]]

    def logs_in(self) -> bool:
        """Return whether the host of the page accepts the user and the password of the secret."""
        secret = told(self.stack)
        answer = ask(
            self.stack,
            "login",
            host=self._outputs["writer_endpoint"],
            username="orion_admin",
            password=secret["password"],
        )
        return answer["accepted"] and answer["writes"]
