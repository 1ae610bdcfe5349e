"""The report of a drill as one HTML file, without scripts, fonts or images."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from math import ceil

from orion_ops.drill.failover import Result
from orion_ops.drill.lines import seconds
from orion_ops.drill.measured import Gap, Interruption, Timeline

BEFORE_SECONDS = 2.0
"""The time before the call that is drawn."""
TICKS = 6
STEPS_SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)

STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --faint: #59636e; --line: #d1d9e0;
  --works: #9cc7f0; --fails: #b3261e; --stripe: #e0796f; }
@media (prefers-color-scheme: dark) { :root { --page: #14181d; --text: #e6e9ec; --faint: #9aa4ae; --line: #363d45;
  --works: #28527d; --fails: #ff8a7a; --stripe: #a8392d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 60rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
.faint, figcaption, th { color: var(--faint); font-weight: normal; }
.verdict { font-size: 1.1rem; font-weight: 600; margin: 1rem 0; }
.missed { color: var(--fails); }
figure { margin: 0; }
figcaption { font-size: .875rem; margin-top: .25rem; }
.rows { position: relative; }
.row, .axis { display: grid; grid-template-columns: 4.5rem 1fr; align-items: center; font-size: .875rem; }
.bar { position: relative; height: 1rem; margin: .2rem 0; border-radius: 2px; background: var(--works); }
.gap { position: absolute; top: 0; bottom: 0; min-width: 2px; border-radius: 2px;
  background: repeating-linear-gradient(45deg, var(--fails) 0 4px, var(--stripe) 4px 8px); }
.marks { position: absolute; inset: 0 0 0 4.5rem; pointer-events: none; }
.mark { position: absolute; top: -.25rem; bottom: 0; border-left: 2px solid var(--text); }
.mark.aws { border-left-style: dashed; }
.ticks { position: relative; height: 1.5rem; border-top: 1px solid var(--line); color: var(--faint); }
.tick { position: absolute; transform: translateX(-50%); font-size: .8rem; white-space: nowrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: .75rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; padding-left: 0; }
"""


def page(heading: str, at: datetime, verdict: str, results: Sequence[Result], *, met: bool) -> str:
    """Return the page.

    Args:
        heading: The target of the drill.
        at: The time, in UTC.
        verdict: The outcome, in a sentence.
        results: The results of the failovers.
        met: Whether the drill succeeded.
    """
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(heading)}</title>\n<style>{STYLE}</style>",
            f'<h1>{escape(heading)}</h1>\n<p class="faint">{at:%Y-%m-%d %H:%M} UTC</p>',
            f'<p class="verdict{"" if met else " missed"}">{escape(verdict)}</p>',
            *(line for number, result in enumerate(results, 1) for line in _failover(number, result)),
            "</html>\n",
        ]
    )


def _failover(number: int, result: Result) -> Iterator[str]:
    yield f"<h2>Failover {number}: {escape(result.old_writer)} to {escape(result.new_writer)}</h2>"
    yield from _figure(result)
    yield '<div class="scroll"><table>'
    yield "<tr><th></th><th>first failure after</th><th>unavailable for</th><th>all clients back after</th></tr>"
    yield _row("writes", result.writes)
    yield _row("reads", result.reads)
    yield "</table></div>"
    yield f"<p>Acknowledged writes: {result.acknowledged}, of which {result.lost} are lost.</p>"


def _row(name: str, figures: Interruption) -> str:
    values = (figures.detected_after_seconds, figures.unavailable_seconds, figures.all_back_after_seconds)
    return f"<tr><th>{name}</th>" + "".join(f"<td>{seconds(each)}</td>" for each in values) + "</tr>"


def _figure(result: Result) -> Iterator[str]:
    begin = max(-BEFORE_SECONDS, min(each.from_seconds for each in result.clients))
    end = max(result.switched_after_seconds, *(each.to_seconds for each in result.clients))

    def place(moment: float) -> float:
        """Return the distance of a time from the left edge, in percent."""
        return round(100 * (min(max(moment, begin), end) - begin) / (end - begin), 2)

    yield '<figure>\n<div class="rows">'
    for client in result.clients:
        bars = "".join(_gap(gap, place(gap.from_seconds), place(_until(gap, client))) for gap in client.gaps)
        yield f'<div class="row"><span>{client.client}</span><div class="bar">{bars}</div></div>'
    marks = (("call", 0.0), ("aws", result.switched_after_seconds))
    lines = "".join(f'<div class="mark {kind}" style="left:{place(moment)}%"></div>' for kind, moment in marks)
    yield f'<div class="marks">{lines}</div>\n</div>'
    step = next((each for each in STEPS_SECONDS if (end - begin) / each <= TICKS), STEPS_SECONDS[-1])
    moments = [step * count for count in range(ceil(begin / step), int(end / step) + 1)]
    ticks = "".join(f'<span class="tick" style="left:{place(each)}%">{each:g} s</span>' for each in moments)
    yield f'<div class="axis"><span></span><div class="ticks">{ticks}</div></div>'
    yield (
        "<figcaption>Striped: the client got no response or an error. The line is the call of the failover, and the "
        f"dashed line is when AWS showed the new writer, after {seconds(result.switched_after_seconds)}.</figcaption>"
    )
    yield "</figure>"


def _gap(gap: Gap, left: float, right: float) -> str:
    said = f"from {gap.from_seconds:.2f} s " + ("on" if gap.to_seconds is None else f"to {gap.to_seconds:.2f} s")
    return f'<span class="gap" title="{said}" style="left:{left}%;width:{right - left:.2f}%"></span>'


def _until(gap: Gap, client: Timeline) -> float:
    return client.to_seconds if gap.to_seconds is None else gap.to_seconds
