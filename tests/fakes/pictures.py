"""The afternoon of `full_views` on a day under way: plan frozen, trades marked, alerts set, a replay playing."""

import msgspec

from spxcc.engines.agenda.result import AGENDA, Agenda, Event
from spxcc.engines.alerts.result import AlertBook, Latch
from spxcc.engines.health.result import HEALTH, Notice
from spxcc.engines.plan.result import Amendment, DayPlan, Difference, PlanCard, Trade
from spxcc.engines.replay.result import REPLAY, Bookmark, ReplayState
from spxcc.engines.risk.result import Risk
from tests.fakes.alerts import alert_book, firing, row
from tests.fakes.full_views import MINUTE_MS, NOW_MS, rich_desk
from tests.fakes.store import FakeController, FakeHop, FakeStore

OPEN_MS = NOW_MS - (5 * 60 + 2) * MINUTE_MS - 7_000
CLOSE_MS = OPEN_MS + 390 * MINUTE_MS
CARD = PlanCard(
    bias="long", line=6868.5, levels=(6905.0, 6880.0), setups=("fade at wall", "flip reclaim"), max_loss_usd=500.0,
    max_trades=6, windows=("12:00-13:30",), not_today="add to a loser",
)  # fmt: skip


def busy_day() -> tuple[FakeStore, FakeController]:
    """A store and a day in which every screen has something to show."""
    store, clock = rich_desk()
    clock.alerts.book = busy_book()
    clock.day.plan = busy_plan()
    store.put(REPLAY, playing())
    store.put(AGENDA, agenda())
    health = store.get(HEALTH)
    assert health is not None
    notice = Notice("warning", "late", "OPRA prints 4.2 s late")
    store.put(HEALTH, msgspec.structs.replace(health, stale_ticks=3, notices=(notice,)))
    store.latency = {"wire": FakeHop(0.41, 1.2, 8.0), "paint": FakeHop(22.0, 41.0, 88.0)}
    return store, clock


def busy_book() -> AlertBook:
    """Six alerts in every state; two that fired wait to be acknowledged."""
    book = alert_book()
    more = (
        row(4, "cross below 6880 each", "waiting", Latch(fired=NOW_MS - 9 * MINUTE_MS, count=2)),
        row(5, "setup ready"),
        row(6, "close 15m", "expired"),
    )
    told = (firing("f0", acknowledged=True, ago_ms=9 * MINUTE_MS), *book.fired, firing("f2", ago_ms=4_000))
    return msgspec.structs.replace(book, rows=(*book.rows, *more), fired=told)


def busy_plan() -> DayPlan:
    """Frozen before the open, amended once, three trades of which one is open."""
    trades = (
        Trade(id=1, label="FADE ↓ CALL WALL 6,905", opened=NOW_MS - 200 * MINUTE_MS, setup_id="a", side="short",
              closed=NOW_MS - 181 * MINUTE_MS, r=1.5, usd=300.0),
        Trade(id=2, label="FLIP ↑ ZERO GAMMA 6,890", opened=NOW_MS - 90 * MINUTE_MS, setup_id="b", side="long",
              closed=NOW_MS - 74 * MINUTE_MS, r=-1.0, usd=-200.0),
        Trade(id=3, label="FADE ↓ CALL WALL 6,905", opened=NOW_MS - 4 * MINUTE_MS, setup_id="s1", side="short"),
    )  # fmt: skip
    risk = Risk(
        state="REDUCED", rule="1 loss in a row; your rule: half size", day_r=0.5, day_usd=100.0, trades=3, open=1,
        streak=1, max_loss_r=2, max_loss_usd=500, max_trades=6, last_entry=CLOSE_MS - 30 * MINUTE_MS,
        flatten=CLOSE_MS - 10 * MINUTE_MS,
    )  # fmt: skip
    change = Amendment(
        at=NOW_MS - 60 * MINUTE_MS, reason="VIX above 20 after the auction, so half the trades",
        digest="99ffee0011223344",
        card=msgspec.structs.replace(CARD, max_trades=3),
    )  # fmt: skip
    return DayPlan(
        session="2026-11-19", risk=risk, card=CARD, digest="abcdef0123456789", frozen_at=OPEN_MS - 5 * MINUTE_MS,
        amendments=(change,), trades=trades,
        differences=(
            Difference("trades", "≤ 3", "3", True), Difference("no entry 12:00-13:30", "none", "1", False),
            Difference("today I will not", "add to a loser", "yours to judge", None),
        ),
    )  # fmt: skip


def playing() -> ReplayState:
    """At ten times, with two bookmarks, one of them ahead."""
    return ReplayState(
        playing=True, speed=10, at=NOW_MS, start=OPEN_MS, end=CLOSE_MS, progress=(NOW_MS - OPEN_MS) / 23_400_000,
        title="flip-loss", cadence_ms=250,
        bookmarks=(Bookmark(OPEN_MS + 60 * MINUTE_MS, "flip"), Bookmark(CLOSE_MS - 20 * MINUTE_MS)),
    )  # fmt: skip


def agenda() -> Agenda:
    """The next event in half an hour."""
    at = NOW_MS + 28 * MINUTE_MS - 7_000
    event = Event(id="bb", name="Beige Book", at=at, importance="medium", quiet_from=at, quiet_until=at)
    return Agenda(next=event, minutes=28, today=(event,), blackout=None)
