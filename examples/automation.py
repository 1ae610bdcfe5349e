"""Drives two environments of one program from a script, over Pulumi's Automation API.

    .venv/bin/python examples/automation.py

`drive` is what a script does on AWS, where it gets no options. Here they lead to a sandbox, which ends with the script.
"""

import tempfile
from pathlib import Path

import pulumi
from pulumi.automation import ConfigValue, LocalWorkspaceOptions, create_or_select_stack

from orion_rds import AuroraDatabase
from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack

REGION = "us-east-1"
VPC, APPLICATION = "vpc-0a1b2c3d4e5f60718", "sg-0a1b2c3d4e5f60718"
SUBNETS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]
INSTANCES = {"dev": 1, "stage": 2}
"""What the environments differ in."""


def drive(environment: str, options: LocalWorkspaceOptions | None = None) -> None:
    """Deploy, read the outputs, ask whether anything would change, delete."""

    def program() -> None:
        database = AuroraDatabase(
            "orion",
            {
                "project": "shop",
                "environment": environment,
                "network": {"vpc_id": VPC, "subnet_ids": SUBNETS, "allow_from": {"app": APPLICATION}},
                "instances": {"count": INSTANCES[environment]},
                "alarms": {"profile": "off"},
                "events": {"mode": "off"},
                "protection": {"deletion": False, "final_snapshot": False},
            },
        )
        pulumi.export("endpoint", database.cluster_endpoint)
        pulumi.export("instances", database.instance_identifiers)

    stack = create_or_select_stack(environment, "shop", program, opts=options)
    stack.set_config("aws:region", ConfigValue(REGION))

    deployed = stack.up()
    print(f"{environment}: up:", dict(deployed.summary.resource_changes or {}))
    for name, output in sorted(deployed.outputs.items()):
        print(f"  {name} = {'[secret]' if output.secret else output.value}")

    # With a refresh: a preview without one asks AWS nothing.
    print(f"{environment}: preview:", dict(stack.preview(refresh=True).change_summary))

    print(f"{environment}: destroy:", dict(stack.destroy().summary.resource_changes or {}))


def main() -> None:
    """Drive each environment in one sandbox. The network that its configuration names exists there."""
    config = {"aws:region": REGION, "shop:network": [VPC, APPLICATION, *SUBNETS]}
    with tempfile.TemporaryDirectory() as folder:
        # The programs are functions, so there is no `Pulumi.yaml`.
        project = Project(Path(folder), {"name": "shop", "runtime": "python"})
        sandbox = SandboxStack("automation", project, folder=Path(folder) / "automation", config=config)
        try:
            sandbox.start()
            options = LocalWorkspaceOptions(env_vars=sandbox.environment, pulumi_command=sandbox.engine.command())
            for environment in INSTANCES:
                drive(environment, options)
        finally:
            sandbox.discard()


if __name__ == "__main__":
    main()
