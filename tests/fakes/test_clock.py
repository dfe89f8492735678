"""The manual clock keeps the promises of a clock."""

import asyncio

from tests.fakes.clock import START, ManualClock, settle


async def test_sleepers_wake_in_the_order_of_their_deadlines() -> None:
    clock, woken = ManualClock(), list[tuple[str, float]]()

    async def nap(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.ensure_future(nap(name, seconds)) for name, seconds in (("b", 2.0), ("a", 1.0), ("c", 2.0))]
    await clock.advance(1.5)
    assert woken == [("a", 1.0)]
    assert clock.sleepers == 2
    await clock.advance(0.5)
    assert woken[1:] == [("b", 2.0), ("c", 2.0)]
    await asyncio.gather(*tasks)


async def test_a_sleeper_that_sleeps_again_wakes_again_within_one_advance() -> None:
    clock, beats = ManualClock(), list[float]()

    async def beat() -> None:
        while True:
            await clock.sleep(1.0)
            beats.append(clock.monotonic())

    task = asyncio.ensure_future(beat())
    await clock.advance(3.0)
    assert beats == [1.0, 2.0, 3.0]
    task.cancel()


async def test_sleeping_no_time_yields_once() -> None:
    clock, order = ManualClock(), list[str]()

    async def other() -> None:
        order.append("other")

    task = asyncio.ensure_future(other())
    await clock.sleep(0.0)
    order.append("self")
    await task
    assert order == ["other", "self"]


async def test_time_moves_only_by_hand() -> None:
    clock = ManualClock()
    await settle()
    assert (clock.now(), clock.monotonic()) == (START, 0.0)
    clock.shift(2.5)
    assert (clock.now(), clock.monotonic()) == (START + 2_500_000_000, 2.5)
