"""A process that reads the hostile files and says, as JSON, how many, the slowest, and what it grew by.

Of its own, because a process that runs tests grows for many other reasons.
"""

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from knowledge.documents import UnreadableDocument
from knowledge.reading import Sandbox
from tests.knowledge.reading import hostile


def _held() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main(folder: Path) -> None:
    text = folder / "texte.txt"
    text.write_text("1. Calendrier\n\nLa saisie ferme le 5 juin.\n", encoding="utf-8")
    with Sandbox(seconds=4) as hurried:
        hurried.read(text)
        before, read, slowest = _held(), 0, (0.0, "")
        for name, content in (*hostile.light(), *hostile.some_heavy()):
            (folder / name).write_bytes(content)
            begun = time.monotonic()
            with suppress(UnreadableDocument):
                hurried.read(folder / name)
            slowest = max(slowest, (time.monotonic() - begun, name))
            (folder / name).unlink()
            read += 1
        grown = _held() - before
        last = hurried.read(text).text
    print(json.dumps({"read": read, "slowest": slowest, "grown": grown, "last": last}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
