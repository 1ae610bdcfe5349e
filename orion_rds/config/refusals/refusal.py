"""One reason for which a configuration is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule: why a value cannot be deployed, and what would be right.

    The texts are templates; `{given}` is what was written, the other fields come from the check that refuses.
    """

    name: str
    """Stable: tests and documents refer to it."""

    why: str
    mend: str
    source: str
    """The page that the rule rests on."""

    reads: tuple[str, ...] = ()
    """Other settings that the value is compared with, as dotted paths. Only rules across sections have them."""

    def texts(self, **values: object) -> tuple[str, str]:
        """Fill both texts."""
        return self.why.format_map(values), self.mend.format_map(values)
