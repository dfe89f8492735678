"""The session clock, the calendar, plan and risk in words."""

from typing import Literal

import msgspec
import pytest

from spxcc.engines.agenda.compute import agenda_at
from spxcc.engines.agenda.params import Rule
from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.instants import iso_utc
from spxcc.engines.plan.result import Amendment, DayPlan, PlanCard
from spxcc.engines.price.result import price_channel
from spxcc.engines.risk.result import Risk
from spxcc.engines.session.result import STATUS, Status
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis
from spxcc.ui.day_words import (
    blackout_line,
    blackout_now,
    closing,
    day_parts,
    hours_left,
    next_words,
    opening_line,
    plan_line,
    risk_runs,
)
from spxcc.ui.frame import Frame
from spxcc.ui.panels.header.view_model import build as header
from spxcc.ui.panels.now_line.view_model import build as now_line
from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.renderables.ranked import ranked
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame, roles_known

DAY = "2026-11-27"
RULES = (Rule(id="f", name="FOMC", time="11:00", dates=(DAY,), before=15, after=45),)


def iso(clock: str) -> str:
    return iso_utc(at_exchange(DAY, clock))


def day_line(frame: Frame) -> Line:
    return ranked(day_parts(frame), None)


def frame_at(clock: str, phase: Literal["open", "pre-market"] = "open", day: DayPlan | None = None) -> Frame:
    """A frame on a half day, with one event at 11:00."""
    store, time = full_desk()
    time.time_ns = at_exchange(DAY, clock)
    status = Status(
        status=phase,
        session=DAY,
        message="x",
        next_open=iso("09:30"),
        next_close=iso("13:00"),
        mode="sim",
        half_day=True,
    )
    store.put(STATUS, status)
    store.put(AGENDA, agenda_at(RULES, to_millis(time.time_ns), DAY, ("events.toml line 3: wrong",)))
    price = store.get(price_channel("SPX"))
    assert price is not None
    store.put(price_channel("SPX"), msgspec.structs.replace(price, ts_event=to_millis(time.time_ns)))
    time.day.plan = day
    frame = make_frame((store, time))
    return Frame(
        frame.source, frame.state, frame.options, frame.now, to_millis(at_exchange(DAY, clock)), day=time.day.plan
    )


def header_text(frame: Frame) -> str:
    return " ".join(text_of(segment.line) for segment in header(frame)[0])


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("11:00", "T-2h00"),
        ("12:00:01", "T-59:59 last hour"),
        ("12:45", "T-15:00 last hour"),
        ("12:45:01", "T-14:59 closing"),
        ("12:59:59", "T-0:01 closing"),
    ],
)
def test_f60_time_to_the_close_is_exact_on_a_half_day_and_its_last_hour_has_words(clock: str, words: str) -> None:
    text = header_text(frame_at(clock))
    assert words in text
    assert "half day" in text


def test_the_last_quarter_has_another_role_and_word_than_the_last_hour() -> None:
    assert closing(3_600_000) == ("", "text")
    assert closing(3_599_999) == (" last hour", "warn")
    assert closing(899_999) == (" closing", "error")


def test_before_the_open_the_now_line_counts_to_it() -> None:
    frame = frame_at("08:48", "pre-market")
    line = opening_line(frame)
    assert line is not None
    assert "RTH opens in 00:42" in text_of(line)
    assert "next 11:00 FOMC in 2h12" in text_of(line)
    assert opening_line(frame_at("10:00")) is None
    assert hours_left(1) == "00:01"
    assert hours_left(-5) == "00:00"


def test_a_blackout_is_a_banner_that_says_that_it_only_advises() -> None:
    assert blackout_now(frame_at("10:44:59")) is None
    frame = frame_at("10:45")
    line = blackout_line(frame)
    assert line is not None
    text = text_of(line)
    for part in ("BLACKOUT", "FOMC 11:00", "10:45–11:45", "advisory, nothing is blocked", "1h00 left"):
        assert part in text
    assert text_of(now_line(frame)[0]) == text
    assert roles_known([line])
    assert blackout_line(frame_at("11:45")) is None


def test_the_next_event_and_a_mistake_of_the_calendar_stand_in_the_status_line() -> None:
    frame = frame_at("10:32")
    assert next_words(frame) == "next 11:00 FOMC in 28m"
    text = text_of(day_line(frame))
    assert "next 11:00 FOMC in 28m" in text
    assert "events.toml line 3: wrong" in text
    assert next_words(frame_at("11:00:01")) == ""


def test_a_usual_day_asks_to_be_checked() -> None:
    store, time = full_desk()
    rule = Rule(id="n", name="NFP", time="08:30", repeat="daily", usual=True)
    store.put(AGENDA, agenda_at((rule,), 0, "2026-11-27"))
    frame = make_frame((store, time))
    early = Frame(frame.source, frame.state, frame.options, frame.now, to_millis(at_exchange("2026-11-27", "08:00")))
    assert next_words(early) == "next 08:30 NFP (usual day, check) in 30m"


def test_risk_and_plan_are_one_line_all_day() -> None:
    card = PlanCard(
        bias="long", line=6880, levels=(6905, 6880.5), setups=("fade",), max_loss_usd=500, max_trades=3,
        windows=("12:00-13:00",), not_today="chase",
    )  # fmt: skip
    risk = Risk(
        state="COOLDOWN", rule="2 losses in a row", until=to_millis(at_exchange(DAY, "10:45")), day_r=-1, trades=2,
        max_loss_r=2, max_trades=3,
    )  # fmt: skip
    day = DayPlan(session=DAY, risk=risk, card=card, amendments=(Amendment(at=1, reason="x", card=card, digest="d"),))
    text = text_of(day_line(frame_at("10:32", day=day)))
    for part in (
        "risk COOLDOWN 2 losses in a row until 10:45", "day −1.0R of −2R", "trades 2/3", "plan long", "line 6,880",
        "act at 6,905 6,880.5", "max −500 $", "≤ 3 trades", "not 12:00-13:00", "will not chase", "amended 1×",
    ):  # fmt: skip
        assert part in text
    assert plan_line(PlanCard()) == "no bias"
    assert text_of(risk_runs(Risk(state="GO", rule="no rule"))) == "risk GO · day +0.0R · trades 0"
    assert "risk" not in text_of(day_line(frame_at("10:32", day=DayPlan(session=DAY, risk=risk))))
