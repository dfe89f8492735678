"""What becomes of claims: decided by the minutes after them, never before, never without them."""

from typing import Literal

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach.claims import KEPT, Claims
from spxcc.engines.coach.result import Claim, CoachMessage
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex, play
from tests.fakes.snapshots import at, make_columns, make_session

SAID = to_millis(NOW)
SESSION = make_session(NOW)
COLUMNS = ("open", "high", "low", "close", "volume")
On = Literal["close", "trade"]


def message(on: On = "close", above: bool = True, minutes: int = 10, second: int = 0, name: str = "m") -> CoachMessage:
    return CoachMessage(
        id=name, type="alert", content="", setup_id=None, priority="high", cites=(), falsifier="",
        ts=SAID + 1000 * second, expires=SAID + 1000 * second + 60_000 * minutes,
        claim=Claim(price=6010.0, above=above, on=on),
    )  # fmt: skip


def bars(*closes: float, start: str = "10:30", wick: float = 0.5) -> BarColumns:
    return make_columns(closes, at(start), wick=wick)


def outcome(one: CoachMessage, today: BarColumns | None, minutes: int) -> tuple[str, int | None, float | None]:
    claims = Claims().having_said(one, SESSION).after(today, SAID + 60_000 * minutes)
    (grade,) = claims.record().grades
    return grade.outcome, grade.at, grade.price


def test_f48_a_close_beyond_makes_it_false_at_the_end_of_that_minute() -> None:
    assert outcome(message(), bars(6000, 6011, 6000), 3) == ("false", SAID + 120_000, 6011.0)
    assert outcome(message(above=False), bars(6020, 6009), 2) == ("false", SAID + 120_000, 6009.0)


def test_a_wick_is_no_close_but_is_a_trade() -> None:
    today = bars(6000, 6001, 6000, wick=20)
    assert outcome(message(), today, 3)[0] == "open"
    assert outcome(message("trade"), today, 3) == ("false", SAID + 60_000, 6020.0)


def test_it_stood_only_when_all_minutes_to_the_expiry_are_there() -> None:
    whole = bars(*[6000.0] * 10)
    assert outcome(message(), whole, 10) == ("stood", SAID + 600_000, None)
    assert outcome(message(), bars(*[6000.0] * 9), 10)[0] == "open"
    assert outcome(message(), bars(*[6000.0] * 9), 12)[0] == "void"
    assert outcome(message(), None, 12)[0] == "void"


def test_a_gap_makes_it_void() -> None:
    first, second = bars(6000, 6000), bars(6000, 6000, start="10:35")
    joined = BarColumns(
        np.concatenate((first.start, second.start)),
        *(np.concatenate((getattr(first, name), getattr(second, name))) for name in COLUMNS),
    )
    assert outcome(message(), joined, 7) == ("void", to_millis(at("10:35")), None)


def test_a_trade_in_the_minute_of_the_claim_may_be_older_than_it() -> None:
    assert outcome(message("trade", second=30), bars(6020, wick=0.1), 1)[0] == "open"
    assert outcome(message("close", second=30), bars(6020, wick=0.1), 1)[0] == "false"


def test_the_close_of_the_market_ends_it() -> None:
    late = msgspec.structs.replace(message(), ts=to_millis(at("15:55")), expires=to_millis(at("16:25")))
    claims = Claims().having_said(late, SESSION).after(bars(*[6000.0] * 5, start="15:55"), to_millis(at("16:00")))
    assert [(one.outcome, one.at) for one in claims.record().grades] == [("stood", to_millis(at("16:00")))]


def test_without_a_claim_nothing_is_graded() -> None:
    said = Claims().having_said(msgspec.structs.replace(message(), claim=None), SESSION)
    assert said.record().claims == 0


def twin(closes: list[float], minutes: int) -> str:
    """Minute by minute, in words."""
    for close in closes[:minutes]:
        if close > 6010.0:
            return "false"
    return "stood" if len(closes) >= minutes else "open"


@given(st.lists(st.floats(6005, 6012), max_size=14), st.integers(1, 12))
def test_equals_the_loop_and_does_not_depend_on_the_steps(closes: list[float], minutes: int) -> None:
    one = message(minutes=minutes)
    claims = Claims().having_said(one, SESSION)
    for count in range(len(closes) + 1):
        claims = claims.after(bars(*closes[:count]), SAID + 60_000 * count)
    (stepwise,) = claims.record().grades
    known = SAID + 60_000 * len(closes)
    (at_once,) = Claims().having_said(one, SESSION).after(bars(*closes), known).record().grades
    assert stepwise == at_once
    found = "open" if at_once.outcome == "void" else at_once.outcome
    assert found == twin(closes, minutes)


def test_counts_are_of_all_and_rows_of_the_newest() -> None:
    claims = Claims()
    for at_ in range(KEPT + 5):
        claims = claims.having_said(message(second=at_, name=f"m{at_:03d}"), SESSION)
    told = claims.record()
    assert (told.claims, told.open, len(told.grades), told.grades[-1].id) == (
        KEPT + 5,
        KEPT + 5,
        KEPT,
        f"m{KEPT + 4:03d}",
    )


def test_f48_a_crossing_said_by_the_engine_is_graded() -> None:
    crossed = Scene(price=5947.0, gex=gex(flip_point=5950.0)).at("10:31")
    messages, result = play(Scene(gex=gex(flip_point=5950.0)), crossed)
    said = next(one for one in messages if one.claim is not None)
    assert said.falsifier == f"a 1m close above {said.claim.price:,.1f}" if said.claim else False
    assert [(one.id, one.outcome) for one in result.record.grades] == [(said.id, "open")]
