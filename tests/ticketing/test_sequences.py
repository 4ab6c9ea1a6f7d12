"""Anybody does anything with several tickets; `benchmarks/ticket_sequences.py` lives ten thousand of them."""

import pytest

from benchmarks.ticket_sequences import live


@pytest.mark.parametrize("seed", [1, 20_000])
def test_whatever_is_done_no_state_is_illegal_and_what_is_kept_is_what_the_log_says(seed):
    assert live(5, seed).endswith("no illegal state, caches equal to the log")
