"""What a failed command says, and whether a user can understand it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orion_rds.config.errors import as_path
from orion_rds.config.setting_paths import settings
from tests.changing.change import Change, overlap

RAW = {
    "a traceback": r"Traceback \(most recent call last\)",
    "Pulumi's own refusal": r"unable to (replace|delete) resource|resource \"urn:.*cannot be|state unprotect",
    "an error of AWS": r"\(\w+:[A-Z]\w+, [a-z]+-[a-z]+-\d\)|api error|operation error",
    "an error of Python": r"\b(Key|Type|Value|Attribute|Index|Assertion)Error\b",
}
"""What no refusal says."""

SETTINGS = frozenset(settings())
LABELS = frozenset({"why", "fix", "rule"})
"""Of the lines below a setting."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that failed."""

    message: str

    @property
    def named(self) -> frozenset[str]:
        """The settings that it names."""
        # Of a path with a label that is no plain word, such as `tags["a b"]`, the setting.
        found = re.findall(r"^ +(?:[\w-]+:database\.)?([a-z_][\w.-]*)(?:\[\S.*\])?(?::|$)", self.message, re.MULTILINE)
        return frozenset(found) - LABELS

    def names(self, change: Change) -> bool:
        """Whether it names a setting of the change, or one above or below."""
        paths = [as_path(name) for name in self.named]
        return any(overlap(path, edit.path) for path in paths if path for edit in change.edits)

    def problems(self) -> Iterator[str]:
        """Say what is not in words."""
        for what, pattern in RAW.items():
            if found := re.search(f".*(?:{pattern}).*", self.message):
                yield f"the refusal shows {what}: {found[0].strip()[:300]}"
        if not any(name.partition(".")[0] in SETTINGS for name in self.named):
            yield f"the refusal names no setting: {self.message.strip()[-300:]}"
