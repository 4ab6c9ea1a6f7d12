"""From a file to its text and its structure, whatever its format and its accidents."""

from knowledge.reading.files import read_file

__all__ = ["read_file"]
