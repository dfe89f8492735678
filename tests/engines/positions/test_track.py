"""How a position is followed."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.positions import params
from spxcc.engines.positions.result import Position, Side
from spxcc.engines.positions.track import ended, entry_of, followed, planned_of
from tests.engines.coach.desks import setup

CLOSES = 10_000


def position(side: Side = "long", paper: bool = True, **changes: object) -> Position:
    """Opened at 6,000 with a stop 5 points away and a target 10 points away."""
    way = 1 if side == "long" else -1
    made = Position(
        id=1, session="2026-01-14", paper=paper, label="a", side=side, opened=0, entry=6000.0,
        stop=6000.0 - 5 * way, t1=6000.0 + 10 * way,
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def played(one: Position, prices: list[float]) -> Position:
    for at, price in enumerate(prices):
        one = followed(one, price, at + 1, CLOSES)
    return one


def test_a_paper_entry_pays_the_slip_and_a_taken_one_stands_where_it_was_marked() -> None:
    assert (entry_of(6000.0, "long", True), entry_of(6000.0, "short", True)) == (6000.1, 5999.9)
    assert entry_of(6000.0, "long", False) == 6000.0


@pytest.mark.parametrize("side", ["long", "short"])
def test_a_stop_is_touched_and_slips_a_target_is_traded_through(side: Side) -> None:
    way = 1 if side == "long" else -1
    stopped = played(position(side), [6000 + 3 * way, 6000 - 7 * way])
    assert (stopped.end, stopped.exit, stopped.r) == ("stop", 6000 - 7.1 * way, -1.42)
    touched = played(position(side), [6000 + 10 * way])
    assert touched.closed is None
    through = played(position(side), [6000 + 10.1 * way])
    assert (through.end, through.exit, through.r) == ("target", 6000 + 10.0 * way, 2.0)
    assert (through.mfe, through.mae) == (10.1, 0.0)


def test_at_the_close_a_paper_position_leaves_and_a_taken_one_waits_for_its_mark() -> None:
    left = followed(position(), 6002.0, CLOSES, CLOSES)
    assert (left.end, left.exit, left.r) == ("market closed", 6001.9, 0.38)
    taken = followed(position(paper=False), 5900.0, CLOSES, CLOSES)
    assert taken.closed is None
    assert taken.mae == 100.0


def test_without_a_stop_there_is_no_r_and_without_a_price_none_either() -> None:
    assert played(position(stop=None), [6011.0]).r is None
    assert ended(position(), None, 5, "not watched").r is None


@given(st.lists(st.floats(5990, 6015), max_size=40), st.sampled_from(["long", "short"]))
def test_excursions_are_those_of_the_prices_seen_and_nothing_happens_twice(prices: list[float], side: Side) -> None:
    one = position(side)
    last = played(one, prices)
    if last.closed is not None:
        seen = prices[: last.closed]
        assert followed(last, 5000.0, 99, CLOSES) == last
    else:
        seen = prices
    way = 1 if side == "long" else -1
    gains = [way * (price - 6000.0) for price in seen]
    if gains:
        assert last.mfe == pytest.approx(max(0.0, max(gains)), abs=0.01)
        assert last.mae == pytest.approx(max(0.0, -min(gains)), abs=0.01)
    if last.end == "target":
        assert gains[-1] >= 10 + params.THROUGH - 1e-9
    if last.end == "stop":
        assert last.r is not None
        assert last.r <= -1.0


def test_what_the_setup_said_is_kept() -> None:
    planned = planned_of(setup())
    assert (planned.kind, planned.entry, planned.stop, planned.t1, planned.r1) == (
        "fade_at_wall", 6048.5, 6056.1, 6038.0, 1.4,
    )  # fmt: skip
