"""Tags of your own."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.refusals import refuse
from orion_rds.facts import limits

OUR_TAGS = ("Project", "Environment", "ManagedBy", "Name")
"""Tags that are set from the configuration on everything."""

_OURS = {key.lower(): key for key in OUR_TAGS}
_LETTERS_SPACES_NUMBERS = frozenset("LZN")
"""Unicode's main categories, as in the pattern of AWS's tagging calls."""


def _is_taggable(text: str) -> bool:
    return all(sign in "_.:/=+-@" or unicodedata.category(sign)[0] in _LETTERS_SPACES_NUMBERS for sign in text)


def _key(key: str) -> str:
    if not 0 < len(key) <= limits.TAG_KEY_MAXIMUM or not _is_taggable(key):
        raise refuse("tag-key", key)
    if key.lower().startswith("aws:"):
        raise refuse("tag-key-aws", key)
    if key.lower() in _OURS:
        raise refuse("tag-key-ours", key, ours=_OURS[key.lower()])
    return key


def _value(value: str) -> str:
    if len(value) > limits.TAG_VALUE_MAXIMUM or not _is_taggable(value):
        raise refuse("tag-value", value)
    return value


def _together(tags: Mapping[str, str]) -> Mapping[str, str]:
    room = limits.TAGS_MAXIMUM - len(OUR_TAGS)
    if len(tags) > room:
        raise refuse("tags-many", tags, maximum=limits.TAGS_MAXIMUM, ours=len(OUR_TAGS), room=room)
    seen: dict[str, str] = {}
    for key in tags:
        first = seen.setdefault(key.lower(), key)
        if first != key:
            raise refuse("tag-keys-alike", tags, one=first, other=key)
    return tags


Tags = Annotated[
    Mapping[Annotated[str, AfterValidator(_key)], Annotated[str, AfterValidator(_value)]],
    AfterValidator(_together),
]
"""Keys and values that AWS takes beside our own."""
