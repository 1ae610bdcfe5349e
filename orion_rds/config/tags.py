"""Tags that the user sets."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from orion_rds.config.errors import Problem
from orion_rds.config.refusal import Refusal
from orion_rds.config.str_input import StrInput
from orion_rds.facts import limits, references

OUR_TAGS = ("Project", "Environment", "ManagedBy", "Name")
"""Tags that are set from the configuration on every resource."""

_OURS = {key.lower(): key for key in OUR_TAGS}
_ROOM = limits.TAGS_MAXIMUM - len(OUR_TAGS)
_LETTERS_SPACES_NUMBERS = frozenset("LZN")
"""Unicode's main categories, as in the pattern of AWS's tagging calls."""


def _ours(*, ours: str) -> None: ...
def _default(*, default: str) -> None: ...
def _default_and_ours(*, default: str, ours: str) -> None: ...
def _numbers(*, defaults: int, total: int) -> None: ...
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
DEFAULT_TAG = Refusal(
    "default-tag",
    why="The provider adds the tag `{default}` to every resource (`aws:defaultTags`). AWS accepts keys of 1 to 128 and "
    "values of up to 256 letters, digits, spaces and `_ . : / = + - @`, and no key that begins with `aws:`.",
    fix="Change the default tags of the provider.",
    source=references.TAGGING,
    fields=_default,
)
DEFAULT_TAG_ALIKE = Refusal(
    "default-tag-alike",
    why="The provider adds the tag `{default}` to every resource (`aws:defaultTags`). It differs only in case from "
    "`{ours}`, so they are the same key for IAM.",
    fix="Write both alike: the tag of the resource then has precedence.",
    source=references.IAM_TAGS,
    fields=_default_and_ours,
)
DEFAULT_TAGS_MANY = Refusal(
    "default-tags-many",
    why=f"A resource has at most {limits.TAGS_MAXIMUM} tags. With the {{defaults}} that the provider adds "
    f"(`aws:defaultTags`) and the {len(OUR_TAGS)} that this component sets, each would have {{total}}.",
    fix="Remove some, here or from the default tags of the provider.",
    source=references.TAGGING,
    fields=_numbers,
)


def default_tag_problems(tags: Mapping[str, StrInput], defaults: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems of the tags that the provider adds to those of the configuration."""
    ours = {key.lower(): key for key in (*OUR_TAGS, *tags)}
    for key, value in defaults.items():
        if not _is_accepted(key, value):
            yield DEFAULT_TAG.problem("tags", tags, default=key)
        elif ours.get(key.lower(), key) != key:
            yield DEFAULT_TAG_ALIKE.problem("tags", tags, default=key, ours=ours[key.lower()])
    if defaults and (total := len({*OUR_TAGS, *tags, *defaults})) > limits.TAGS_MAXIMUM:
        yield DEFAULT_TAGS_MANY.problem("tags", tags, defaults=len(defaults), total=total)


def _is_accepted(key: str, value: str) -> bool:
    try:
        _form(key)
    except PydanticCustomError:
        return False
    return _is_value(value)


def _is_taggable(text: str) -> bool:
    return all(sign in "_.:/=+-@" or unicodedata.category(sign)[0] in _LETTERS_SPACES_NUMBERS for sign in text)


def _form(key: str) -> None:
    if not 0 < len(key) <= limits.TAG_KEY_MAXIMUM or not _is_taggable(key):
        raise TAG_KEY(key)
    if key.lower().startswith("aws:"):
        raise TAG_KEY_AWS(key)


def _key(key: str) -> str:
    _form(key)
    if key.lower() in _OURS:
        raise TAG_KEY_OURS(key, ours=_OURS[key.lower()])
    return key


def _value(value: StrInput) -> StrInput:
    if isinstance(value, str) and not _is_value(value):
        raise TAG_VALUE(value)
    return value


def _is_value(value: str) -> bool:
    return len(value) <= limits.TAG_VALUE_MAXIMUM and _is_taggable(value)


def _together(tags: Mapping[str, StrInput]) -> Mapping[str, StrInput]:
    if len(tags) > _ROOM:
        raise TAGS_MANY(tags)
    seen: dict[str, str] = {}
    for key in tags:
        first = seen.setdefault(key.lower(), key)
        if first != key:
            raise TAG_KEYS_ALIKE(tags, one=first, other=key)
    return tags


Tags = Annotated[
    Mapping[Annotated[str, AfterValidator(_key)], Annotated[StrInput, AfterValidator(_value)]],
    AfterValidator(_together),
]
"""Tags that AWS accepts in addition to those of this component."""
