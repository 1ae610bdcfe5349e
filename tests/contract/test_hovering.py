"""What an editor shows over a class, its construction, a setting or an output is ours."""

import inspect

import pytest

from orion_rds import AuroraDatabase, DatabaseConfig
from orion_rds.components.database import OUTPUTS
from orion_rds.config import Section
from orion_rds.config.alarm import AlarmConfig
from orion_rds.config.section import docstrings
from orion_rds.config.setting_paths import sections_below


def sections(section: type[Section] = DatabaseConfig) -> set[type[Section]]:
    """Return a section, and those below it."""
    return {section}.union(*map(sections, sections_below(section)))


SECTIONS = sorted(sections(), key=lambda section: section.__name__)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_a_section_and_its_construction_are_described(section: type[Section]) -> None:
    """Editors show the text of the nearest class that has one, which is pydantic's where we have none."""
    assert section.__doc__
    assert section.__init__.__doc__ == Section.__init__.__doc__
    assert "ConfigError" in (Section.__init__.__doc__ or "")
    assert "ConfigError" in (section.model_validate.__doc__ or "")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_setting_has_a_text_under_it(section: type[Section]) -> None:
    """The page falls back on the text of the section that a setting holds; editors do not."""
    described = {name for base in section.__mro__ if issubclass(base, Section) for name, _ in docstrings(base)}
    alarms = {name for name, field in section.model_fields.items() if is_alarm(field.annotation)}

    assert section.model_fields.keys() - described - alarms == set()


def is_alarm(form: object) -> bool:
    """Whether the setting holds one alarm, whose class has nothing else to say."""
    return isinstance(form, type) and issubclass(form, AlarmConfig)


def test_the_construction_of_the_component_is_described() -> None:
    """Pulumi's own text is about the class that components derive from."""
    text = inspect.getdoc(AuroraDatabase.__init__) or ""

    for parameter in inspect.signature(AuroraDatabase).parameters:
        assert f"    {parameter}: " in text
    assert "ConfigError" in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_is_described(output: str) -> None:
    """Its name does not say what it is in a second region, or without Redis."""
    assert vars(AuroraDatabase)[output].func.__doc__
