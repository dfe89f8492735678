"""The risk card on the screen."""

import msgspec

from spxcc.engines.plan.result import DayPlan, Trade
from spxcc.engines.risk.result import ADVISORY, Override, Risk
from spxcc.ui.screens.risk import RiskScreen, override_line, override_reason, risk_text, trade_line
from tests.fakes.screens import press, running, screen_text

AT = 1_774_360_800_000
RISK = Risk(
    state="COOLDOWN", rule="2 losses in a row; your rule: 15 min off", until=AT, day_r=-1.5, day_usd=-450.0, trades=2,
    open=1, streak=2, max_loss_r=2, max_loss_usd=500, max_trades=6, last_entry=AT, flatten=AT,
)  # fmt: skip
CLOSED = Trade(id=1, label="FADE ↓ 6,905", opened=AT, side="short", closed=AT + 60_000, r=-1, usd=-450)


async def test_it_shows_one_word_its_rule_the_limits_and_that_it_is_advice() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        controller.day.plan = DayPlan(session="2026-03-24", risk=RISK, trades=(CLOSED,))
        await press(pilot, "V")
        await pilot.pause()
        assert isinstance(app.screen, RiskScreen)
        text = screen_text(app)
        for part in ("RISK COOLDOWN", "2 losses in a row", "−1.5R of −2R", "−450 $ of −500 $", "2 of 6", "no orders"):
            assert part in text
        await press(pilot, "escape")
        assert not isinstance(app.screen, RiskScreen)


def test_words_of_trades_and_of_nothing() -> None:
    assert trade_line(CLOSED) == "10:00 FADE ↓ 6,905 short · −1.00R −450 $ · closed 10:01"
    assert trade_line(Trade(id=2, label="own", opened=AT)) == "10:00 own · open"
    assert "waiting" in risk_text(None)
    bare = risk_text(DayPlan(session="s", risk=Risk(state="GO", rule="none")))
    assert "no trade marked yet" in bare
    assert bare.endswith(ADVISORY)


async def test_an_override_is_said_with_a_reason_and_stands_on_the_card() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        held = msgspec.structs.replace(RISK, key="cool_after 2")
        controller.day.plan = DayPlan(session="2026-03-24", risk=held)
        await press(pilot, "V", "o")
        await pilot.press(*"yes", "enter")
        await pilot.pause()
        assert controller.day.acts == []
        await pilot.press("o")
        await pilot.press(*"override", "space", *"trend", "enter")
        await pilot.pause()
        assert controller.day.acts == [("risk.override", {"key": "cool_after 2", "reason": "trend"})]
        told = Override(at=AT, key="cool_after 2", state="COOLDOWN", rule="2 losses in a row", reason="trend")
        controller.day.plan = DayPlan(session="2026-03-24", risk=Risk(state="GO", rule="none", overrides=(told,)))
        assert isinstance(app.screen, RiskScreen)
        app.screen.refill()
        await pilot.pause()
        assert 'overridden 10:00 COOLDOWN 2 losses in a row: "trend"' in screen_text(app)
        await pilot.press("o")
        assert isinstance(app.screen, RiskScreen)


def test_the_word_that_overrides() -> None:
    assert override_reason(" Override: CPI was priced ") == "CPI was priced"
    assert override_reason("override") is None
    assert override_reason("go on") is None
    told = Override(at=AT, key="k", state="DONE", rule="6 of 6 trades used", reason="x")
    assert override_line(told) == 'overridden 10:00 DONE 6 of 6 trades used: "x"'


async def test_the_size_of_the_setup_is_on_the_card() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        controller.day.plan = DayPlan(session="2026-03-24", risk=RISK)
        await press(pilot, "V")
        await pilot.pause()
        assert "size       –" in screen_text(app)
