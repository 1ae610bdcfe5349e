"""Tags of the user."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.refusal import Refusal
from orion_rds.facts import limits, references

OUR_TAGS = ("Project", "Environment", "ManagedBy", "Name")
"""Tags that are set from the configuration on every resource."""

_OURS = {key.lower(): key for key in OUR_TAGS}
_ROOM = limits.TAGS_MAXIMUM - len(OUR_TAGS)
_LETTERS_SPACES_NUMBERS = frozenset("LZN")
"""Unicode's main categories, as in the pattern of AWS's tagging calls."""


def _ours(*, ours: str) -> None: ...
def _one_and_other(*, one: str, other: str) -> None: ...


TAG_KEY = Refusal(
    "tag-key",
    why="AWS accepts tag keys of 1 to 128 letters, digits, spaces and `_ . : / = + - @`.",
    fix="Write a key of those characters.",
    source=references.TAGGING,
)
TAG_KEY_AWS = Refusal(
    "tag-key-aws",
    why="Tag keys that begin with `aws:` are reserved for AWS.",
    fix="Choose another prefix.",
    source=references.TAGGING,
)
TAG_KEY_OURS = Refusal(
    "tag-key-ours",
    why="The tag `{ours}` is set from the configuration, and IAM compares keys without regard to case.",
    fix="Leave it out, or choose another key.",
    source=references.IAM_TAGS,
    fields=_ours,
)
TAG_KEYS_ALIKE = Refusal(
    "tag-keys-alike",
    why="`{one}` and `{other}` differ only in case, so they are the same key for IAM.",
    fix="Keep one of them.",
    source=references.IAM_TAGS,
    fields=_one_and_other,
)
TAG_VALUE = Refusal(
    "tag-value",
    why="AWS accepts tag values of up to 256 letters, digits, spaces and `_ . : / = + - @`.",
    fix="Write a value of those characters.",
    source=references.TAGGING,
)
TAGS_MANY = Refusal(
    "tags-many",
    why=f"A resource has at most {limits.TAGS_MAXIMUM} tags, and this component sets {len(OUR_TAGS)} of them.",
    fix=f"Keep {_ROOM} tags or fewer.",
    source=references.TAGGING,
)


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
    if len(tags) > _ROOM:
        raise TAGS_MANY(tags)
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
"""Keys and values that AWS accepts beside the tags of this component."""
