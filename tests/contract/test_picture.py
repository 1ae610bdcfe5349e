"""`docs/deployed.svg` shows what production deploys."""

from pathlib import Path
from xml.etree import ElementTree

from scripts.picture import picture


def test_the_picture_is_drawn_from_what_is_deployed(repository: Path) -> None:
    """To fix it: `python -m scripts.picture docs/deployed.svg`."""
    drawn = picture()

    assert (repository / "docs" / "deployed.svg").read_text(encoding="utf-8") == drawn
    texts = [each.text for each in ElementTree.fromstring(drawn) if each.tag.endswith("text")]  # noqa: S314 - our own
    assert {"us-east-1", "us-west-2", "3 instances", "1 replication group"} <= set(texts)


def test_nothing_is_drawn_outside() -> None:
    """A new resource makes a card longer."""
    root = ElementTree.fromstring(picture())  # noqa: S314 - our own
    boxes = [{name: int(each.get(name, 0)) for name in ("x", "y", "width", "height")} for each in root.iter()]

    assert len(boxes) > 10
    assert max(box["x"] + box["width"] for box in boxes) <= int(root.get("width", 0))
    assert max(box["y"] + box["height"] for box in boxes) <= int(root.get("height", 0))
