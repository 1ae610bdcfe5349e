"""Generation of the values of the `random` package, from the inputs of each type."""

import base64
import random
import secrets
import string
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orion_sandbox.providers.provider import ResourceState
from orion_sandbox.providers.values import Values

CLASSES = (
    ("lower", "minLower", string.ascii_lowercase),
    ("upper", "minUpper", string.ascii_uppercase),
    ("numeric", "minNumeric", string.digits),
    ("special", "minSpecial", "!@#$%&*()-_=+[]{}<>:?"),
)
"""Switch, minimum and characters of each character class of a password."""
_CHARACTERS = {name: value for switch, minimum, _ in CLASSES for name, value in ((switch, True), (minimum, 0))}

BCRYPT_CHARACTERS = "./" + string.ascii_letters + string.digits
BCRYPT_LENGTH = 53
"""The length of salt and hash."""

ADJECTIVES = [
    "amber",
    "bold",
    "brisk",
    "calm",
    "clever",
    "eager",
    "fair",
    "gentle",
    "keen",
    "lively",
    "merry",
    "noble",
    "quick",
    "quiet",
    "steady",
    "sunny",
]
ANIMALS = [
    "badger",
    "crane",
    "falcon",
    "gecko",
    "heron",
    "ibex",
    "koala",
    "lemur",
    "marten",
    "newt",
    "otter",
    "panda",
    "puffin",
    "robin",
    "stork",
    "walrus",
]


@dataclass(frozen=True)
class Kind:
    """One type of the package."""

    make: Callable[[Values], ResourceState]
    """Returns id and outputs."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    secrets: frozenset[str] = frozenset()
    """Outputs that are always secret."""
    read_id: Callable[[str], Values] | None = None
    """Returns the inputs and outputs in an import's id; None if the type cannot be imported."""


def _password(inputs: Values) -> ResourceState:
    hashed = "".join(secrets.choice(BCRYPT_CHARACTERS) for _ in range(BCRYPT_LENGTH))
    return ResourceState("none", {**_string(inputs).properties, "bcryptHash": f"$2a$10${hashed}"})


def _string(inputs: Values) -> ResourceState:
    alphabet, characters = "", list[str]()
    for allowed, minimum, letters in CLASSES:
        pool = inputs.get("overrideSpecial") or letters if allowed == "special" else letters
        if inputs[allowed]:
            alphabet += pool
            characters += [secrets.choice(pool) for _ in range(inputs[minimum])]
    characters += [secrets.choice(alphabet) for _ in range(inputs["length"] - len(characters))]
    secrets.SystemRandom().shuffle(characters)
    text = "".join(characters)
    return ResourceState(text, {"result": text, "number": inputs["numeric"]})


def _bytes(inputs: Values) -> ResourceState:
    return ResourceState("none", _spelt_bytes(secrets.token_bytes(inputs["length"])))


def _spelt_bytes(value: bytes) -> Values:
    return {"base64": base64.b64encode(value).decode(), "hex": value.hex()}


def _id(inputs: Values) -> ResourceState:
    return _spelt_id(secrets.token_bytes(inputs["byteLength"]), inputs.get("prefix") or "")


def _spelt_id(value: bytes, prefix: str) -> ResourceState:
    url = base64.urlsafe_b64encode(value).decode().rstrip("=")
    spellings = {
        "b64Std": base64.b64encode(value).decode(),
        "b64Url": url,
        "dec": str(int.from_bytes(value, "big")),
        "hex": value.hex(),
    }
    return ResourceState(url, {name: prefix + spelling for name, spelling in spellings.items()})


def _integer(inputs: Values) -> ResourceState:
    result = _generator(inputs).randint(inputs["min"], inputs["max"])
    return ResourceState(str(result), {"result": result})


def _shuffle(inputs: Values) -> ResourceState:
    given, generator = inputs["inputs"], _generator(inputs)
    wanted = len(given) if inputs.get("resultCount") is None else inputs["resultCount"]
    results: list[str] = []
    # If more results than inputs are wanted, all inputs follow again in another order.
    while given and len(results) < wanted:
        results += generator.sample(given, len(given))
    return ResourceState("-", {"results": results[:wanted]})


def _generator(inputs: Values) -> random.Random:
    return random.Random(inputs["seed"]) if inputs.get("seed") else secrets.SystemRandom()  # noqa: S311 - a seed is for the same result again


def _pet(inputs: Values) -> ResourceState:
    words = [secrets.choice(ADJECTIVES) for _ in range(inputs["length"] - 1)] + [secrets.choice(ANIMALS)]
    prefix = [inputs["prefix"]] if inputs.get("prefix") else []
    return ResourceState(inputs["separator"].join([*prefix, *words]), {})


def _uuid4(_inputs: Values) -> ResourceState:
    return _result(str(uuid.uuid4()))


def _uuid7(_inputs: Values) -> ResourceState:
    """Return 48 bits of the time in milliseconds, then random bits (RFC 9562)."""
    value = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    return _result(str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)))


def _result(text: str) -> ResourceState:
    return ResourceState(text, {"result": text})


def _read_text(identity: str) -> Values:
    return {**_CHARACTERS, "length": len(identity), "result": identity, "number": True}


def _read_id(identity: str) -> Values:
    prefix, _, digits = identity.rpartition(",")
    value = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    return {
        **_spelt_id(value, prefix).properties,
        "byteLength": len(value),
        **({"prefix": prefix} if prefix else {}),
    }


def _read_integer(identity: str) -> Values:
    result, lowest, highest, *seed = identity.split(",")
    return {"result": int(result), "min": int(lowest), "max": int(highest), **({"seed": seed[0]} if seed else {})}


def _read_bytes(identity: str) -> Values:
    value = base64.b64decode(identity, validate=True)
    return {**_spelt_bytes(value), "length": len(value)}


def _read_result(identity: str) -> Values:
    return {"result": str(uuid.UUID(identity))}


KINDS: Mapping[str, Kind] = {
    "random:index/randomBytes:RandomBytes": Kind(_bytes, secrets=frozenset({"base64", "hex"}), read_id=_read_bytes),
    "random:index/randomId:RandomId": Kind(_id, read_id=_read_id),
    "random:index/randomInteger:RandomInteger": Kind(_integer, read_id=_read_integer),
    "random:index/randomPassword:RandomPassword": Kind(
        _password, _CHARACTERS, frozenset({"bcryptHash", "result"}), _read_text
    ),
    "random:index/randomPet:RandomPet": Kind(_pet, {"length": 2, "separator": "-"}),
    "random:index/randomShuffle:RandomShuffle": Kind(_shuffle),
    "random:index/randomString:RandomString": Kind(_string, _CHARACTERS, read_id=_read_text),
    "random:index/randomUuid4:RandomUuid4": Kind(_uuid4, read_id=_read_result),
    "random:index/randomUuid7:RandomUuid7": Kind(_uuid7, read_id=_read_result),
    "random:index/randomUuid:RandomUuid": Kind(_uuid4, read_id=_read_result),
}
"""Types by Pulumi's token."""
