"""What `make mutation` changes."""

from pathlib import Path

from scripts.mutation.mutants import mutants

SOURCE = """\
NAME = "value"
TABLE = {"more": lambda number: number + 1}


def is_long(number, least=4):
    if number > least:
        return True
    return False
"""


def test_functions_are_changed_and_values_of_the_module_are_not(tmp_path: Path) -> None:
    """What is in a lambda is a function, too."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    found = {mutant.difference.partition("\n+")[2]: mutant for mutant in mutants(path)}

    assert "    if number >= least:" in found
    assert 'TABLE = {"more": lambda number: number - 1}' in found
    assert not any(difference.startswith("NAME") or "MORE" in difference for difference in found)


def test_a_mutant_has_the_lines_of_its_statement_and_the_code_of_its_function(tmp_path: Path) -> None:
    """Tests that run one of the lines try it; the default of an argument is in no function's code."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    found = {mutant.difference.partition("\n+")[2]: mutant for mutant in mutants(path)}
    condition = found["    if number >= least:"]
    default = found["def is_long(number, least=5):"]

    assert condition.lines == range(6, 7)
    assert [(code.co_name, changed.co_name) for code, changed in condition.changed.items()] == [("is_long", "is_long")]
    assert (default.lines, default.changed) == (range(5, 6), {})
