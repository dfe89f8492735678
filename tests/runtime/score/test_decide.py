"""Days decided again."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from spxcc.engines.outcomes.resolve import resolve
from spxcc.engines.outcomes.stack import stack_of
from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.runtime.score.days import Day, Days, read_days
from spxcc.runtime.score.decide import OPEN_GATES, decidable, decide, facts_of, tape_of, terms_of
from tests.fakes.real_data import real_data
from tests.runtime.score.files import file_of


@cache
def days() -> Days:
    with TemporaryDirectory() as folder:
        return read_days(file_of(Path(folder), 14))


def until(day: Day, bars: int) -> Day:
    """The day as it was known after so many minutes."""
    columns = {name: getattr(day, name)[:bars] for name in ("start", "open", "high", "low", "close", "volume")}
    return replace(day, **columns)


def test_what_needs_a_chain_is_refused_with_its_reason() -> None:
    made, refused = decidable(shipped())
    assert set(refused) == {"fade_at_wall", "breakout_vacuum", "flip_cross", "pin_drift"}
    assert all("chain" in why or "gamma" in why for why in refused.values())
    assert len(made) + len(refused) == 12


def test_f45_each_outcome_is_that_of_its_order_by_the_rules() -> None:
    made, _ = decidable(shipped())
    found = [(day, one.row) for day in days().days for one in decide(day, made, None).found]
    assert len({row.order.id for _, row in found}) == len(found) > 20
    counted = [(day, row) for day, row in found if row.counted]
    assert counted
    for day, row in counted:
        again = resolve(row.order, day.path, terms_of())
        assert again is not None
        assert (again.verdict, again.r, again.exit_at) == (row.verdict, row.r, row.exit_at)
        assert row.order.closes == day.closes


def test_f45_rules_with_gates_left_open_are_another_version() -> None:
    versions = {one.kind: one.version for one in shipped()}
    made, _ = decidable(shipped())
    for one in (row for day in days().days for row in decide(day, made, None).found):
        order = one.row.order
        assert order.rules_version in (versions[order.kind], versions[order.kind] + OPEN_GATES)
        if order.kind in ("mean_reversion", "trend_continuation", "power_hour_momentum"):
            assert order.rules_version.endswith(OPEN_GATES)


@pytest.mark.parametrize("bars", [60, 200, 330])
def test_f45_what_was_decided_by_then_does_not_change_with_what_comes_later(bars: int) -> None:
    """Prefix equality: outcomes that ended within the first minutes are the same from those minutes alone."""
    made, _ = decidable(shipped())
    for day in days().days[:4]:
        if day.close.size < bars:
            continue
        short, end = until(day, bars), int(day.start[bars - 1]) + 60_000
        whole = [one.row for one in decide(day, made, None).found if one.row.exit_at and one.row.exit_at <= end]
        early = [one.row for one in decide(short, made, None).found if one.row.exit_at]
        assert [row for row in whole if row.exit_at != day.closes] == early


def test_the_facts_of_a_minute_come_from_the_minutes_before() -> None:
    day = days().days[0]
    whole, part = facts_of(day), facts_of(until(day, 100))
    for name, column in part.items():
        assert np.array_equal(whole[name][:100], column, equal_nan=True), name
    tape = tape_of(day)
    assert tape.clock[0] == 9.5 * 3600 + 60
    assert tape.to_close[-1] == 0


def test_f45_random_entries_and_late_ones_stand_beside_what_counts() -> None:
    made, _ = decidable(shipped())
    stack = stack_of([day.recorded for day in days().days])
    for one in decide(days().days[2], made, stack, draws=20).found:
        assert (one.control is not None) == one.row.counted
        assert one.control is None or one.control.count == 20
    assert decide(days().days[2], made, stack, 20) == decide(days().days[2], made, stack, 20)


@pytest.mark.real_data
def test_f45_one_real_day_is_decided_again_within_a_second() -> None:
    import time

    found = read_days(real_data("intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"))
    day = next(one for one in found.days if one.date == "2024-08-05")
    made, _ = decidable(shipped())
    began = time.process_time()
    assert decide(day, made, None).found
    assert time.process_time() - began < 1.0
