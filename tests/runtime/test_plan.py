"""Plan card, marks and risk card over the commands."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from spxcc.engines.agenda.compute import agenda_at
from spxcc.engines.agenda.params import Rule
from spxcc.engines.graph import StepResult
from spxcc.engines.plan.card import digest_of
from spxcc.engines.plan.result import DayPlan, PlanCard, PlanEvent, plan_channel
from spxcc.engines.risk.params import RiskRules
from spxcc.engines.setups.result import SetupsResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.database import Database, open_database
from spxcc.ledger.plans import PlanLedger
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime import plan
from spxcc.runtime.plan import PlanDesk, limited
from spxcc.runtime.plan_args import number
from tests.engines.risk.test_size import IDEA, with_idea
from tests.fakes.clock import ManualClock

DAY = "2026-03-24"
ME, OTHER = Identity("ann"), Identity("bob")
CARD = {
    "bias": "long",
    "line": 6880,
    "levels": [6905],
    "max_loss_usd": 300,
    "max_trades": 4,
    "windows": ["12:00-13:00"],
}


class Bench:
    """A desk whose market stands at a time of the day."""

    def __init__(self, clock: str = "10:00", database: Database | None = None) -> None:
        self.database = database or open_database(None)
        self.hub = Hub("e", ManualClock().now)
        self.market = ManualClock(at_exchange(DAY, clock))
        self.desk = PlanDesk(PlanLedger(self.database, "live"), self.hub, self.market, RiskRules())
        self.step(clock)

    def step(self, clock: str, results: Mapping[str, Any] | None = None) -> None:
        self.desk.stepped(StepResult(results=results or {}), at_exchange(DAY, clock))

    async def do(self, name: str, who: Identity = ME, **args: object) -> DayPlan:
        handlers = {**self.desk.commands, **self.desk.queries}
        day = await handlers[name](who, args)
        assert isinstance(day, DayPlan)
        return day

    def told(self, owner: str = "ann") -> list[PlanEvent]:
        latest = self.hub.latest(plan_channel(owner).name)
        return [] if latest is None else msgspec.json.decode(latest.data_bytes, type=list[PlanEvent])


async def test_a_card_is_frozen_with_its_digest_and_told_to_its_owner_alone() -> None:
    bench = Bench("09:25")
    day = await bench.do("plan.set", card=CARD)
    assert day.card is not None
    assert day.digest == digest_of(day.card)
    assert day.frozen_at == to_millis(at_exchange(DAY, "09:25"))
    assert bench.told()[-1].day == day
    assert bench.told("bob") == []
    assert (await bench.do("plan.get", OTHER)).card is None


async def test_an_amendment_needs_a_reason_and_leaves_the_first_card() -> None:
    bench = Bench()
    first = await bench.do("plan.set", card=CARD)
    changed = {**CARD, "max_trades": 2}
    with pytest.raises(RequestError, match="reason"):
        await bench.do("plan.set", card=changed)
    with pytest.raises(RequestError, match="already"):
        await bench.do("plan.set", card=CARD, reason="again")
    day = await bench.do("plan.set", card=changed, reason=" CPI hot ")
    assert (day.card, day.digest) == (first.card, first.digest)
    assert [(one.reason, one.card.max_trades) for one in day.amendments] == [("CPI hot", 2)]
    assert day.stands is not None
    assert day.risk.max_trades == 2


async def test_marks_make_the_risk_card_and_the_difference() -> None:
    bench = Bench()
    await bench.do("plan.set", card=CARD)
    await bench.do("trade.mark", state="taken", label="FADE", setup_id="s1", side="short")
    day = await bench.do("trade.mark", state="closed", setup_id="s1", r=-1, usd=-320)
    assert (day.risk.state, day.risk.day_r, day.risk.day_usd) == ("DONE", -1.0, -320.0)
    assert "−300 $" in day.risk.rule
    assert {line.what: line.kept for line in day.differences}["bias"] is False
    day = await bench.do("trade.mark", state="void", trade=day.trades[0].id)
    assert (day.risk.state, day.trades) == ("GO", ())


async def test_time_alone_changes_the_risk_card_and_it_is_told() -> None:
    bench = Bench()
    await bench.do("plan.set", card=CARD)
    bench.step("11:59")
    bench.step("12:00")
    event = bench.told()[-1]
    assert (event.event, event.day.risk.state) == ("risk", "COOLDOWN")
    assert event.day.risk.until == to_millis(at_exchange(DAY, "13:00"))
    bench.step("13:00")
    assert bench.told()[-1].day.risk.state == "GO"


async def test_a_blackout_of_the_calendar_cools_down_by_its_name() -> None:
    bench = Bench("13:00")
    await bench.do("plan.set", card={})
    now = at_exchange(DAY, "13:50")
    rule = Rule(id="f", name="FOMC", time="14:00", dates=(DAY,), before=15, after=45)
    agenda = agenda_at((rule,), to_millis(now), DAY)
    bench.step("13:50", {"agenda": agenda})
    assert bench.told()[-1].day.risk.rule == "blackout around FOMC"


async def test_after_a_restart_plan_and_marks_are_there_and_the_clock_goes_on() -> None:
    bench = Bench()
    await bench.do("plan.set", card=CARD)
    await bench.do("trade.mark", state="taken")
    again = Bench("11:00", bench.database)
    day = await again.do("plan.get")
    assert day.card is not None
    assert (day.risk.open, day.risk.state) == (1, "REDUCED")
    again.step("12:00")
    assert again.told()[-1].day.risk.state == "COOLDOWN"
    again.desk.silent("x")


async def test_an_override_needs_a_reason_and_the_rule_that_was_shown_and_lasts_a_restart() -> None:
    bench = Bench("12:10")
    await bench.do("plan.set", card=CARD)
    shown = (await bench.do("plan.get")).risk
    assert shown.state == "COOLDOWN"
    for args, words in (({"reason": " "}, "needs a reason"), ({"reason": "x", "key": "other"}, "another rule")):
        with pytest.raises(RequestError, match=words):
            await bench.do("risk.override", ME, **args)
    day = await bench.do("risk.override", key=shown.key, reason=" the trend holds ")
    assert (day.risk.state, [one.reason for one in day.risk.overrides]) == ("GO", ["the trend holds"])
    assert bench.told()[-1].event == "override"
    with pytest.raises(RequestError, match="nothing to override"):
        await bench.do("risk.override", reason="again")
    again = Bench("12:20", bench.database)
    assert (await again.do("plan.get")).risk.overrides == day.risk.overrides
    assert (await again.do("plan.get", OTHER)).risk.overrides == ()


async def test_a_size_is_told_when_a_setup_or_its_quotes_change() -> None:
    bench = Bench()
    await bench.do("plan.get")
    bench.step("10:01", {"setups": SetupsResult(setups=(with_idea(None, "no quotes"),))})
    (sizing,) = bench.told()[-1].day.sizes
    assert sizing.reason == "neither risk.trade_usd nor a loss of the day in dollars and in R is set"
    told = bench.told()[-1].id
    bench.step("10:02", {"setups": SetupsResult(setups=(with_idea(None, "no quotes"),))})
    assert bench.told()[-1].id == told
    day = await bench.do("plan.set", card={"max_loss_usd": 1000})
    assert day.sizes[0].reason == "no quotes"
    bench.step("10:03", {"setups": SetupsResult(setups=(with_idea(IDEA),))})
    size = bench.told()[-1].day.sizes[0].size
    assert size is not None
    assert (size.risk_usd, size.contracts) == (500.0, 2)


async def test_whoever_looked_is_told_of_a_blackout_without_a_plan() -> None:
    bench = Bench("13:00")
    await bench.do("plan.get")
    bench.desk.stepped(StepResult(), at_exchange("2026-03-23", "13:00"))
    rule = Rule(id="f", name="FOMC", time="14:00", dates=(DAY,), before=15, after=45)
    bench.step("13:50", {"agenda": agenda_at((rule,), to_millis(at_exchange(DAY, "13:50")), DAY)})
    assert bench.told()[-1].day.risk.rule == "blackout around FOMC"


async def test_yesterdays_card_is_where_the_next_begins() -> None:
    bench = Bench()
    await bench.do("plan.set", card=CARD)
    bench.desk.stepped(StepResult(), at_exchange("2026-03-25", "09:00"))
    day = await bench.do("plan.get")
    assert (day.session, day.card, day.trades) == ("2026-03-25", None, ())
    assert day.yesterday is not None
    assert day.yesterday.line == 6880


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("plan.set", {"card": {"bias": "up"}}, "not understood"),
        ("plan.set", {"card": {"levels": [1, 2, 3]}}, "two levels"),
        ("plan.set", {}, "not understood"),
        ("trade.mark", {}, "needs state"),
        ("trade.mark", {"state": "closed"}, "no such trade"),
        ("trade.mark", {"state": "taken", "side": "up"}, "not understood"),
        ("trade.mark", {"state": "taken", "label": "x" * 81}, "characters"),
    ],
)
async def test_what_cannot_be_is_a_sentence(name: str, args: dict[str, object], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        await Bench().desk.commands[name](ME, args)


async def test_a_result_is_a_finite_number_in_r() -> None:
    bench = Bench()
    await bench.do("trade.mark", state="taken")
    for args in ({}, {"r": "1"}, {"r": float("nan")}, {"r": 1e9}, {"r": True}):
        with pytest.raises(RequestError):
            await bench.do("trade.mark", state="closed", **args)
    assert (await bench.do("trade.mark", state="closed", r=1.5)).risk.day_r == 1.5
    assert number({}, "r", 1) is None


def test_the_tighter_limit_counts() -> None:
    rules = RiskRules(max_loss_usd=500, max_trades=6)
    both = limited(rules, PlanCard(max_loss_usd=300, max_trades=9))
    assert (both.max_loss_usd, both.max_trades) == (300, 6)
    assert limited(rules, None) == rules


async def test_a_day_that_cannot_be_read_leaves_the_others_their_risk_card(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    await bench.do("trade.mark", state="taken")
    await bench.do("trade.mark", OTHER, state="taken")
    bench.database.write("UPDATE trades SET body = x'7b7d' WHERE owner = 'ann'")
    bench.step("15:55")
    assert bench.told("bob")[-1].event == "risk"
    assert "ann" in caplog.text
    again = Bench("10:01", bench.database)
    again.step("15:55")
    assert again.told("bob")[-1].event == "risk"


async def test_a_mark_while_the_feed_is_silent_has_the_time_of_the_market() -> None:
    bench = Bench("10:00")
    bench.market.shift(600)
    day = await bench.do("trade.mark", state="taken")
    assert day.trades[0].opened == to_millis(at_exchange(DAY, "10:10"))
    assert day.risk.trades == 1


async def test_marks_and_amendments_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MOST", 2)
    bench = Bench()
    for _ in range(2):
        await bench.do("trade.mark", state="taken")
    with pytest.raises(RequestError, match="at most 2 marks"):
        await bench.do("trade.mark", state="taken")
    for line in (1, 2, 3):
        await bench.do("plan.set", card={"line": line}, reason="news")
    with pytest.raises(RequestError, match="at most 2 amendments"):
        await bench.do("plan.set", card={"line": 4}, reason="news")


async def test_it_is_judged_once_a_second_of_the_market() -> None:
    bench = Bench()
    await bench.do("plan.set", card=CARD)
    seen: list[int] = []
    bench.hub.observers.append(lambda name, seq, as_of, data: seen.append(seq))
    start = at_exchange(DAY, "12:00")
    for quarter in range(8):
        bench.desk.stepped(StepResult(), start + quarter * NANOS_PER_MINUTE // 240)
    assert len(seen) == 1
