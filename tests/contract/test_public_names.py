"""What the packages offer is what they say they offer."""

import importlib
import inspect
import subprocess
import sys
from types import ModuleType

import pytest

from orion_rds import AuroraDatabase, config
from orion_rds.config import DatabaseConfig, Section
from orion_rds.config.setting_paths import sections_below

PUBLIC = ("orion_rds", "orion_rds.components", "orion_rds.config", "orion_rds.testing")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_are_sorted_and_bound(name: str) -> None:
    """A name that is bound and not listed is used by somebody sooner or later; one that is only listed fails on `*`."""
    module = importlib.import_module(name)
    for public in module.__all__:
        getattr(module, public)  # which may bind it only now
    bound = [
        key for key, value in vars(module).items() if not key.startswith("_") and not isinstance(value, ModuleType)
    ]

    assert list(module.__all__) == sorted(module.__all__, key=lambda public: (not public.isupper(), public))
    assert sorted(bound) == sorted(module.__all__)


def test_every_section_is_offered() -> None:
    """A configuration that type checkers read has an instance of each."""
    found: list[type[Section]] = [DatabaseConfig]
    for section in found:
        found += [each for each in dict.fromkeys(sections_below(section)) if each not in found]

    assert {section.__name__ for section in found} - set(config.__all__) == set()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name: str) -> None:
    """`help()` is the nearest reference."""
    module = importlib.import_module(name)
    public = [getattr(module, key) for key in module.__all__]

    assert module.__doc__
    assert [value for value in public if callable(value) and not value.__doc__] == []


def test_the_component_is_constructed_as_every_component_is() -> None:
    """Pulumi reads the inputs of a component for other languages from the parameter `args`, and from no other."""
    assert list(inspect.signature(AuroraDatabase).parameters) == ["name", "args", "opts"]


def test_a_part_is_imported_without_the_rest() -> None:
    """The sandbox's providers, started four times by each command, need `testing`; the SDK for AWS takes a second."""
    line = "import sys, orion_rds.testing; print('pulumi_aws' in sys.modules, 'pydantic' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)

    assert answer.stdout == "False False\n"


def test_a_name_that_is_not_offered_is_an_attribute_error() -> None:
    """Names are looked up when they are asked for, and a wrong one must fail as in any module."""
    with pytest.raises(AttributeError, match="'orion_rds' has no attribute 'Database'"):
        _ = importlib.import_module("orion_rds").Database


def test_parts_that_are_off_are_not_imported() -> None:
    """Each part of the SDK takes tens of milliseconds of every preview, and an annotation is enough to load it."""
    line = "import sys, orion_rds; orion_rds.AuroraDatabase; print(*sys.modules)"

    answer = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)

    loaded = {name for name in answer.stdout.split() if name.startswith("pulumi_aws.")}
    assert "pulumi_aws.rds" in loaded
    for service in ("backup", "ec2", "elasticache", "kms", "sns"):
        assert {name for name in loaded if name.startswith(f"pulumi_aws.{service}.")} == set()
