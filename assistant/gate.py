"""Nothing is shown that no source says: numbers, codes and addresses are looked up in what is cited."""

import re
from collections.abc import Iterable, Sequence

from assistant.arithmetic import Operation
from assistant.values import Kind, find
from assistant.words import fold

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CHECKED = frozenset({Kind.EMAIL, Kind.URL, Kind.CODE, Kind.AMOUNT, Kind.PHONE, Kind.DATE})


def passes(shown: str, sources: Iterable[str], operation: Operation | None = None) -> bool:
    """Whether the numbers, dates, amounts, codes and addresses are in a source or computed."""
    said = [fold(source) for source in sources]
    numbers = {n for source in said for n in NUMBER.findall(source)}
    computed = (
        set(NUMBER.findall(operation.result)) if operation and _grounded(operation, numbers, said) else set()
    )
    if not set(NUMBER.findall(fold(shown))) <= numbers | computed:
        return False
    if operation:
        return bool(computed)
    return all(_stands(value.text, said) for value in find(shown) if value.kind in CHECKED)


def _grounded(operation: Operation, numbers: set[str], said: Sequence[str]) -> bool:
    return all(
        set(NUMBER.findall(operand)) <= numbers if NUMBER.search(operand) else any(operand in s for s in said)
        for operand in operation.operands
    )


def _stands(text: str, said: Sequence[str]) -> bool:
    wanted = " ".join(fold(text).split())
    return any(wanted in " ".join(source.split()) for source in said)
