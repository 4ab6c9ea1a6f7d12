"""Stretches of a text: set apart from one another, so that no character is shown twice."""

from collections.abc import Iterable

Span = tuple[int, int]


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in order, those that overlap or touch made one; empty ones are left out."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
