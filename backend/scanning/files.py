"""Writing a file so that nobody ever reads half of it."""

import os
import tempfile
from pathlib import Path


def write_at_once(path: Path, content: bytes) -> None:
    """Two requests may write the same page: each writes aside, then renames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.utime(aside, (0, 0))  # no date: it would tell when somebody first looked at the page
        Path(aside).replace(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
