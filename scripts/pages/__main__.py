"""Write the pages into a folder."""

import sys
from pathlib import Path

from scripts.pages import pages

docs = Path(sys.argv[1])
for name, page in pages(docs).items():
    (docs / name).write_text(page, encoding="utf-8")
