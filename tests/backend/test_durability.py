"""What a corrector was told is saved is saved, though the server dies in the middle of everybody's work."""

import asyncio
from threading import Thread

import pytest

from backend.turns import Turns
from benchmarks import marking_durability


def test_fifty_correctors_at_once_lose_nothing_when_the_server_is_killed(tmp_path):
    outcome = marking_durability.run(tmp_path, correctors=50, kills=2, between=30)

    assert outcome.kills == 2
    assert outcome.refused == []
    assert len(outcome.acknowledged) >= 90
    assert outcome.lost == set()
    assert outcome.integrity == "ok"


def test_the_measure_would_see_a_loss():
    outcome = marking_durability.Outcome(acknowledged={(1, 2), (1, 3)}, kept={(1, 2)})

    assert outcome.lost == {(1, 3)}


def test_turns_are_taken_one_by_one_from_any_loop():
    turns, inside, most = Turns(), [], []

    async def work():
        async with turns.turn():
            inside.append(1)
            most.append(len(inside))
            await asyncio.sleep(0.001)
            inside.pop()

    async def several():
        await asyncio.gather(*(work() for _ in range(20)))

    threads = [Thread(target=asyncio.run, args=(several(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert most == [1] * 80


def test_who_gives_up_waiting_leaves_the_turn_to_the_next():
    async def story():
        turns = Turns()

        async def hold(seconds):
            async with turns.turn():
                await asyncio.sleep(seconds)

        first = asyncio.create_task(hold(0.02))
        await asyncio.sleep(0)
        others = [asyncio.create_task(hold(0)) for _ in range(3)]
        await asyncio.sleep(0)
        others[0].cancel()
        await asyncio.gather(first, *others[1:])
        with pytest.raises(asyncio.CancelledError):
            await others[0]
        await asyncio.wait_for(hold(0), 1)

    asyncio.run(story())
