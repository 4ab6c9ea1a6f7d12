"""How one page or one write is timed, alike on both sides; imports nothing but the standard library."""

import statistics
import time
from collections.abc import Callable

TIMES = 20
CREATED = 100


def told(name: str, act: Callable[[int], object], times: int = TIMES) -> None:
    """One line: the median of the clock, and of the time of the processor."""
    act(0)
    clock, processor = [], []
    for number in range(1, times + 1):
        began, spent = time.perf_counter(), time.process_time()
        act(number)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
    median, cpu = 1000 * statistics.median(clock), 1000 * statistics.median(processor)
    print(f"{name} | {median:.1f} ms | {cpu:.1f} ms", flush=True)
