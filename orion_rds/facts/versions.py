"""Aurora PostgreSQL's versions."""

import re
from dataclasses import dataclass, replace
from datetime import date

from orion_rds.facts import references
from orion_rds.facts.listed import Listed
from orion_rds.facts.tables import table


@dataclass(frozen=True, slots=True)
class Major:
    """One major version."""

    number: int
    end_of_standard_support: date
    """The day from which AWS creates clusters only with paid Extended Support."""

    long_term_minor: int | None
    """The minor version that AWS supports for the life of the major one (LTS)."""

    minors: tuple[int, int]
    """The first minor version that Aurora offered, and the newest one in the list."""

    first_pausing_minor: int
    """The first minor version whose Serverless v2 instances may pause at 0 ACU."""

    first_256_minor: int
    """The first minor version whose Serverless v2 instances have up to 256 ACU; earlier ones have 128."""

    source: str = references.AURORA_VERSIONS


MAJORS = table(
    lambda major: major.number,
    Major(14, date(2027, 2, 28), long_term_minor=6, minors=(3, 22), first_pausing_minor=12, first_256_minor=10),
    Major(15, date(2028, 2, 29), long_term_minor=10, minors=(2, 17), first_pausing_minor=7, first_256_minor=5),
    Major(16, date(2029, 2, 28), long_term_minor=8, minors=(1, 13), first_pausing_minor=3, first_256_minor=1),
    Major(17, date(2030, 2, 28), long_term_minor=7, minors=(4, 9), first_pausing_minor=0, first_256_minor=0),
    Major(18, date(2031, 2, 28), long_term_minor=None, minors=(1, 3), first_pausing_minor=0, first_256_minor=0),
)
"""Major versions in standard support: 13 left it on 2026-02-28. Every release of 17 and 18 can pause."""

LAST_MAJOR = 20
"""PostgreSQL has one major version a year: 19 in 2026, and Aurora follows months later."""

DEFAULT_VERSION = "17"
"""The newest major version with long-term support."""

FORM = r"(?P<major>[1-9]\d)(?:\.(?P<minor>0|[1-9]\d?))?"
"""`17` (AWS chooses the minor version) or `17.7`."""


def split(version: str) -> tuple[int, int | None]:
    """Return the major and the minor number; a major version alone has no minor number.

    Raises:
        ValueError: when the text is not a version.
    """
    match = re.fullmatch(FORM, version, re.ASCII)
    if match is None:
        raise ValueError(f"no Aurora PostgreSQL version: {version!r}")
    minor = match["minor"]
    return int(match["major"]), None if minor is None else int(minor)


def major_of(version: str) -> Major:
    """Return the row of the major version; for a version later than the list, the data of the newest row."""
    number, _ = split(version)
    newest = MAJORS[max(MAJORS)]
    return MAJORS.get(number) or replace(newest, number=number, long_term_minor=None)


def _has(version: str) -> bool:
    number, minor = split(version)
    return number in MAJORS and (minor is None or MAJORS[number].minors[0] <= minor <= MAJORS[number].minors[1])


def _never(version: str) -> str | None:
    number, minor = split(version)
    if number in MAJORS and minor is not None and minor < (first := MAJORS[number].minors[0]):
        return f"Aurora PostgreSQL {number} begins with {number}.{first}"
    if number > LAST_MAJOR:
        return "PostgreSQL has one major version a year, and has not come that far"
    return None


VERSIONS = Listed(
    name="aurora-versions",
    what="versions of Aurora PostgreSQL",
    as_of=date(2026, 11, 28),
    source=references.AURORA_VERSIONS,
    ask="aws rds describe-db-engine-versions --engine aurora-postgresql",
    has=_has,
    never=_never,
)


def is_exact(version: str) -> bool:
    """Whether the version includes a minor number."""
    return split(version)[1] is not None


def family(version: str) -> str:
    """Return the family of the parameter groups of a version, such as `aurora-postgresql17`."""
    return f"aurora-postgresql{split(version)[0]}"


def maximum_acu(version: str) -> int:
    """Return the maximum ACU of Serverless v2 instances of this version. AWS's default minor versions have 256.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
    """
    _, minor = split(version)
    return 256 if minor is None or minor >= major_of(version).first_256_minor else 128


def can_pause(version: str) -> bool:
    """Whether Serverless v2 instances of this version may pause at 0 ACU. AWS's default minor versions can."""
    _, minor = split(version)
    return minor is None or minor >= major_of(version).first_pausing_minor
