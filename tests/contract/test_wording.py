"""Words that a stranger does not know, or that say less than the technical noun."""

import re
from pathlib import Path

import pytest

READ = {".md", ".py", ".toml", ".yaml", ".yml"}
ROOTS = ("orion_ops", "orion_rds", "orion_sandbox", "docs", "tests", "benchmarks", "examples")

WORDS = {r"\bstory\b": {"docs/acceptance.md"}, r"\bmend": set()}
"""Each word, and the files that may use it."""


def texts(repository: Path) -> dict[str, str]:
    """Return the text of every source file and page, by its path in the repository."""
    below = [path for root in ROOTS for path in (repository / root).rglob("*")]
    paths = [*repository.glob("*"), *below]
    return {
        path.relative_to(repository).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in READ and path != Path(__file__)
    }


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_used_only_where_it_is_explained(word: str, repository: Path) -> None:
    """The user story is explained in docs/acceptance.md; elsewhere nobody knows which story is meant."""
    found = {path for path, text in texts(repository).items() if re.search(word, text, re.IGNORECASE)}

    assert found == WORDS[word]
