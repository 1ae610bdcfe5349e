"""What the real provider does when one property changes or is taken out, read from its plans.

`provider_changes.json` has the answers, so that tests without terraform hold the stand-in to them.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.conformance.conversion import body
from tests.conformance.probes import REGION, Base, Probe
from tests.conformance.schema import PROVIDER_VERSION, flags, flags_of, reduced, terraform_name, terraform_type
from tests.conformance.terraform import Terraform, TerraformError, providers

CHANGES = Path(__file__).with_name("provider_changes.json")

Answers = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By type token, property and kind of the change: none, update, replace or refused."""

State = dict[str, Any]
"""A resource's attributes."""

Wanted = tuple[str, Mapping[str, Any]]
"""A type token and Pulumi's inputs."""


def recorded_answers() -> Answers:
    """Return the checked-in answers."""
    whole = json.loads(CHANGES.read_text(encoding="utf-8"))
    if whole["version"] != PROVIDER_VERSION:
        raise AssertionError(f"{CHANGES.name} is of {whole['version']}, not of {PROVIDER_VERSION}")
    return whole["types"]


def write(answers: Answers) -> None:
    """Write the answers anew, to be reviewed."""
    whole = {"provider": "hashicorp/aws", "version": PROVIDER_VERSION, "types": answers}
    CHANGES.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def ask(terraform: Terraform, endpoint: str, bases: Sequence[Base], probes: Iterable[Probe]) -> Answers:
    """Plan every probe against a state that has what the probe starts from. Nothing is applied."""
    settled = _settled(terraform, endpoint, bases)
    possible = {each.label: each for each in probes if _is_possible(each)}
    states = {label: _state(each, settled[each.base.label]) for label, each in possible.items()}
    wanted = {label: (each.base.token, each.new) for label, each in possible.items()}
    unchanged = {each.label: (each.token, each.given) for each in bases}
    refused, plan = _plan_the_valid(terraform, endpoint, unchanged | wanted, settled | states)
    planned = {each["name"]: each["change"] for each in plan}
    answers: dict[str, dict[str, dict[str, str]]] = {}
    for label, each in possible.items():
        answer = "refused" if label in refused else _action(_own_name(each), planned[label], planned[each.base.label])
        answers.setdefault(each.base.token, {}).setdefault(each.name, {})[each.kind] = answer
    return answers


def _own_name(probe: Probe) -> str | None:
    type_ = terraform_type(probe.base.token)
    return terraform_name(type_, reduced()[type_], probe.name)


def _action(name: str | None, planned: State, unchanged: State) -> str:
    """Return what a change plans beyond what is planned without it: the state lacks what only AWS knows."""
    if name in _replacing(planned) - _replacing(unchanged):
        return "replace"
    return "update" if _changed(planned) - _changed(unchanged) else "none"


def _replacing(planned: State) -> set[str]:
    return {path[0] for path in planned.get("replace_paths", ())}


def _changed(planned: State) -> set[str]:
    before, after, unknown = (planned[name] or {} for name in ("before", "after", "after_unknown"))
    return {
        name for name in {*before, *after, *unknown} if before.get(name) != after.get(name) or unknown.get(name) is True
    }


def _plan_the_valid(
    terraform: Terraform, endpoint: str, wanted: Mapping[str, Wanted], states: Mapping[str, State]
) -> tuple[set[str], list[dict[str, Any]]]:
    """Return the labels of what the provider refuses, and the plan of the rest."""
    refused = set[str]()
    while True:
        valid = [label for label in wanted if label not in refused]
        try:
            selected = {label: wanted[label] for label in valid}, {label: states[label] for label in valid}
            return refused, _plan(terraform, endpoint, *selected)
        except TerraformError as error:
            named = set(re.findall(r"^Error: .*?^ +with aws_\w+\.(\w+),", str(error), re.DOTALL | re.MULTILINE))
            if not named - refused:
                raise
            refused |= named


def _settled(terraform: Terraform, endpoint: str, bases: Iterable[Base]) -> dict[str, State]:
    """Return the attributes of each base after its creation: those that the provider fills in are in the plan."""
    states = {each.label: {"id": each.label, **body(terraform_type(each.token), each.inputs)} for each in bases}
    plan = _plan(terraform, endpoint, {each.label: (each.token, each.given) for each in bases}, states)
    return {each["name"]: _known(each["type"], each["change"]["after"]) | {"id": each["name"]} for each in plan}


def _known(type_: str, attributes: State) -> State:
    """Return attributes with something in each collection that AWS fills: the provider takes none for a change."""
    block = reduced()[type_]
    known = {name: flags(entry) for name, entry in block.items() if attributes.get(name) is None}
    missing = {name for name, words in known.items() if words >= {"computed", "string"} and words & {"list", "set"}}
    return attributes | {name: ["settled"] for name in missing}


def _state(probe: Probe, settled: State) -> State:
    if probe.kind == "removed":
        return settled
    type_ = terraform_type(probe.base.token)
    return settled | body(type_, {probe.name: probe.old[probe.name]})


def _is_possible(probe: Probe) -> bool:
    """Whether the provider has the property, and can do without one that is removed."""
    known = flags_of(probe.base.token, probe.name)
    return bool(known) and not (probe.kind == "removed" and "required" in known)


def _plan(
    terraform: Terraform, endpoint: str, wanted: Mapping[str, Wanted], states: Mapping[str, State]
) -> list[dict[str, Any]]:
    resources: dict[str, dict[str, Any]] = {}
    for label, (token, inputs) in wanted.items():
        type_ = terraform_type(token)
        resources.setdefault(type_, {})[label] = body(type_, inputs)
    terraform.write({"provider": {"aws": providers(endpoint, [REGION])}, "resource": resources})
    terraform.write_state([_in_state(wanted[label][0], label, state) for label, state in states.items()])
    return terraform.plan("-refresh=false")


def _in_state(token: str, label: str, attributes: State) -> dict[str, Any]:
    type_ = terraform_type(token)
    version = int(reduced()[type_][""].split()[1])
    return {
        "mode": "managed",
        "type": type_,
        "name": label,
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": [{"schema_version": version, "attributes": attributes}],
    }
