"""One underlying, polled by a manual clock with scripted answers."""

import asyncio
import copy
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spxcc.feeds.cboe.answer import Answer, Trouble
from spxcc.feeds.cboe.params import PollRules
from spxcc.feeds.cboe.poller import Poller
from spxcc.market.events import ChainSnapshot, FeedEvent, FeedNotice, IndexTick, PreviousClose
from spxcc.market.session import CalendarRangeError
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.clock import ManualClock
from tests.fakes.snapshots import at
from tests.feeds.cboe.vendor import MORNING, ScriptedFetch, body, document, scripted

PLAIN = PollRules(jitter=0.0)
TAGGED = {"etag": '"v1"', "last-modified": "Wed, 14 Jan 2026 15:45:00 GMT"}
LATER = MORNING + NANOS_PER_MINUTE


class Bench:
    """A poller of SPX at 10:45 and what it delivered."""

    def __init__(self, *answers: Answer | Trouble, rules: PollRules = PLAIN) -> None:
        self.clock = ManualClock(MORNING)
        self.events: list[FeedEvent] = []
        self.fetch: ScriptedFetch = scripted(*answers)
        self.poller = Poller("SPX", self.fetch, self.clock, self._take, rules, "cboe.example")

    def _take(self, events: Sequence[FeedEvent]) -> None:
        self.events.extend(events)

    async def poll(self) -> tuple[float, list[FeedEvent]]:
        """One question: the pause, and what came of it. Then the pause passes."""
        before = len(self.events)
        pause = await self.poller.poll()
        self.clock.shift(pause)
        return pause, self.events[before:]


def kinds(events: Sequence[FeedEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


async def test_a_good_answer_is_price_close_and_chain_at_one_time() -> None:
    bench = Bench(Answer(200, {}, body()))
    pause, events = await bench.poll()
    assert (pause, kinds(events)) == (60, ["FeedNotice", "PreviousClose", "IndexTick", "ChainSnapshot"])
    assert {event.ts_recv for event in events} == {MORNING}
    assert {event.ts_event for event in events} == {at("10:30")}
    assert (bench.poller.tried, bench.poller.has_quotes, bench.poller.silent) == (True, True, False)


async def test_304_means_nothing_new_and_is_asked_for_with_both_validators() -> None:
    bench = Bench(Answer(200, TAGGED, body()), Answer(304, TAGGED))
    await bench.poll()
    assert await bench.poll() == (60, [])
    assert bench.fetch.asked[0][1] == {}
    assert bench.fetch.asked[1][1] == {
        "If-None-Match": '"v1"',
        "If-Modified-Since": "Wed, 14 Jan 2026 15:45:00 GMT",
    }


async def test_a_cache_that_repeats_or_goes_back_brings_nothing() -> None:
    bench = Bench(Answer(200, {}, body(made_at=LATER)), Answer(200, {}, body(made_at=LATER)), Answer(200, {}, body()))
    await bench.poll()
    assert await bench.poll() == (60, [])
    assert await bench.poll() == (60, [])


async def test_a_newer_answer_says_what_moved() -> None:
    bench = Bench(Answer(200, {}, body()), Answer(200, {}, body(made_at=LATER)))
    await bench.poll()
    _, events = await bench.poll()
    assert kinds(events) == ["FeedNotice", "IndexTick", "ChainSnapshot"]


async def test_the_previous_close_is_told_when_it_changes() -> None:
    bench = Bench(Answer(200, {}, body()), Answer(200, {}, body(made_at=LATER, spot=6001.0)))
    await bench.poll()
    _, events = await bench.poll()
    closes = [event.price for event in events if isinstance(event, PreviousClose)]
    assert closes == [5991.0]


async def test_an_answer_that_stays_good_for_longer_is_not_asked_for_sooner() -> None:
    bench = Bench(Answer(200, {"cache-control": "max-age=300", "age": "30"}, body()))
    assert (await bench.poll())[0] == 270


async def test_429_waits_as_long_as_it_is_told_and_the_last_quotes_stay() -> None:
    bench = Bench(Answer(200, {}, body()), Answer(429, {"retry-after": "200"}), Answer(200, {}, body(made_at=LATER)))
    await bench.poll()
    pause, events = await bench.poll()
    assert (pause, kinds(events)) == (200, ["FeedNotice"])
    assert isinstance(events[0], FeedNotice)
    assert events[0].level == "error"
    assert events[0].text == (
        "SPX: expected quotes from cboe.example, found HTTP status 429 (Too Many Requests); those of 2026-01-14 10:30 "
        "ET stay, next try 10:49:20 ET. [http_429]"
    )
    assert "ChainSnapshot" in kinds((await bench.poll())[1])


async def test_after_trouble_the_notice_is_taken_back() -> None:
    bench = Bench(Answer(500), Answer(200, {}, body()))
    _, first = await bench.poll()
    _, second = await bench.poll()
    told = [event for event in (*first, *second) if isinstance(event, FeedNotice) and event.code == "quotes:SPX"]
    assert [(each.level, each.text) for each in told][1] == ("info", "SPX quotes come again.")
    assert "there are none yet" in told[0].text


async def test_trouble_backs_off_and_a_good_answer_ends_it() -> None:
    bench = Bench(Answer(200, {}, body()), *[Answer(503)] * 5, Answer(200, {}, body(made_at=LATER)), Answer(503))
    assert [(await bench.poll())[0] for _ in range(8)] == [60, 60, 120, 240, 480, 600, 60, 60]


async def test_nobody_there_is_tried_again_soon() -> None:
    bench = Bench(Trouble("unreachable", "no connection", answered=False))
    assert [(await bench.poll())[0] for _ in range(4)] == [5, 10, 20, 40]


@pytest.mark.parametrize("content", [body()[:-40], b"<html><title>Sorry</title>", b"{}", body("SPY")])
async def test_what_could_not_be_read_is_told_and_asked_for_again_whole(content: bytes) -> None:
    bench = Bench(Answer(200, {"etag": '"good"'}, body()), Answer(200, {"etag": '"bad"'}, content), Answer(304))
    await bench.poll()
    pause, events = await bench.poll()
    assert (pause, kinds(events)) == (60, ["FeedNotice"])
    await bench.poll()
    assert [headers.get("If-None-Match") for _, headers in bench.fetch.asked] == [None, '"good"', '"good"']


async def test_silent_only_after_lasting_trouble() -> None:
    bench = Bench(Answer(200, {}, body()), Answer(500))
    await bench.poll()
    told = []
    for _ in range(3):
        await bench.poller.poll()
        told.append(bench.poller.silent)
        bench.clock.shift(90)
    assert told == [False, False, True]


async def test_times_of_the_questions_come_from_the_clock() -> None:
    bench = Bench(Answer(200, TAGGED, body()), Answer(304))
    running = asyncio.ensure_future(bench.poller.run())
    asked = []
    for _ in range(5):
        while bench.clock.sleepers == 0:
            await bench.clock.sleep(0)
        asked.append(len(bench.fetch.asked))
        await bench.clock.advance(59)
        asked.append(len(bench.fetch.asked))
        bench.clock.shift(1)
        await bench.clock.sleep(0)
    running.cancel()
    await asyncio.wait({running})
    assert asked == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


async def test_a_clock_beyond_the_calendar_is_an_error() -> None:
    bench = Bench(Answer(200, {}, body()))
    bench.clock.shift(20 * 365 * 86_400)
    with pytest.raises(CalendarRangeError):
        await bench.poller.poll()


async def test_a_tick_is_not_told_twice() -> None:
    again = body(made_at=LATER).replace(b"T10:31:00", b"T10:30:00")
    bench = Bench(Answer(200, {}, body()), Answer(200, {}, again))
    await bench.poll()
    _, events = await bench.poll()
    assert not [event for event in events if isinstance(event, IndexTick)]
    assert [event for event in events if isinstance(event, ChainSnapshot)]


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59"])
async def test_an_odd_stamp_of_the_price_costs_its_tick_alone(stamp: str) -> None:
    made: dict[str, Any] = document(made_at=LATER)
    made["data"]["last_trade_time"] = stamp
    bench = Bench(Answer(200, {}, body()), Answer(200, {}, json.dumps(made).encode()))
    await bench.poll()
    pause, events = await bench.poll()
    assert (pause, kinds(events)) == (60, ["FeedNotice", "ChainSnapshot"])


@pytest.mark.parametrize("fault", [CalendarRangeError("no such day"), OverflowError(), ValueError("odd")], ids=repr)
@pytest.mark.parametrize("step", ["quotes_of", "Quotes.close_before", "Quotes.snapshot"])
async def test_whatever_goes_wrong_with_a_document_is_trouble_and_the_last_quotes_stay(
    fault: Exception, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Answer(200, {"etag": '"later"'}, body(made_at=LATER, spot=6001.0))
    bench = Bench(Answer(200, {"etag": '"good"'}, body()), later)
    await bench.poll()
    module = "spxcc.feeds.cboe.poller" if step == "quotes_of" else "spxcc.feeds.cboe.quotes"

    def fail(*_: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(f"{module}.{step}", fail)
        pauses = []
        for _ in range(3):
            pause, events = await bench.poll()
            pauses.append(pause)
    assert pauses == [60, 120, 240]
    (told,) = events
    assert isinstance(told, FeedNotice)
    assert f"a document that cannot be used ({str(fault) or 'OverflowError'}); those of 2026-01-14 10:30" in told.text
    assert told.text.endswith("[unreadable]")
    _, events = await bench.poll()
    assert kinds(events) == ["FeedNotice", "PreviousClose", "IndexTick", "ChainSnapshot", "FeedNotice"]
    assert {headers.get("If-None-Match") for _, headers in bench.fetch.asked} == {None, '"good"'}


def small() -> dict[str, Any]:
    """A document of four contracts."""
    made: dict[str, Any] = document(made_at=LATER)
    made["data"]["options"] = made["data"]["options"][:4]
    return made


def places(value: object, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value below `value`."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, each in inner for way in [(*at, key), *places(each, (*at, key))]]


SMALL = small()
STAMPS = (
    "1970-01-01T00:00:00",
    "0001-01-01",
    "9999-12-31T23:59:59",
    "2010-01-04 10:00:00",
    "2026-01-14T10:31:00+99:99",
)
ODD = st.one_of(
    st.sampled_from(STAMPS), st.sampled_from([1e308, -1.0, 0, 2**63, 10**400, float("nan"), float("inf")]),
    st.datetimes().map(str), st.integers(), st.floats(), st.text(max_size=20),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=8)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    ),
)  # fmt: skip
STAMP = ("data", "last_trade_time")
NAMED = [STAMP, ("data", "current_price"), ("data", "prev_day_close"), ("timestamp",)]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(NAMED) | st.sampled_from(places(SMALL)), ODD), min_size=1, max_size=3))
@example([(STAMP, "1970-01-01T00:00:00")])
@example([(STAMP, "0001-01-01T00:00:00")])
@example([(("data", "current_price"), 1e308)])
def test_no_document_ends_the_feed(changes: list[tuple[tuple[Any, ...], object]]) -> None:
    made = copy.deepcopy(SMALL)
    for way, value in changes:
        holder: Any = made
        for key in way[:-1]:
            holder = holder[key] if isinstance(holder, dict | list) and _holds(holder, key) else {}
        if isinstance(holder, dict | list) and _holds(holder, way[-1]):
            holder[way[-1]] = value

    async def played() -> None:
        bench = Bench(Answer(200, {}, body()), Answer(200, {}, json.dumps(made).encode()))
        await bench.poll()
        _, events = await bench.poll()
        shown = [event for event in events if isinstance(event, ChainSnapshot)]
        told = [event for event in events if isinstance(event, FeedNotice)]
        assert told or not events
        for tick in (event for event in events if isinstance(event, IndexTick)):
            assert shown
            assert 0 < tick.price < 1e6

    asyncio.run(played())


def _holds(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else isinstance(key, int) and key < len(holder)
