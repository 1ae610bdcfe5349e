"""The types of the mapping form are those of the sections."""

from pathlib import Path
from typing import get_type_hints

import pytest

from orion_rds import ConfigError, DatabaseConfig
from orion_rds.config import inputs as module
from scripts.inputs import inputs
from tests.contract import wrong_user_code


def test_the_module_is_what_the_sections_give(repository: Path) -> None:
    """`make docs` writes it."""
    assert (repository / "orion_rds/config/inputs.py").read_text(encoding="utf-8") == inputs()


def test_the_root_has_every_section_and_requires_what_the_class_requires() -> None:
    """A type of nothing would be equal to its generator too."""
    required = {name for name, field in DatabaseConfig.model_fields.items() if field.is_required()}

    assert get_type_hints(module.DatabaseInput).keys() == DatabaseConfig.model_fields.keys()
    assert module.DatabaseInput.__required_keys__ == required == {"project", "environment", "network"}


@pytest.mark.parametrize("mistake", wrong_user_code.MAPPINGS)
def test_what_the_type_checker_refuses_in_a_mapping_is_refused(mistake: str) -> None:
    """Both agree; the linter shows that the type checker does."""
    with pytest.raises(ConfigError, match=r'^AuroraDatabase "x" cannot be deployed'):
        wrong_user_code.MAPPINGS[mistake]()


@pytest.mark.parametrize("mistake", wrong_user_code.CLASSES)
def test_what_the_type_checker_refuses_in_a_class_is_refused(mistake: str) -> None:
    """Both agree; the linter shows that the type checker does."""
    with pytest.raises(ConfigError):
        wrong_user_code.CLASSES[mistake]()
