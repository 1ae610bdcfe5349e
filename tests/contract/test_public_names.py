"""What the packages offer is what they say they offer."""

import importlib
from types import ModuleType

import pytest

PUBLIC = ("orion_rds", "orion_rds.components", "orion_rds.config", "orion_rds.testing")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_are_sorted_and_bound(name: str) -> None:
    """A name that is bound and not listed is used by somebody sooner or later; one that is only listed fails on `*`."""
    module = importlib.import_module(name)
    bound = [
        key for key, value in vars(module).items() if not key.startswith("_") and not isinstance(value, ModuleType)
    ]

    assert list(module.__all__) == sorted(module.__all__, key=lambda public: (not public.isupper(), public))
    assert sorted(bound) == sorted(module.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name: str) -> None:
    """`help()` is the nearest reference."""
    module = importlib.import_module(name)
    public = [getattr(module, key) for key in module.__all__]

    assert module.__doc__
    assert [value for value in public if callable(value) and not value.__doc__] == []
