"""Whose turn it is to write to SQLite: in this process, first come first served; beside another, asked often.

SQLite has one writer at a time. Left to itself, whoever waits asks again after longer and longer sleeps, and
under eight busy writers some are refused after five seconds although each of them writes for milliseconds.
"""

import sqlite3
import time
from collections import deque
from threading import Lock

PATIENCE = 30.0  # seconds before a write is refused: somebody holds the database for good
ASKED_EVERY = 0.001  # seconds, while another process writes


class Turn:
    """A lock handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, timeout: float) -> bool:
        """False when it did not come in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # it came at the last moment
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()  # taken still, by the next one
            else:
                self._is_taken = False


class WriterConnection(sqlite3.Connection):
    """A connection that holds the turn from the beginning of a write to its end, whatever that is."""

    turn: Turn
    busy_ms: int
    _holds = False

    def begin_write(self) -> None:
        """BEGIN IMMEDIATE, once it is our turn; raises sqlite3.OperationalError past our patience."""
        until = time.monotonic() + PATIENCE
        if not self.turn.take(PATIENCE):
            raise sqlite3.OperationalError("database is locked")
        self._holds = True
        try:
            self._ask(until)
        finally:
            self._give_back()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._give_back()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give_back()

    def close(self) -> None:
        super().close()
        if self._holds:
            self._holds = False
            self.turn.give_back()

    def _ask(self, until: float) -> None:
        self.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                        raise
                    time.sleep(ASKED_EVERY)
                else:
                    return
        finally:
            self.execute(f"PRAGMA busy_timeout={self.busy_ms}")

    def _give_back(self) -> None:
        """Unless the transaction goes on: a commit that was refused leaves it open."""
        if self._holds and not self.in_transaction:
            self._holds = False
            self.turn.give_back()
