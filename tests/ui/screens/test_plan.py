"""The plan card on the screen."""

from spxcc.engines.plan.result import Amendment, DayPlan, Difference, PlanCard
from spxcc.engines.risk.result import Risk
from spxcc.ui.screens.plan import ADVISORY, PlanScreen, foot_of, heading_of
from tests.fakes.screens import press, running, screen_text

EMPTY = DayPlan(session="2026-03-24", risk=Risk(state="GO", rule="none"), yesterday=PlanCard(bias="short", line=6880))
FROZEN = DayPlan(
    session="2026-03-24", risk=Risk(state="GO", rule="none"), card=PlanCard(bias="long"), digest="abcdef0123456789",
    frozen_at=1_774_358_700_000, differences=(Difference("trades", "≤ 3", "4", False), Difference("x", "y", "z", None)),
)  # fmt: skip


async def test_it_begins_from_yesterday_and_the_last_line_freezes() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        controller.day.plan = EMPTY
        await press(pilot, "B")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert "filled in from your last one" in screen_text(app)
        for _ in range(5):
            await press(pilot, "enter")
            await pilot.pause()
        await press(pilot, "3", "enter")
        await pilot.pause()
        await press(pilot, "enter")
        await pilot.pause()
        await press(pilot, "c", "enter")
        await pilot.pause()
        name, args = controller.day.acts[-1]
        assert name == "plan.set"
        assert (args["card"]["bias"], args["card"]["line"], args["card"]["max_trades"]) == ("short", 6880.0, 3)
        assert args["card"]["not_today"] == "c"
        assert not isinstance(app.screen, PlanScreen)


async def test_a_refusal_stays_on_the_card_and_esc_forgets() -> None:
    async with running((80, 24)) as (app, pilot, _, controller):
        controller.day.plan, controller.day.refusal = FROZEN, "the card is frozen; type a reason to amend it"
        await press(pilot, "B")
        await pilot.pause()
        for _ in range(9):
            await press(pilot, "enter")
            await pilot.pause()
        assert controller.day.acts[-1][1]["reason"] == ""
        assert isinstance(app.screen, PlanScreen)
        assert "type a reason" in str(app.screen.query_one("#said").render())
        await press(pilot, "escape")
        assert not isinstance(app.screen, PlanScreen)


async def test_what_is_not_understood_is_not_sent() -> None:
    async with running((100, 30)) as (app, pilot, _, controller):
        controller.day.plan = EMPTY
        await press(pilot, "B")
        await pilot.pause()
        await press(pilot, "x")
        for _ in range(8):
            await press(pilot, "enter")
            await pilot.pause()
        assert controller.day.acts == []
        assert "bias" in str(app.screen.query_one("#said").render())


def test_words_of_the_card_and_planned_against_done() -> None:
    assert "waiting" in heading_of(None)
    head = heading_of(FROZEN)
    assert "abcdef012345" in head
    assert "needs a reason" in head
    foot = foot_of(FROZEN)
    assert "trades: ≤ 3 · 4 · × not kept" in foot
    assert "x: y · z · ?" in foot
    assert foot.endswith(ADVISORY)
    change = Amendment(at=1_774_358_700_000, reason="CPI", card=PlanCard(), digest="99")
    amended = DayPlan(
        session="s", risk=FROZEN.risk, card=PlanCard(), digest="11", frozen_at=1_774_358_700_000, amendments=(change,)
    )
    assert "amended 1×" in heading_of(amended)
    assert "CPI" in foot_of(amended)
