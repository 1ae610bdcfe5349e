"""Stand-in for the `random` provider: passwords and ids."""

import base64
import secrets
import string
from importlib.metadata import version
from typing import Any

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.provider import CheckResult, Difference, ResourceState
from orion_sandbox.providers.schema import problems
from orion_sandbox.providers.values import UNKNOWN, Values

PASSWORD = "random:index/randomPassword:RandomPassword"  # noqa: S105 # a resource type
ID = "random:index/randomId:RandomId"
_IMITATED = {
    PASSWORD: {
        "keepers", "length", "lower", "minLower", "minNumeric", "minSpecial", "minUpper", "numeric",
        "overrideSpecial", "special", "upper",
    },
    ID: {"byteLength", "keepers", "prefix"},
}  # fmt: skip
_DEFAULTS: dict[str, Values] = {
    PASSWORD: {
        "lower": True, "minLower": 0, "minNumeric": 0, "minSpecial": 0, "minUpper": 0, "numeric": True,
        "special": True, "upper": True,
    },
    ID: {},
}  # fmt: skip
_CLASSES = (
    ("lower", "minLower", string.ascii_lowercase),
    ("upper", "minUpper", string.ascii_uppercase),
    ("numeric", "minNumeric", string.digits),
    ("special", "minSpecial", "!@#$%&*()-_=+[]{}<>:?"),
)


class Random:
    """RandomPassword and RandomId; everything about them is fixed at creation (the provider's documentation)."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    @property
    def version(self) -> str:
        """The installed SDK's version."""
        return version("pulumi_random")

    def configure(self, settings: Values) -> None:
        """Do nothing: the provider has no settings."""

    def check(self, kind: str, name: str, old: Values, new: Values, seed: bytes) -> CheckResult:
        """Refuse other types and properties; fill in the defaults."""
        del name, old, seed
        if kind not in _IMITATED:
            raise Refused(f"the sandbox does not imitate the resource type {kind}")
        return CheckResult({**_DEFAULTS[kind], **new}, tuple(problems(kind, new, _IMITATED[kind])))

    def diff(self, kind: str, old: Values, state: Values, new: Values) -> Difference:
        """Replace the resource at any change."""
        del kind, state
        return Difference({
            key: "UPDATE_REPLACE" for key in sorted({*old, *new}) if old.get(key) != new.get(key)
        })  # fmt: skip

    def create(self, kind: str, new: Values, *, preview: bool) -> ResourceState:
        """Return a password of cryptographic quality, or random bytes."""
        made = _password(new) if kind == PASSWORD else _random_id(new)
        outputs = dict.fromkeys(made.properties, UNKNOWN) if preview else made.properties
        return ResourceState("" if preview else made.id, {**new, **outputs}, secrets=made.secrets)

    def read(self, kind: str, identity: str, inputs: Values, state: Values) -> ResourceState | None:
        """Return Pulumi's state: the value exists nowhere else."""
        if not state:
            raise Refused(f"{kind}: the sandbox does not import random values")
        secret = frozenset(("result",)) if kind == PASSWORD else frozenset[str]()
        return ResourceState(identity, state, inputs, secret)

    def update(self, kind: str, *_: object, **__: object) -> ResourceState:
        """Refuse: `diff` replaces at any change."""
        raise Refused(f"{kind} cannot change in place")

    def delete(self, kind: str, identity: str, state: Values) -> None:
        """Do nothing: the value exists in Pulumi's state only."""

    def invoke(self, function: str, arguments: Values) -> Values:
        """Refuse: the package has no functions."""
        del arguments
        raise Refused(f"the sandbox does not imitate the function {function}")


def _password(inputs: Values) -> ResourceState:
    alphabet, characters = "", list[str]()
    for allowed, minimum, letters in _CLASSES:
        pool = inputs.get("overrideSpecial") or letters if allowed == "special" else letters
        if inputs[allowed]:
            alphabet += pool
            characters += [secrets.choice(pool) for _ in range(inputs[minimum])]
    characters += [secrets.choice(alphabet) for _ in range(inputs["length"] - len(characters))]
    secrets.SystemRandom().shuffle(characters)
    return ResourceState("none", {"result": "".join(characters)}, secrets=frozenset(("result",)))


def _random_id(inputs: Values) -> ResourceState:
    value = secrets.token_bytes(inputs["byteLength"])
    prefix = inputs.get("prefix") or ""
    url = base64.urlsafe_b64encode(value).decode().rstrip("=")
    spellings: dict[str, Any] = {
        "b64Std": base64.b64encode(value).decode(),
        "b64Url": url,
        "dec": str(int.from_bytes(value, "big")),
        "hex": value.hex(),
    }
    return ResourceState(url, {name: prefix + spelling for name, spelling in spellings.items()})
