"""Words of a field report between its writing and the consent: in this process's memory, nowhere else.

A draft in the database would leave them there, and in its journal, tied to a conversation. Lost with the
process: the assistant then asks for them again.
"""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from ticketing.vocabulary import Theme

KEPT = timedelta(minutes=30)
MOST = 10_000  # reports waiting at once; beyond, the oldest are asked for again
# Without the letters and digits that are taken for one another when copied by hand.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Held:
    text: str
    theme: Theme
    receipt: str
    until: datetime


class HeldWords:
    """By the key of their form; several threads may ask at once."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._lock = threading.Lock()

    def keep(self, key: str, text: str, theme: Theme, now: datetime) -> Held:
        """Hold these words; words added to a form keep its receipt."""
        with self._lock:
            self._forget_old(now)
            known = self._held.get(key)
            held = Held(text, theme, known.receipt if known else make_receipt(), now + KEPT)
            self._held[key] = held
            return held

    def find(self, key: str, now: datetime) -> Held | None:
        with self._lock:
            self._forget_old(now)
            return self._held.get(key)

    def drop(self, key: str) -> None:
        with self._lock:
            self._held.pop(key, None)

    def _forget_old(self, now: datetime) -> None:
        for key in [key for key, held in self._held.items() if held.until <= now]:
            del self._held[key]
        while len(self._held) >= MOST:
            del self._held[next(iter(self._held))]


def make_receipt() -> str:
    """Twelve signs, some 59 bits: not to be guessed, short enough to be copied."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"
