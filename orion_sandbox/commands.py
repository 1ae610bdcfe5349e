"""The commands of `orion-sandbox`: a function for each, whose docstring is its description."""

import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import indent
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pulumi.automation import OpType
from pulumi.automation.errors import CommandError

from orion_sandbox import faults_command
from orion_sandbox.automation import masked
from orion_sandbox.endpoints import Endpoints, find, run_psql
from orion_sandbox.environment import aws_plugin_settings, shell_functions
from orion_sandbox.errors import SandboxError
from orion_sandbox.faults_command import change_faults
from orion_sandbox.invocation import command_line
from orion_sandbox.listing import list_stacks, stacks
from orion_sandbox.planned_changes import PlannedChanges
from orion_sandbox.project import stack_file_name
from orion_sandbox.pulumi_command import without_accounts
from orion_sandbox.redis_cli import run as run_redis_cli
from orion_sandbox.stack import SandboxStack
from orion_sandbox.terminal import coloured, without_colours

Result = TypeVar("Result")


class EngineFailure(Exception):
    """The engine failed and has printed the reason."""


def up(stack: SandboxStack, *, data: bool) -> None:
    """Deploy the stack, after reading every deployed resource from the sandbox."""
    # Without a refresh, an `up` without changes makes no call to AWS.
    result = _shown(stack.up, refresh=True, suppress_outputs=True)
    changes = dict(result.summary.resource_changes or {})
    unchanged = changes.pop(OpType.SAME, 0)
    if not changes:
        print(f"No change: {unchanged} resources, each read again from the sandbox's AWS API.")
    print()
    _print_outputs(stack)
    if data:
        _start_servers(stack)
    if changes:
        _print_next_commands(stack)


def _start_servers(stack: SandboxStack) -> None:
    started = stack.start_data_plane()
    print("\nServers run behind these endpoints")
    _print_endpoints(started)
    for note in started.notes:
        print(f"  {note}")


def endpoints(stack: SandboxStack) -> None:
    """Print where the endpoints of the databases and of Redis are on this machine, as HOST=ADDRESS:PORT."""
    _print_endpoints(stack.endpoints())


def _print_endpoints(found: Endpoints) -> None:
    for host, address in sorted(found.addresses.items()):
        print(f"  {host}={address}")


def psql(stack: SandboxStack, *, cluster: str | None, reader: bool, arguments: list[str]) -> None:
    """Run psql as the master user, connected to the writer of a cluster."""
    run_psql(stack.endpoints().psql(cluster, reader=reader), arguments)


def redis_cli(stack: SandboxStack, *, group: str | None, reader: bool, arguments: list[str]) -> None:
    """Carry out a command of Redis as the group's user and print the answer; without one, each line of the input."""
    run_redis_cli(stack.endpoints().redis(group, reader=reader), arguments)


def down(stack: SandboxStack, *, all_stacks: bool) -> None:
    """Stop the stack's sandbox and delete everything in it."""
    for each in stacks(stack.project) if all_stacks else [stack]:
        existed = each.discard()
        print(f"Discarded {each.folder}." if existed else f"There was nothing to discard in {each.folder}.")


def clone(stack: SandboxStack, *, copy: str) -> None:
    """Copy a deployed stack; a change of one never shows in the other."""
    cloned = stack.clone(copy)
    settings = stack_file_name(cloned.stack_file_owner)
    print(f"Cloned {stack.name} as {copy}. `{command_line('up', copy)}` deploys {settings} to the copy alone.")
    if cloned.stack_file_owner != copy:
        print(f"To give the copy settings of its own: cp {settings} {stack_file_name(copy)}")


def destroy(stack: SandboxStack) -> None:
    """Delete every resource as an operator does on AWS: protection is turned off first, in a step of its own."""
    if protected := stack.protected():
        print(f"Protected resources: {len(protected)}. An operator deletes such a stack in two steps.\n\nStep 1 of 2")
        _turn_protection_off(stack)
        print("Step 2 of 2: destroy")
    _shown(stack.destroy)
    print(f"The sandbox itself still runs: `{command_line('down', stack.name)}` discards it.")


def _turn_protection_off(stack: SandboxStack) -> None:
    if stack.unprotect():
        print("`up` with protection.deletion: false, here in the sandbox's copy of the stack file")
        _shown(stack.up, suppress_outputs=True)
    if remaining := stack.protected():
        print(f"`up` without the protection that the program itself gives (resources: {len(remaining)}).")
        print("An operator edits the program; the sandbox runs it with protection turned off.")
        stack.unprotect_program()
        _shown(stack.up, suppress_outputs=True)
    if remaining := stack.protected():
        raise SandboxError("these resources are still protected:\n" + "\n".join(remaining))


def preview(stack: SandboxStack) -> None:
    """Print what `up` would change, after reading every resource from the sandbox."""
    planned = PlannedChanges()
    try:
        result = stack.preview(refresh=True, on_event=planned.add)
    except CommandError as error:
        print("\n".join(planned.messages))
        raise (EngineFailure if planned.messages else SandboxError)(str(error)) from error
    print("\n".join(planned.lines(result.change_summary)))


def refresh(stack: SandboxStack) -> None:
    """Update Pulumi's state to the resources as they are in the sandbox."""
    _shown(stack.refresh)


def outputs(stack: SandboxStack, *, as_json: bool) -> None:
    """Print the stack's outputs, with [secret] for each secret value."""
    stack.api()
    stack.state.check(stack.name)
    if as_json:
        print(json.dumps(_outputs(stack), indent=2))
    else:
        _print_outputs(stack)


def orphans(stack: SandboxStack) -> None:
    """Print what is in the sandbox's AWS API and in no state, as after an answer that was lost."""
    found = stack.orphans()
    if found:
        print(f"Before the commands, so that they call the sandbox: {_evaluated(stack)}\n")
    for each in found:
        print(f"{each.region}  {each.type}  {each.id}\n    {each.deletion}")
    if not found:
        print("Nothing: every resource in the sandbox's AWS API is in the stack's state.")


def env(stack: SandboxStack) -> None:
    """Print lines for a shell, in which `pulumi` and `aws` then use this sandbox."""
    try:
        environment = {**stack.environment, "PULUMI_STACK": stack.pulumi_name, **_endpoint_variables(stack)}
    except SandboxError:
        # Makes `eval` fail, so that the commands after it do not run with the user's own accounts.
        print("false")
        raise
    print(f"# To be read by a shell: {_evaluated(stack)}")
    for name in sorted(set(os.environ) - set(without_accounts(os.environ)) - set(environment)):
        print(f"unset {name}")
    for name, value in environment.items():
        print(f"export {name}={shlex.quote(value)}")
    print("\n".join(shell_functions(stack.work_folder)))
    print("# Pulumi's own aws plugin, where it is installed: unset PULUMI_DEBUG_PROVIDERS PULUMI_HOME, and configure")
    for name, value in aws_plugin_settings(stack.api().endpoint).items():
        print(f"#   {name}: {json.dumps(value)}")


def _endpoint_variables(stack: SandboxStack) -> Mapping[str, str]:
    found = find(stack.api())
    return found.variables if found else {}


@dataclass(frozen=True, slots=True)
class Command:
    """A command of `orion-sandbox`."""

    run: Callable[..., None]
    example: str
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    """The settings of `argparse` by flag, besides `--stack`. The values are keyword arguments of `run`."""
    notes: str = ""
    """Printed below the options."""
    of_project: bool = False
    """Whether `run` takes a project instead of a stack; it then has no options."""


STRICT = {
    "--strict": {
        "action": "store_true",
        "help": "refuse what the sandbox does not imitate (default: a warning, unless ORION_SANDBOX_STRICT=1)",
    }
}
COPY = {"--as": {"dest": "copy", "metavar": "NAME", "required": True, "help": "the name of the copy (required)"}}
AS_JSON = {"--json": {"dest": "as_json", "action": "store_true", "help": "print one JSON object (default: text)"}}
ALL = {
    "--all": {
        "dest": "all_stacks",
        "action": "store_true",
        "help": "discard every stack that `list` prints (default: one stack)",
    }
}

DATA = {
    "--data": {"action": "store_true", "help": "run PostgreSQL and Valkey servers behind the endpoints (default: none)"}
}
PSQL = {
    "--cluster": {"metavar": "NAME", "help": "the cluster (default: the one that writes)"},
    "--reader": {"action": "store_true", "help": "connect to a reader (default: the writer)"},
    "arguments": {"nargs": "*", "metavar": "-- ARGUMENT", "help": "arguments of psql (default: none)"},
}
REDIS_CLI = {
    "--group": {"metavar": "NAME", "help": "the replication group (default: the only one)"},
    "--reader": {"action": "store_true", "help": "connect to a replica (default: the primary)"},
    "arguments": {"nargs": "*", "metavar": "-- WORD", "help": "the command (default: lines of the input)"},
}

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "up": Command(up, "orion-sandbox up --stack prod --data", {**STRICT, **DATA}),
        "preview": Command(preview, "orion-sandbox preview --stack prod", STRICT),
        "refresh": Command(refresh, "orion-sandbox refresh --stack prod", STRICT),
        "outputs": Command(outputs, "orion-sandbox outputs --stack prod --json", AS_JSON),
        "list": Command(list_stacks, "orion-sandbox list", of_project=True),
        "endpoints": Command(endpoints, "orion-sandbox endpoints --stack prod"),
        "psql": Command(psql, 'orion-sandbox psql --stack prod -- --command "SELECT version()"', PSQL),
        "redis-cli": Command(redis_cli, "orion-sandbox redis-cli --stack prod -- INFO replication", REDIS_CLI),
        "orphans": Command(orphans, "orion-sandbox orphans --stack prod"),
        "env": Command(env, 'eval "$(orion-sandbox env --stack prod)"', STRICT),
        "clone": Command(clone, "orion-sandbox clone --stack prod --as try", COPY),
        "faults": Command(
            change_faults,
            "orion-sandbox faults --throttle 0.1 --deny rds:CreateDBInstance",
            faults_command.OPTIONS,
            faults_command.NOTES,
        ),
        "destroy": Command(destroy, "orion-sandbox destroy --stack prod", STRICT),
        "down": Command(down, "orion-sandbox down --stack prod", ALL),
    }
)


LEFT_OUT = re.compile(
    r" ~  .* refresh(ing \(\d+s\)| \([\d.]+s\))|    [\w:/-]+:\w+ [\w-]+|@ \w+ing\.*"
    r"|The resources in the stack have been deleted, .*|If you want to remove the stack completely, .*"
)
"""Lines that are not printed: about resources without a change, and about the user's own backend."""


def _shown(operation: Callable[..., Result], **options: object) -> Result:
    """Run one of the stack's Pulumi commands with its output on this terminal."""
    shown: list[str] = []

    def show(line: str) -> None:
        shown.append(line)
        if LEFT_OUT.fullmatch(without_colours(line)):
            return
        # In one call: two threads read the two streams.
        print(f"{line}\n", end="", flush=True)

    try:
        return operation(on_output=show, on_error=show, color="always" if coloured() else "never", **options)
    except CommandError as error:
        # An error before the engine's first line has not been printed yet.
        raise (EngineFailure if shown else SandboxError)(str(error)) from error


def _outputs(stack: SandboxStack) -> dict[str, Any]:
    return {name: masked(value) for name, value in sorted(stack.state.outputs().items())}


def _print_outputs(stack: SandboxStack) -> None:
    values = _outputs(stack)
    print("Outputs" if values else "No outputs")
    width = max(map(len, values), default=0)
    for name, value in values.items():
        if isinstance(value, dict | list) and value:
            print(f"  {name}\n{indent(yaml.safe_dump(value, sort_keys=False, width=sys.maxsize), ' ' * 6)}", end="")
        else:
            print(f"  {name:{width}}  {value if isinstance(value, str) else json.dumps(value)}")


def _print_next_commands(stack: SandboxStack) -> None:
    lines = {
        _evaluated(stack): "`pulumi` and `aws` in this shell use the sandbox",
        command_line("up", stack.name): "again: nothing changes",
        command_line("down", stack.name): "discards it all",
    }
    width = max(map(len, lines))
    print("\nTry next", *(f"  {line:{width}}  {effect}" for line, effect in lines.items()), sep="\n")


def _evaluated(stack: SandboxStack) -> str:
    return f'eval "$({command_line("env", stack.name)})"'
