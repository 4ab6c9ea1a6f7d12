"""What is refused of a question before anything is done with it."""

import unicodedata

from app.settings import QUESTION_LENGTH


class QuestionRefused(Exception):
    """A question that cannot be answered as it stands; `length` when it is too long."""


class QuestionEmpty(QuestionRefused):
    """Nothing to read, or nothing but spaces and signs that do not show."""


class QuestionTooLong(QuestionRefused):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters, {limit} at most")
        self.length = length
        self.limit = limit


class QuestionUnreadable(QuestionRefused):
    """Control characters: a binary file pasted, or an attempt on those who will read."""


READABLE_CONTROLS = frozenset("\n\r\t")


def refuse_question(text: str, limit: int = QUESTION_LENGTH) -> None:
    """Raise what is wrong with a question, the longest first: nothing is read of what is too long."""
    if len(text) > limit:
        raise QuestionTooLong(len(text), limit)
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in READABLE_CONTROLS for char in text):
        raise QuestionUnreadable
    if not any(char.isalnum() for char in text):
        raise QuestionEmpty
