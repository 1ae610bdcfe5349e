"""Write the pages into a folder."""

import sys
from pathlib import Path

from orion_rds.cli.pages import pages

for name, page in pages().items():
    (Path(sys.argv[1]) / name).write_text(page, encoding="utf-8")
