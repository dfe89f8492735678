"""A trader's day for the screen: plan, marked trades, calendar, transport."""

from msgspec.structs import replace

from spxcc.engines.agenda.compute import agenda_at
from spxcc.engines.agenda.params import Rule
from spxcc.engines.agenda.result import Agenda
from spxcc.engines.plan.card import differences, digest_of
from spxcc.engines.plan.result import Amendment, DayPlan, PlanCard, Trade
from spxcc.engines.replay.result import Bookmark, ReplayState
from spxcc.engines.risk.judge import Day, Mark, judge
from spxcc.engines.risk.params import RiskRules
from spxcc.engines.risk.result import Override
from spxcc.engines.setups.result import ContractIdea, Setup
from tests.fakes.desk_data import NOW, setup

AT = NOW // 1_000_000
MINUTE = 60_000
SESSION = "2026-11-19"
CARD = PlanCard(
    bias="long", line=6870.0, levels=(6905.0, 6880.0), setups=("fade",), max_loss_usd=1500.0, max_trades=6,
    windows=("12:00-13:30",), not_today="add to a loser",
)  # fmt: skip
TRADES = (
    Trade(id=1, label="FADE ↓ CALL WALL 6,905", opened=AT - 90 * MINUTE, setup_id="s9", side="short",
          closed=AT - 80 * MINUTE, r=1.5, usd=680.0),
    Trade(id=2, label="own trade", opened=AT - 60 * MINUTE, closed=AT - 40 * MINUTE, r=-1.0, usd=-450.0),
    Trade(id=3, label="TREND ↑ VWAP 6,898.5", opened=AT - 30 * MINUTE, side="long", closed=AT - 20 * MINUTE, r=-0.75,
          usd=-330.0),
    Trade(id=4, label="own trade", opened=AT - 5 * MINUTE),
)  # fmt: skip


def marked_day(trades: tuple[Trade, ...] = TRADES, at: int = AT) -> DayPlan:
    """A frozen and amended card, two losses in a row after a win, one trade open; judged as the server does."""
    marks = [Mark(one.opened, one.closed, one.r, one.usd) for one in trades]
    rules = RiskRules(max_loss_r=2.0, max_loss_usd=1500.0, max_trades=6)
    amended = replace(CARD, max_trades=5)
    aside = Override(at=at - 70 * MINUTE, key="k", state="COOLDOWN", rule="2 losses in a row", reason="7 wins")
    risk = replace(
        judge(rules, marks, Day(at, at + 88 * MINUTE)), trade_usd=500.0, trade_words="your limit of a trade",
        max_debit=3.0,
        overrides=(aside,),
    )  # fmt: skip
    return DayPlan(
        session=SESSION, risk=risk, card=CARD, digest=digest_of(CARD),
        frozen_at=at - 300 * MINUTE, trades=trades, differences=differences(CARD, trades, SESSION),
        amendments=(Amendment(at=at - 200 * MINUTE, reason="CPI came in", card=amended, digest=digest_of(amended)),),
    )  # fmt: skip


def priced_setup() -> Setup:
    """A setup whose contract was repriced at its entry and stop."""
    idea = ContractIdea(
        contract="SPXW261119P06895000", expiry=SESSION, strike=6895.0, right="P", bid=5.30, ask=5.40, delta=-0.45,
        spread_share=0.0187, spread_ok=True, quoted_at=AT - 20_000, volatility=0.142, forward=6886.2, minutes=87.0,
        spot=6885.86, at_entry=5.00, at_stop=3.10,
    )  # fmt: skip
    return replace(setup(), idea=idea)


def calendar(at: int = AT, quiet: bool = False) -> Agenda:
    """An event at 15:00, whose quiet time it may be already."""
    rules = (Rule(id="beige", name="Beige Book", time="15:00", dates=(SESSION,), before=60 if quiet else 15, after=15),)
    return agenda_at(rules, at, SESSION)


def transport(at: int = AT) -> ReplayState:
    """A session at ten times its speed, a third of the way, with two bookmarks."""
    start, end = at - 120 * MINUTE, at + 240 * MINUTE
    marks = (Bookmark(at - 10 * MINUTE, "flip"), Bookmark(at - 5 * MINUTE))
    return ReplayState(playing=True, speed=10.0, at=at, start=start, end=end, progress=1 / 3, title="flip-loss",
                       bookmarks=marks)  # fmt: skip
