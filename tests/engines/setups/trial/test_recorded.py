"""Recorded sessions, and the law of them: what is known at a minute does not depend on what follows."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from spxcc.engines.setups.catalogue.load import load
from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.features.registry import Feature, Registry
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language.units import Unit
from spxcc.engines.setups.result import BadWick, SetupEvent
from spxcc.engines.setups.trial.dry_run import attempts_of
from spxcc.engines.setups.trial.log import events_of
from spxcc.engines.setups.trial.recorded import Recorded, before_of, move_of, regular, scaled, tape_of
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.feeds.files.lean import read_lean
from spxcc.market.events import Bar
from spxcc.market.session import hours
from spxcc.market.snapshot import BarColumns, Floats
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.setup_days import recorded_days
from tests.engines.setups.days import columns_from, driftless

SPOKEN = shipped()
SPY = "intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"
DATES = (
    "2024-08-05", "2024-11-04", "2024-11-29", "2024-12-18", "2025-01-07", "2025-02-03", "2025-03-10", "2024-07-03",
)  # fmt: skip
"""A crash, the Monday after a change of clocks, two half days, a Fed day, a bad wick, the other change of clocks."""
LEAN = ("20210104", "20210114", "20230630", "20230703")


def root() -> Path:
    found = os.environ.get("SPXCC_REAL_DATA")
    if found is None:
        pytest.skip("needs the market data that SPXCC_REAL_DATA points at")
    return Path(found)


@cache
def spy_days() -> dict[str, Recorded]:
    return {day.hours.date: day for day in recorded_days(root() / SPY)}


def lean_days() -> Iterator[Recorded]:
    """LEAN's index minutes have no session before them, so that of SPY's file stands in for what it left."""
    before = spy_days()["2025-01-07"].before
    assert before is not None
    for date in LEAN:
        read = read_lean(root() / f"lean/index/usa/minute/spx/{date}_trade.zip")
        rows = sorted({one.start: one for one in read.events if isinstance(one, Bar) and one.symbol == "SPX"}.items())
        table = np.array([(bar.open, bar.high, bar.low, bar.close) for _, bar in rows])
        start = np.array([at for at, _ in rows], dtype=np.int64)
        session = hours(f"{date[:4]}-{date[4:6]}-{date[6:]}")
        assert session is not None
        bars = columns_from(start, table, 0.0)
        kept = regular(bars, session)
        shift = float(kept.open[0]) - before.close
        yield Recorded(
            session, kept,
            replace(before, high=before.high + shift, low=before.low + shift, close=before.close + shift + 20.0),
        )  # fmt: skip


def events(day: Recorded, tape: Tape) -> list[SetupEvent]:
    """Everything that all setups say of these bars."""
    stage, ends = Stage(tape), ((day.bars.start + NANOS_PER_MINUTE) // 1_000_000).tolist()
    found = [
        events_of(attempts_of(made, tape, stage), made, day.hours.date, ends, day.bars.close.tolist())
        for made in SPOKEN
    ]
    return sorted((each for several in found for each in several), key=lambda one: (one.t_event, one.id, one.phase))


def columns(tape: Tape, registry: Registry = REGISTRY) -> dict[str, Floats]:
    """All features, and all functions over prices and flags."""
    made = {name: tape.wide(one.make(tape)) for name, one in registry.features.items()}
    rising = np.where(tape.close > tape.open, 1.0, 0.0)
    for name, one in registry.functions.items():
        given = [rising] if name in ("count", "since") else [tape.close, rising][: one.args]
        made[f"{name}()"] = tape.wide(one.apply(tape, given, 30))
    return made


def first(bars: BarColumns, size: int) -> BarColumns:
    return BarColumns(*(getattr(bars, name)[:size] for name in ("start", "open", "high", "low", "close", "volume")))


def broken(day: Recorded, minutes: Sequence[int], registry: Registry = REGISTRY) -> list[str]:
    """What differs between the whole session and its bars up to each minute; the bits count, NaN equals NaN."""
    whole, wicks = tape_of(day)
    said, known = events(day, whole), columns(whole, registry)
    found: list[str] = []
    for size in minutes:
        part = replace(day, bars=first(day.bars, size))
        tape, cut = tape_of(part)
        now = int(part.bars.start[-1] + NANOS_PER_MINUTE) // 1_000_000
        found += [
            f"{name} at {size}"
            for name, values in columns(tape, registry).items()
            if _bits(values[-1]) != _bits(known[name][size - 1])
        ]
        if events(part, tape) != [one for one in said if one.t_event <= now]:
            found.append(f"events at {size}")
        if [_bare(one) for one in cut] != [_bare(one) for one in wicks if one.at < now]:
            found.append(f"bad wicks at {size}")
    return found


def _bits(value: np.float64) -> bytes:
    return b"unknown" if np.isnan(value) else value.tobytes()


def _bare(wick: BadWick) -> tuple[int, float, float]:
    return wick.at, wick.raw, wick.used


def noise_day() -> Recorded:
    day = driftless(21, 2)
    session = hours("2026-01-14")
    assert session is not None
    start = session.open_at + np.arange(390) * NANOS_PER_MINUTE
    made = [columns_from(start, each, 5.0) for each in day]
    return Recorded(session, made[1], before_of([made[0]]))


def test_f42_on_a_made_day_nothing_depends_on_what_follows() -> None:
    day = noise_day()
    assert broken(day, range(1, 391, 29)) == []
    assert {one.phase for one in events(day, tape_of(day)[0])} >= {"armed", "triggered", "filled"}


def shifted(tape: Tape) -> Floats:
    return np.concatenate((tape.close[1:], tape.close[-1:]))


def vwap_of_all(tape: Tape) -> Floats:
    return np.full(tape.shape, float(np.mean(tape.close)))


CHEATS = {
    "peek_close": Feature(Unit.PRICE, "the close of the next minute", shifted),
    "peek_high": Feature(Unit.PRICE, "high of the whole session", lambda tape: np.full(tape.shape, tape.high.max())),
    "peek_oi": Feature(
        Unit.POINTS, "open interest as it will be", lambda tape: np.full(tape.shape, tape.shape[0] * 9.0)
    ),
    "peek_vwap": Feature(Unit.PRICE, "VWAP at the close", vwap_of_all),
}


@pytest.mark.parametrize("name", sorted(CHEATS))
def test_f42_a_planted_cheat_is_caught_by_the_prefix(name: str) -> None:
    found = broken(noise_day(), range(30, 390, 60), REGISTRY.with_feature(name, CHEATS[name]))
    assert {each.split(" ")[0] for each in found} == {name}


@pytest.mark.parametrize("word", ["next_close", "session_high", "final_oi", "closing_vwap", "close[-1]"])
def test_f42_the_same_cheats_cannot_be_written_down(word: str) -> None:
    _, problems = load(
        f"[setup.mine]\nlevels=['VW']\nstop='VW'\nt1='1R'\ntrigger='{word} > close'\narm='close > VW'\n", "m"
    )
    assert ["future reference" in one.text for one in problems] == [True]
    assert problems[0].line == 5


@pytest.mark.real_data
@pytest.mark.parametrize("date", ["2025-02-03", "2024-11-29"])
def test_f42_on_two_real_sessions_nothing_depends_on_what_follows(date: str) -> None:
    """The one with a bad wick, and a half day."""
    day = spy_days()[date]
    assert broken(day, range(1, len(day.bars) + 1, 17)) == []


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.parametrize("date", DATES)
def test_f42_on_real_sessions_of_spy_nothing_depends_on_what_follows(date: str) -> None:
    day = spy_days()[date]
    assert broken(day, range(1, len(day.bars) + 1)) == []


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.parametrize("place", range(4))
def test_f42_on_real_sessions_of_the_index_nothing_depends_on_what_follows(place: int) -> None:
    day = list(lean_days())[place]
    assert len(day.bars) > 200
    assert broken(day, range(1, len(day.bars) + 1)) == []


@pytest.mark.real_data
def test_f43_the_bad_wick_of_2025_02_03_triggers_nothing_and_is_listed() -> None:
    day = spy_days()["2025-02-03"]
    tape, [wick] = tape_of(day)
    bar = int(np.searchsorted(day.bars.start, wick.at * 1_000_000))
    assert (wick.returned, wick.used - wick.raw > 40) == (True, True)
    assert tape.low[bar] == min(day.bars.open[bar], day.bars.close[bar]) == wick.used
    calm = BarColumns(day.bars.start, day.bars.open, day.bars.high, tape.low, day.bars.close, day.bars.volume)
    assert events(day, tape) == events(replace(day, bars=calm), tape_of(replace(day, bars=calm))[0])


@pytest.mark.real_data
def test_half_days_and_changed_clocks_keep_exchange_time() -> None:
    for date, closes in (("2024-11-29", 13), ("2024-11-04", 16), ("2025-03-10", 16)):
        tape, _ = tape_of(spy_days()[date])
        assert tape.clock[0] == 9.5 * 3600 + tape.since_open[0]
        assert float(tape.clock[0] + tape.to_close[0]) == closes * 3600.0
        late = [one for one in events(spy_days()[date], tape) if one.phase in ("armed", "triggered") and not one.shadow]
        assert all(one.t_event <= spy_days()[date].hours.close_at // 1_000_000 - 30 * 60_000 for one in late)


def test_what_a_session_leaves_is_nothing_without_one() -> None:
    day = noise_day()
    assert before_of([]) is None
    assert move_of(first(day.bars, 20)) is None
    assert day.before is not None
    assert 20 < day.before.day_move < 150
    twice = scaled(day.bars, 2.0)
    assert np.array_equal(twice.close, 2.0 * day.bars.close)
    assert len(regular(day.bars, day.hours)) == 390
    bare = tape_of(replace(day, before=None))[0]
    assert np.isnan(bare.fact("E15")).all()
