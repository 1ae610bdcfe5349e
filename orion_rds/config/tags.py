"""Tags of your own."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.refusal import Refusal
from orion_rds.facts import limits, references


def _ours(*, ours: object) -> None: ...
def _one_and_other(*, one: str, other: str) -> None: ...
def _maximum_and_ours_and_room(*, maximum: int, ours: object, room: int) -> None: ...


TAG_KEY = Refusal(
    "tag-key",
    why="AWS takes tag keys of 1 to 128 letters, digits, spaces and `_ . : / = + - @`.",
    fix="Write a key of those characters.",
    source=references.TAGGING,
)
TAG_KEY_AWS = Refusal(
    "tag-key-aws",
    why="Tag keys that begin with `aws:` are AWS's own.",
    fix="Choose another beginning.",
    source=references.TAGGING,
)
TAG_KEY_OURS = Refusal(
    "tag-key-ours",
    why="The tag `{ours}` is set for you from the configuration, and IAM tells keys apart without regard to case.",
    fix="Leave it out, or choose another key.",
    source=references.IAM_TAGS,
    fields=_ours,
)
TAG_KEYS_ALIKE = Refusal(
    "tag-keys-alike",
    why="`{one}` and `{other}` differ in case only, which IAM takes for the same key.",
    fix="Keep one of them.",
    source=references.IAM_TAGS,
    fields=_one_and_other,
)
TAG_VALUE = Refusal(
    "tag-value",
    why="AWS takes tag values of up to 256 letters, digits, spaces and `_ . : / = + - @`.",
    fix="Write a value of those characters.",
    source=references.TAGGING,
)
TAGS_MANY = Refusal(
    "tags-many",
    why="A resource has at most {maximum} tags, and {ours} of them are ours.",
    fix="Keep {room} tags of your own.",
    source=references.TAGGING,
    fields=_maximum_and_ours_and_room,
)


OUR_TAGS = ("Project", "Environment", "ManagedBy", "Name")
"""Tags that are set from the configuration on everything."""

_OURS = {key.lower(): key for key in OUR_TAGS}
_LETTERS_SPACES_NUMBERS = frozenset("LZN")
"""Unicode's main categories, as in the pattern of AWS's tagging calls."""


def _is_taggable(text: str) -> bool:
    return all(sign in "_.:/=+-@" or unicodedata.category(sign)[0] in _LETTERS_SPACES_NUMBERS for sign in text)


def _key(key: str) -> str:
    if not 0 < len(key) <= limits.TAG_KEY_MAXIMUM or not _is_taggable(key):
        raise TAG_KEY(key)
    if key.lower().startswith("aws:"):
        raise TAG_KEY_AWS(key)
    if key.lower() in _OURS:
        raise TAG_KEY_OURS(key, ours=_OURS[key.lower()])
    return key


def _value(value: str) -> str:
    if len(value) > limits.TAG_VALUE_MAXIMUM or not _is_taggable(value):
        raise TAG_VALUE(value)
    return value


def _together(tags: Mapping[str, str]) -> Mapping[str, str]:
    room = limits.TAGS_MAXIMUM - len(OUR_TAGS)
    if len(tags) > room:
        raise TAGS_MANY(tags, maximum=limits.TAGS_MAXIMUM, ours=len(OUR_TAGS), room=room)
    seen: dict[str, str] = {}
    for key in tags:
        first = seen.setdefault(key.lower(), key)
        if first != key:
            raise TAG_KEYS_ALIKE(tags, one=first, other=key)
    return tags


Tags = Annotated[
    Mapping[Annotated[str, AfterValidator(_key)], Annotated[str, AfterValidator(_value)]],
    AfterValidator(_together),
]
"""Keys and values that AWS takes beside our own."""
