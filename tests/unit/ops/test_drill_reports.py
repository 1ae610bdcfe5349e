"""What a drill says in the terminal and in its page."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from orion_ops.drill.failover import Result
from orion_ops.drill.lines import lines, met, verdict
from orion_ops.drill.measured import Gap, Interruption, Timeline
from orion_ops.drill.page import page

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NONE = Interruption(None, 0.1, 0.0)


def result(back_after_seconds: float | None = 4.0, lost: int = 0) -> Result:
    """Return what a failover did whose clients that write were back after so long."""
    return Result(
        old_writer="one",
        new_writer="two",
        writes=Interruption(0.5, 3.5, back_after_seconds),
        reads=NONE,
        acknowledged=100,
        lost=lost,
        switched_after_seconds=2.0,
        clients=[
            Timeline("writer 1", -1.0, 7.0, [Gap(0.0, 4.0)]),
            Timeline("writer 2", -3.0, 7.0, [Gap(-2.5, -2.25), Gap(1.0, None)]),
            Timeline("reader 1", -1.0, 7.0, []),
        ],
    )


VERDICTS = {
    "met": ([result()], 30, True, "Of 100 acknowledged writes none are lost. The objective of 30 s without"),
    "late": ([result(31.0)], 30, False, "without a lost write is NOT met."),
    "lost": ([result(lost=2)], 30, False, "2 are lost. The objective of 30 s without a lost write is NOT met."),
    "not back": ([result(None), result()], 30, False, "without a lost write is NOT met."),
    "no objective": ([result(500.0)], None, True, "Of 100 acknowledged writes none are lost."),
    "several": ([result(1.0), result(2.0), result(9.0)], None, True, "recovered in 2.0 s (median), 9.0 s at worst."),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_verdicts(case: str) -> None:
    """The worst of all runs counts, and one that is not back is late."""
    results, objective, is_met, text = VERDICTS[case]

    assert met(results, objective) == is_met
    assert text in verdict(results, objective)
    assert lines(results, objective)[-1] == verdict(results, objective)


def test_the_lines_of_a_run() -> None:
    """Each figure has its unit, and what did not happen is a dash."""
    assert lines([result()], None)[:-1] == [
        "failover 1: one -> two",
        "  writes: first failure after 0.5 s, unavailable for 3.5 s, all clients back after 4.0 s",
        "  reads:  first failure after -, unavailable for 0.1 s, all clients back after 0.0 s",
        "  acknowledged writes: 100, lost: 0",
    ]


class Parsed(HTMLParser):
    """A page, whose tags must close in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that begins."""
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag that is open."""
        assert self.open.pop() == tag

    def styles(self, of_class: str) -> list[str | None]:
        """Return the styles of the elements of a class."""
        return [found["style"] for _, found in self.tags if of_class in (found.get("class") or "").split()]


def test_the_page_draws_each_client() -> None:
    """From two seconds before the call to the last attempt: here nine seconds."""
    parsed = Parsed(page("Failover", NOON, "All is well.", [result()], met=True))

    assert parsed.open == []
    assert parsed.styles("gap") == [
        "left:22.22%;width:44.45%",
        # What was before the drawn time is a mark at its edge, and what does not end goes to the edge.
        "left:0.0%;width:0.00%",
        "left:33.33%;width:66.67%",
    ]
    assert parsed.styles("mark") == ["left:22.22%", "left:44.44%"]
    assert [found for _, found in parsed.tags if found.get("title")][2]["title"] == "from 1.00 s on"
    assert "missed" not in {name for _, found in parsed.tags for name in (found.get("class") or "").split()}


def test_the_page_asks_nothing_of_others_and_escapes_names() -> None:
    """It is opened from a mail or a ticket."""
    text = page("<Failover> of a&b", NOON, "<NOT met>", [result(lost=1)], met=False)

    assert "<h1>&lt;Failover&gt; of a&amp;b</h1>" in text
    assert '<p class="verdict missed">&lt;NOT met&gt;</p>' in text
    assert "2026-11-02 12:00 UTC" in text
    assert not re.search(r"<script|<link|<img|url\(|@import|https?:|@font-face", text)
    assert not {"src", "href", "onload"} & {name for _, found in Parsed(text).tags for name in found}


@pytest.mark.parametrize(("end", "labels"), [(0.5, 6), (4.0, 7), (58.0, 7), (299.0, 6)])
def test_the_ticks_are_few(end: float, labels: int) -> None:
    """However long the failover took, their labels fit beside each other."""
    long = Timeline("writer 1", -1.0, end, [])
    drawn = Result("one", "two", NONE, NONE, 1, 0, 0.2, [long])

    assert len(Parsed(page("", NOON, "", [drawn], met=True)).styles("tick")) <= labels
