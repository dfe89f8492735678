"""Words of setups."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.result import SETUPS_UPDATE, State
from spxcc.ui.panels.setups.view_model import build, ordered, plan_words, record_words
from tests.fakes.desk_data import empty_desk, full_desk, setup
from tests.fakes.screens import empty_frame, make_frame


def test_no_bare_probability() -> None:
    frame = make_frame()
    assert record_words(frame, setup()) == "n 0 · null 43 %"
    with pytest.raises(ValueError, match="beside n, interval and null"):
        setup(probability=0.71)
    for row in build(make_frame()).rows:
        for found in re.finditer(r"\d+ %", " ".join((row.title, row.plan, row.record, row.needs))):
            assert "null" in row.record[: row.record.index(found.group())] if found.group() in row.record else True


@given(st.lists(st.sampled_from(["forming", "ready", "triggered", "resolved", "invalidated", "expired"]), max_size=9))
def test_order_is_by_state_then_age(states: list[State]) -> None:
    setups = [setup(f"s{at}", state) for at, state in enumerate(states)]
    found = [one.state for one in ordered(setups)]
    assert found == sorted(found, key=["triggered", "ready", "forming", "resolved", "invalidated", "expired"].index)
    assert ordered(reversed(setups)) == ordered(setups)


def test_rows_have_plan_needs_checks_and_time_left() -> None:
    row = build(make_frame(setup_id="s1")).rows[0]
    assert row.plan == "entry 6,904 · stop 6,909 · T1 6,890 · T2 6,880 · R 2.4/4.4"
    assert (row.letter, row.state, row.score, row.left, row.selected) == ("A", "READY", "2/3", "6:10", True)
    assert [mark for _, mark in row.checks] == ["✓", "✓", "–"]
    assert row.values[0] == "P⁺ 0.74 (needs ≥ 0.70)"


def test_prices_that_are_not_set_are_not_shown() -> None:
    bare = msgspec.structs.replace(setup(), entry=None, stop=None, t1=None, t2=None, r1=None, r2=None)
    assert plan_words(bare) == "prices not set yet"


def test_reasons_for_an_empty_list() -> None:
    assert build(empty_frame(connected=False)).reason == "connecting… attempt 1 to 127.0.0.1:8787"
    assert build(empty_frame()).reason == "waiting for the first value of setups:update"
    store, clock = empty_desk()
    store.put_items(SETUPS_UPDATE, [])
    assert build(make_frame((store, clock))).reason == "no setup: no rule has its conditions met"
    store.mark(SETUPS_UPDATE.name, error="needs gex:SPX")
    assert build(make_frame((store, clock))).reason == "unavailable: needs gex:SPX"


def test_closed_setups_do_not_count_as_live() -> None:
    assert build(make_frame(full_desk())).live == 2
