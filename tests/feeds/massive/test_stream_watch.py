"""What is told of the streams while they run."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.clock import settle
from tests.fakes.snapshots import at
from tests.feeds.massive.test_streams import MS, Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    made.task.cancel()
    await asyncio.gather(made.task, return_exceptions=True)


async def test_f31_silence_is_told_in_words_and_is_over_with_the_first_value(bench: Bench) -> None:
    wire = await bench.connected("indices")
    await bench.clock.advance(1.5)
    assert "quiet:indices" not in bench.notices()
    await bench.clock.advance(1.0)
    notice = bench.notices()["quiet:indices"]
    assert (notice.level, notice.text) == (
        "warning",
        "No index values for 2 s, though the connection is open: a halt or a source that hangs; what stands is old.",
    )
    wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": bench.clock.now() // 1_000_000})
    await bench.clock.advance(0.5)
    assert bench.notices()["quiet:indices"].level == "info"


async def test_f31_after_the_close_silence_is_none() -> None:
    bench = Bench(at("16:00:30"))
    try:
        await bench.connected("indices")
        await bench.clock.advance(6.0)
        assert "quiet:indices" not in bench.notices()
    finally:
        bench.task.cancel()


async def test_f31_a_missing_minute_bar_is_told_fetched_and_forgotten(bench: Bench) -> None:
    wire = await bench.connected("indices")
    for second in range(64):
        wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": bench.clock.now() // 1_000_000 + second % 2})
        await bench.clock.advance(1.0)
    assert "No minute bar of SPX came for 11:00" in bench.notices()["bar:SPX"].text
    assert ("indices", 120.0) in bench.repairs
    for _ in range(6):
        wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": bench.clock.now() // 1_000_000})
        await bench.clock.advance(1.0)
    assert bench.notices()["bar:SPX"].level == "info"


async def test_f31_in_a_halt_only_the_minute_in_which_it_began_lacks_its_bar(bench: Bench) -> None:
    wire = await bench.connected("indices")
    for _ in range(20):
        wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": bench.clock.now() // 1_000_000})
        await bench.clock.advance(1.0)
    told: list[str] = []
    for _ in range(240):
        await bench.clock.advance(1.0)
        for one in bench.sockets.of("indices")[-1:]:
            one.status("auth_success")
            one.acknowledge()
        told += [each.text for each in bench.notices().values() if each.code == "bar:SPX" and each.level == "warning"]
    assert [text for text in told if "No minute bar" in text] == ["No minute bar of SPX came for 11:00; it is fetched."]
    assert bench.stage.watch.bars_missed == 1
    assert 1 <= bench.stage.watch.silences <= 6


async def test_f31_what_is_left_out_is_told(bench: Bench) -> None:
    wire = await bench.connected("options")
    wire.say({"ev": "Q", "sym": "O:SPXW260114C06000000", "bp": 6.0, "ap": 5.0, "t": MS + 1_000, "q": 1})
    wire.say({"ev": "XZ", "sym": "SPY"})
    await bench.clock.advance(0.5)
    text = bench.notices()["streams"].text
    assert "1 × a bid above the ask" in text
    assert "1 × an event that cannot be read" in text
    await bench.clock.advance(4.0)
    assert bench.notices()["streams"].level == "info"


async def test_f31_a_delayed_plan_may_be_late(bench: Bench) -> None:
    bench.desk.delayed = True
    wire = await bench.connected("indices")
    await bench.clock.advance(0.5)
    late = bench.clock.now() - 903 * NANOS_PER_SECOND
    wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": late // 1_000_000})
    await bench.clock.advance(0.5)
    await settle()
    assert "streams" not in bench.notices()
