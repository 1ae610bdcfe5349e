"""The picture of what is deployed, drawn from a recording of production.

`python -m scripts.picture docs/deployed.svg` writes it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import RecordedResource, record

STACK_FILE = Path(__file__).parents[1] / "Pulumi.prod.yaml"
PREFIX = "orion-rds:index:"
IN_A_REGION = "RegionalDatabase"
COLUMNS = (
    ("Network", "Cluster", "Instances", "Monitoring"),
    ("Credentials", "Connection", "Alerts"),
    ("Backups", "Redis"),
)
"""The parts as they are drawn, one below the other."""
GLOBAL = "Standby"
"""The part that has the global database, which is of both regions."""

WORDS = {
    "ClusterInstance": "instance",
    "Key": "KMS key",
    "Parameter": "SSM parameter",
    "SecurityGroupIngressRule": "ingress rule",
    "Topic": "SNS topic",
}
WIDTH, GAP, LINE, HEAD, BAND = 190, 16, 17, 28, 34
"""Of a card, between cards, of a line of text, of a card's title, and of the band of the global database: pixels."""
STYLE = (
    "text{font:12px sans-serif;fill:#24292f}.title{font-weight:600}.region{fill:#f6f8fa;stroke:#8c959f}"
    ".card{fill:#fff;stroke:#d0d7de}.band{fill:#ddf4ff;stroke:#54aeff}"
)

Card = Mapping[str, int]
Cards = dict[str, dict[str, Counter[str]]]
"""Counts of the kinds of resources, by region and part."""


def picture() -> str:
    """Return the picture as SVG."""
    settings = yaml.safe_load(STACK_FILE.read_text(encoding="utf-8"))["config"]
    first, database = settings["aws:region"], settings["orion-rds:database"]
    second = database["disaster_recovery"]["region"]
    recording = record(lambda: AuroraDatabase("orion", parse(database)), config={"aws:region": first})
    cards = _cards(recording.resources, first, second)
    columns = [(region, parts) for region in (first, second) for parts in COLUMNS if _present(cards, region, parts)]
    height = max(sum(_height(cards[region][part]) + GAP for part in _present(cards, region, parts))
                 for region, parts in columns)  # fmt: skip
    body, left, top = [*_band(cards[first][GLOBAL], len(columns))], GAP, BAND + 2 * GAP
    for region in (first, second):
        own = [parts for name, parts in columns if name == region]
        body += _region(region, left, top, len(own), height)
        for number, parts in enumerate(own):
            body += _column(cards, region, parts, left + GAP + number * (WIDTH + GAP), top + HEAD)
        left += len(own) * (WIDTH + GAP) + 2 * GAP
    size = f'width="{left}" height="{top + HEAD + height + GAP}"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{STYLE}</style>', *body, "</svg>", ""])


def _cards(resources: Sequence[RecordedResource], first: str, second: str) -> Cards:
    cards: Cards = {first: {}, second: {}}
    for each in resources:
        parts = [part.removeprefix(PREFIX) for part in each.urn.split("::")[2].split("$") if part.startswith(PREFIX)]
        _, *below = parts or [""]
        if not each.type.startswith("aws:") or not below:
            continue
        # Roles have no region: those of the standby are drawn with it.
        region = second if below[:2] == [GLOBAL, IN_A_REGION] else str(each.region)
        part = below[below.index(IN_A_REGION) + 1] if IN_A_REGION in below else below[0]
        cards[region].setdefault(part, Counter())[each.type.rpartition(":")[2]] += 1
    return cards


def _present(cards: Cards, region: str, parts: Sequence[str]) -> list[str]:
    return [part for part in parts if part in cards[region]]


def _line(kind: str, count: int) -> str:
    word = WORDS.get(kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()
    return f"{count} {word}{'' if count == 1 else 's'}"


def _height(card: Card) -> int:
    return HEAD + LINE * len(card)


def _region(name: str, left: int, top: int, columns: int, height: int) -> Iterator[str]:
    width = columns * (WIDTH + GAP) + GAP
    yield f'<rect class="region" x="{left}" y="{top}" width="{width}" height="{height + HEAD}" rx="6"/>'
    yield f'<text class="title" x="{left + GAP}" y="{top + 19}">{name}</text>'


def _band(card: Card, columns: int) -> Iterator[str]:
    width = columns * (WIDTH + GAP) + 3 * GAP
    text = f"{', '.join(_line(*entry) for entry in card.items())}: one host for both regions, which follows the writer"
    yield f'<rect class="band" x="{GAP}" y="{GAP}" width="{width}" height="{BAND}" rx="6"/>'
    yield f'<text x="{2 * GAP}" y="{GAP + 21}">{text}</text>'


def _column(cards: Cards, region: str, parts: Sequence[str], left: int, top: int) -> Iterator[str]:
    for part in _present(cards, region, parts):
        card = cards[region][part]
        yield f'<rect class="card" x="{left}" y="{top}" width="{WIDTH}" height="{_height(card)}" rx="4"/>'
        yield f'<text class="title" x="{left + 10}" y="{top + 19}">{part}</text>'
        for number, (kind, count) in enumerate(sorted(card.items())):
            yield f'<text x="{left + 10}" y="{top + HEAD + 10 + LINE * number}">{_line(kind, count)}</text>'
        top += _height(card) + GAP


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(), encoding="utf-8")
