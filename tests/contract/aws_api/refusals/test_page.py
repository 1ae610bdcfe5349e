"""The page of refusals is generated from the code."""

from pathlib import Path

from orion_sandbox.api.gate.page import NAME, SERVICES, page
from orion_sandbox.api.gate.rule import EC2_CODES
from orion_sandbox.api.gate.rules import RULES


def test_the_page_is_the_one_that_the_code_writes(repository: Path) -> None:
    """A stale page would mislead its readers."""
    assert (repository / "docs" / NAME).read_text(encoding="utf-8") == page()


def test_every_rule_is_on_it() -> None:
    """Every service has its section."""
    assert {rule.service for rule in RULES.values()} == set(SERVICES)
    assert [rule for rule in RULES if f"| `{rule}` |" not in page()] == []


def test_a_code_is_documented_where_the_reference_lists_it() -> None:
    """Readers trust an assumed code less."""
    standing = {rule: RULES[rule].documented for rule in ("rds-subnet-group-unknown", "rds-port", "ec2-rule-duplicate")}

    assert standing == {"rds-subnet-group-unknown": True, "rds-port": False, "ec2-rule-duplicate": True}
    assert "InvalidPermission.Duplicate" in EC2_CODES


def test_every_rule_names_a_page() -> None:
    """The page shows that AWS refuses the call."""
    assert [rule.id for rule in RULES.values() if not rule.source.startswith("https://")] == []
