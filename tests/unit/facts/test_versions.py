"""Aurora PostgreSQL's versions."""

import pytest

from orion_rds.facts import versions


@pytest.mark.parametrize(
    ("version", "parts"), [("17", (17, None)), ("17.7", (17, 7)), ("17.10", (17, 10)), ("18.0", (18, 0))]
)
def test_a_version_is_split(version: str, parts: tuple[int, int | None]) -> None:
    """17.10 is not 17.1."""
    assert versions.split(version) == parts
    assert versions.is_exact(version) == (parts[1] is not None)


@pytest.mark.parametrize("text", ["", "7", "17.", "17.07", "17.7.1", "v17", "17 ", "1\u0667"])
def test_what_is_no_version_is_told(text: str) -> None:
    """Digits of other scripts among them."""
    with pytest.raises(ValueError, match="no Aurora PostgreSQL version"):
        versions.split(text)


@pytest.mark.parametrize(("version", "family"), [("14.6", "aurora-postgresql14"), ("17", "aurora-postgresql17")])
def test_the_family_follows_the_major_version(version: str, family: str) -> None:
    """AWS refuses a parameter group of another family."""
    assert versions.family(version) == family


def test_the_default_version_is_supported_and_major() -> None:
    """A pinned default would be a downgrade a year on."""
    major, minor = versions.split(versions.DEFAULT_VERSION)
    assert major in versions.MAJORS
    assert minor is None


def test_majors_end_in_their_order() -> None:
    """A date in the wrong row would show here."""
    ends = [versions.MAJORS[number].end_of_standard_support for number in sorted(versions.MAJORS)]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends)


def test_a_later_major_version_is_taken_for_the_newest_one() -> None:
    """Its capacity is not known yet; its family is, as families are named after it."""
    assert versions.family("19") == "aurora-postgresql19"
    assert versions.can_pause("19.1")
    assert versions.maximum_acu("19.1") == 256
    assert versions.major_of("19").long_term_minor is None
