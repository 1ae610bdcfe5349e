"""What `make mutation` changes."""

from pathlib import Path

from scripts.mutation.mutants import Mutant, mutants

SOURCE = """\
NAME = "value"
TABLE = {"more": lambda number: number + 1}


def is_long(number, least=4):
    if number > least:
        return True
    return False
"""


def found(folder: Path) -> dict[str, Mutant]:
    """Return the mutants of a module by their changed lines."""
    path = folder / "module.py"
    path.write_text(SOURCE)
    return {mutant.difference.partition("\n+")[2]: mutant for mutant in mutants(path)}


def test_functions_are_changed_and_values_of_the_module_are_not(tmp_path: Path) -> None:
    """What is in a lambda is a function, too."""
    changed = found(tmp_path)

    assert "    if number >= least:" in changed
    assert 'TABLE = {"more": lambda number: number - 1}' in changed
    assert not any(difference.startswith("NAME") or "MORE" in difference for difference in changed)


def test_a_mutant_has_the_lines_of_its_statement_and_the_code_of_its_function(tmp_path: Path) -> None:
    """Tests that run one of the lines try it; the default of an argument is in no function's code."""
    changed = found(tmp_path)
    condition, default = changed["    if number >= least:"], changed["def is_long(number, least=5):"]

    assert condition.lines == range(6, 7)
    assert [(code.co_name, now.co_name) for code, now in condition.changed.items()] == [("is_long", "is_long")]
    assert (default.lines, default.changed) == (range(5, 6), {})
