"""A message as it can be read and stored."""

import unicodedata

from assistant.errors import EmptyMessage, LongMessage

LONGEST_MESSAGE = 4000
# Control characters, halves of a pair, and code points that mean nothing.
UNREADABLE = ("Cc", "Cs", "Cn")


def readable(text: str) -> str:
    """The message in one Unicode form, without what no database takes; refused when nothing is left."""
    if len(text) > LONGEST_MESSAGE:
        raise LongMessage(len(text), LONGEST_MESSAGE)
    kept = unicodedata.normalize("NFC", text.replace("\0", " "))
    clean = "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in UNREADABLE).strip()
    if not clean:
        raise EmptyMessage
    return clean
