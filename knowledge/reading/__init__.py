"""From a file to its text and its structure, whatever its format and its accidents."""

from knowledge.reading.sandbox import Sandbox, read_file

__all__ = ["Sandbox", "read_file"]
