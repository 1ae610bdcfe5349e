"""The stand-in for the `aws` provider, which applies the rows of `resources` to the sandbox's AWS API."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import jmespath

from orion_sandbox.environment import DEFAULT_REGION
from orion_sandbox.providers import call_arguments, observation, policy_document, unjudged, unmanaged
from orion_sandbox.providers.calls import Caller, NotFound, Refused, account, is_region, load_service
from orion_sandbox.providers.difference import baseline, changed, difference
from orion_sandbox.providers.first_use import FirstUse, create_named
from orion_sandbox.providers.functions import Absent, look_up, unjudged_arguments
from orion_sandbox.providers.lookup import Lookup
from orion_sandbox.providers.lookups import LOOKUPS
from orion_sandbox.providers.naming import physical_name
from orion_sandbox.providers.provider import ASKED_AGAIN, FIND, CheckResult, Difference, ResourceState
from orion_sandbox.providers.region_functions import OF_REGION
from orion_sandbox.providers.resources import ROWS, WRITTEN
from orion_sandbox.providers.schema import input_names, output_names, problems
from orion_sandbox.providers.table import IMPLICIT_INPUTS, Row, Step
from orion_sandbox.providers.values import DEFAULTS, UNKNOWN, Values, has_unknown


class Aws:
    """The provider of every resource type with a row.

    Args:
        strict: Whether types and properties without a row are refused. Otherwise the state keeps them, with a warning.
    """

    def __init__(self, *, strict: bool = True) -> None:
        self._strict = strict
        self._region = DEFAULT_REGION
        self._default_tags: Mapping[str, str] = {}
        self._first_use = FirstUse()
        self.notices: list[str] = []

    @property
    def version(self) -> str:
        """The installed SDK's version."""
        return version("pulumi_aws")

    def configure(self, settings: Values) -> None:
        """Set region and default tags; other settings concern real AWS, which a stand-in never calls.

        Raises:
            Refused: AWS has no such region.
        """
        # The real provider reads AWS_REGION, which is that of the stack, or this one.
        self._region = settings.get("region") or DEFAULT_REGION
        # In a preview it may not be known yet.
        if isinstance(self._region, str) and not is_region(self._region):
            raise Refused(f"invalid AWS Region: {self._region}. Write a region such as `{DEFAULT_REGION}`.")
        default_tags = settings.get("defaultTags") or "{}"
        parsed = json.loads(default_tags) if isinstance(default_tags, str) else default_tags
        self._default_tags = parsed.get("tags") or {}

    def check(self, kind: str, name: str, old: Values, new: Values, seed: bytes) -> CheckResult:
        """Refuse properties that the SDK or the row lacks; fill in defaults, the physical name and the region."""
        row = self._row(kind)
        if not self._strict:
            self.notices += unjudged.warnings(kind, new)
            self._create_met(new)
        failures = list(problems(row.type, new, {prop.name for prop in row.properties} | self._implicit(row)))
        failures += [*_conflicts(row, new), *_missing(row, new), *row.invalid(new)]
        filled = {
            prop.name: prop.default
            for prop in row.properties
            if prop.default is not None and new.get(prop.name) is None
        }
        if row.auto_name:
            try:
                filled |= physical_name(row.auto_name, name, old, new, seed)
            except Refused as refused:
                failures.append((row.auto_name.name, str(refused)))
        inputs = {**new, **filled, DEFAULTS: sorted(filled)}
        if row.regional:
            inputs.setdefault("region", self._region)
        return CheckResult(inputs, tuple(failures))

    def diff(self, kind: str, old: Values, state: Values, new: Values) -> Difference:
        """Compare inputs and state by meaning."""
        row = self._row(kind)
        if not row.create and DEFAULTS not in old:
            return Difference()  # an import, whose properties are unknown
        return difference(row, old, state, new, self._all_tags(new))

    def create(self, kind: str, new: Values, *, preview: bool) -> ResourceState:
        """Make the create call, then take the row's steps."""
        row = self._row(kind)
        if preview:
            outputs = dict.fromkeys(output_names(row.type), UNKNOWN)
            return self._made(row, "", {**outputs, **_known(row, new), **self._tags_all(row, new)})
        if not row.create:
            return self._keep(row, new, seed=uuid4().hex)
        caller = self._caller(row, new)
        identity = row.make(caller, new) if row.make else self._create(row, caller, new)

        def rest() -> None:
            _take_steps(row.steps, caller, identity, {}, new)
            if row.tagging and (row.make or not row.tagging.at_creation(self._all_tags(new))):
                self._change_tags(row, caller, identity, {}, new)

        return self._finish(row, caller, identity, new, rest)

    def read(self, kind: str, identity: str, inputs: Values, state: Values) -> ResourceState | None:
        """Read the resource from the API."""
        row = self._row(kind)
        if row.regional and not inputs and not state:
            identity, state = _of_import(identity)
        if not row.create:
            # A resource that the program only reads or imports has no state. The id makes the values repeatable.
            found = state or self._keep(row, {}, seed=identity).properties
            return self._made(row, identity, found, inputs)
        caller = self._caller(row, {**state, **inputs})
        return self._observe(row, caller, identity, inputs, {**state, **inputs})

    def update(
        self, kind: str, identity: str, old: Values, state: Values, new: Values, *, preview: bool
    ) -> ResourceState:
        """Take the row's first steps, make one modify call, then take the other steps and set the tags."""
        row = self._row(kind)
        if preview:
            return self._made(row, identity, {**state, **_known(row, new), **self._tags_all(row, new)})
        if not row.create:
            left = {name: value for name, value in state.items() if name not in old}
            return self._made(row, identity, {**left, **_known(row, new), **self._tags_all(row, new)})
        caller = self._caller(row, new)
        start = baseline(row, old, state)

        def modify() -> None:
            _take_steps(row.first_steps, caller, identity, start, new)
            differing = list(changed(row, start, state, new))
            if arguments := call_arguments.modification(row, caller, identity, differing, start, new):
                caller(row.modify, **arguments)

        def rest() -> None:
            _take_steps(row.steps, caller, identity, start, new)
            self._change_tags(row, caller, identity, state, new)

        if not row.first_steps:
            modify()
            return self._finish(row, caller, identity, new, rest)

        def everything() -> None:
            modify()
            rest()

        # The first steps are not undone if AWS refuses the modify call.
        return self._finish(row, caller, identity, new, everything)

    def delete(self, kind: str, identity: str, state: Values) -> None:
        """Take the row's step before deletion, then make the delete call."""
        row = self._row(kind)
        if not row.create:
            return
        caller = self._caller(row, state)
        with suppress(NotFound):
            if row.before_delete:
                row.before_delete(caller, identity, state)
            if row.delete:
                caller(row.delete, **call_arguments.deletion(row, caller, identity, state))

    def invoke(self, function: str, arguments: Values) -> Values:
        """Call the function in the region of its arguments."""
        if function == "aws:index/getDefaultTags:getDefaultTags":
            return {"id": "default", "tags": dict(self._default_tags)}
        if function in OF_REGION:
            return OF_REGION[function](arguments.get("region") or self._region)
        if function in unmanaged.FUNCTIONS:
            return unmanaged.answer(function, arguments, self.read)
        if function == policy_document.FUNCTION:
            return policy_document.policy_document(arguments)
        region = arguments.get("region") or self._region
        if not self._strict:
            self._create_met(arguments)
        if function not in LOOKUPS:
            return self._answer(function, region, arguments)
        lookup = LOOKUPS[function]
        unknown = unjudged_arguments(lookup, arguments)
        if unknown and self._strict:
            raise Refused(f"the sandbox does not imitate the argument {unknown[0]!r} of {function}")
        self.notices += [
            f"the sandbox does not imitate the argument {name!r} of {function}: it is ignored" for name in unknown
        ]
        judged = {name: value for name, value in arguments.items() if name not in unknown}
        return {**arguments, **self._look_up(lookup, Caller(lookup.service, region), judged), "region": region}

    def _look_up(self, lookup: Lookup, caller: Caller, arguments: Values) -> Values:
        """Look up a resource; if only the program names it, create it and look it up again."""
        with suppress(Absent):
            found = look_up(lookup, caller, arguments)
            if self._strict or found.get("ids") != []:
                return found
        if not self._strict:
            self._say_created(create_named(lookup.function, caller, arguments))
        return look_up(lookup, caller, arguments)

    def _create_met(self, values: Values) -> None:
        region = values.get("region") or self._region
        if isinstance(region, str):
            self._say_created(self._first_use.created(values, region))

    def _say_created(self, created: list[str]) -> None:
        if created:
            self.notices.append(f"created in the sandbox, since only the program names it: {', '.join(created)}")

    def _answer(self, function: str, region: str, arguments: Values) -> Values:
        if self._strict:
            raise Refused(f"the sandbox does not imitate the function {function}")
        found = unjudged.answer(function, region, account(region), arguments)
        self.notices.append(f"the sandbox does not imitate {function}: its result is made up")
        return found

    def _keep(self, row: Row, new: Values, *, seed: str) -> ResourceState:
        region = new.get("region") or self._region
        identity, found = unjudged.made(row.type, seed, region, account(region), _known(row, new))
        return self._made(row, identity, {**found, **self._tags_all(row, new)})

    def _row(self, kind: str) -> Row:
        if not self._strict:
            return unjudged.row_of(kind)
        if kind not in ROWS:
            raise Refused(f"the sandbox does not imitate the resource type {kind}")
        return ROWS[kind]

    def _finish(self, row: Row, caller: Caller, identity: str, new: Values, rest: Callable[[], None]) -> ResourceState:
        """Do the `rest`; if AWS refuses it, the resource remains incomplete, with the inputs that AWS has."""
        failure = ""
        try:
            rest()
        except Refused as refused:
            failure = str(refused)
        made = self._observe(row, caller, identity, new, new)
        if made is None:
            raise Refused(f"{row.type} {identity!r} is gone right after it was written")
        return ResourceState(made.id, made.properties, made.inputs, made.secrets, failure)

    def _observe(self, row: Row, caller: Caller, identity: str, inputs: Values, known: Values) -> ResourceState | None:
        item = observation.describe(row, caller, identity, known)
        if item is None:
            return None
        found = observation.properties(row, item, known)
        if row.regional:
            found["region"] = caller.region
        if row.tagging:
            target = identity if row.tagging.target == "id" else found["arn"]
            found["tagsAll"] = observation.tags(row.tagging, caller, item, target)
            found["tags"] = observation.own_tags(found["tagsAll"], self._default_tags, known.get("tags") or {})
        return self._made(row, identity, found, observation.as_inputs(row, found, inputs))

    def _made(self, row: Row, identity: str, found: Values, inputs: Values | None = None) -> ResourceState:
        secrets = frozenset(prop.name for prop in row.properties if prop.secret)
        return ResourceState(identity, found, inputs or {}, secrets)

    def _create(self, row: Row, caller: Caller, new: Values) -> str:
        tags = self._all_tags(new)
        carried = row.tagging.at_creation(tags) if row.tagging and tags else {}
        answer = caller(row.create, **call_arguments.creation(row, caller, new), **carried)
        identity = jmespath.search(row.identity, {**answer, "inputs": new})
        if caller.asked_again:
            self._say_made_twice(row, caller.region, identity, new)
        return identity

    def _say_made_twice(self, row: Row, region: str, identity: str, new: Values) -> None:
        # The resource exists already: a failure here must not fail its creation.
        with suppress(Refused):
            found = unmanaged.answer(FIND, {"type": row.type, "inputs": new, "region": region}, self.read)["ids"]
            if others := [each for each in found if each != identity]:
                self.notices.append(f"{ASKED_AGAIN}: {row.create} was repeated, and made {', '.join(others)} as well")

    def _change_tags(self, row: Row, caller: Caller, identity: str, state: Values, new: Values) -> None:
        before, after = state.get("tagsAll") or {}, self._all_tags(new)
        if row.tagging is None or before == after:
            return
        target = identity if row.tagging.target == "id" else state["arn"]
        if gone := sorted(before.keys() - after.keys()):
            caller(row.tagging.remove, **row.tagging.remove_arguments(target, gone))
        if after:
            caller(row.tagging.add, **row.tagging.add_arguments(target, after))

    def _caller(self, row: Row, values: Values) -> Caller:
        return Caller(row.service, values.get("region") or self._region)

    def _all_tags(self, values: Values) -> dict[str, Any]:
        return {**self._default_tags, **(values.get("tags") or {})}

    def _tags_all(self, row: Row, new: Values) -> dict[str, Any]:
        if row.tagging is None:
            return {}
        return {"tagsAll": UNKNOWN if has_unknown(new.get("tags")) else self._all_tags(new)}

    def _implicit(self, row: Row) -> frozenset[str]:
        return IMPLICIT_INPUTS & input_names(row.type)


def _of_import(identity: str) -> tuple[str, Values]:
    """Return id and state of an imported resource. The id contains its region if that is not the provider's.

    Source: https://hashicorp.github.io/terraform-provider-aws/enhanced-region-support/
    """
    own, _, region = identity.rpartition("@")
    return (own, {"region": region}) if own and is_region(region) else (identity, {})


def _conflicts(row: Row, new: Values) -> Iterator[tuple[str, str]]:
    for one, other in row.conflicts:
        if all(new.get(name) is not None and not has_unknown(new[name]) for name in (one, other)):
            yield one, f'Conflicting configuration arguments: "{one}": conflicts with {other}'


def _missing(row: Row, new: Values) -> Iterator[tuple[str, str]]:
    if row.one_of and all(new.get(name) in (None, "") for name in row.one_of):
        yield row.one_of[0], f"one of `{','.join(row.one_of)}` must be specified"


def _known(row: Row, values: Values) -> dict[str, Any]:
    names = {prop.name for prop in row.properties} | IMPLICIT_INPUTS
    return {name: value for name, value in values.items() if name in names}


def _take_steps(steps: tuple[Step, ...], caller: Caller, identity: str, old: Values, new: Values) -> None:
    for take in steps:
        take(caller, identity, old, new)


def load() -> None:
    """Load the models of the SDK and boto3 for every written row in advance; others are loaded at first use."""
    for row in WRITTEN.values():
        input_names(row.type)
        output_names(row.type)
    for service in {entry.service for entry in (*WRITTEN.values(), *LOOKUPS.values())}:
        load_service(service)
