"""Positions over the commands."""

from typing import Any

import pytest

from spxcc.engines.graph import StepResult
from spxcc.engines.plan.result import DayPlan
from spxcc.engines.positions.result import PositionBook
from spxcc.engines.price.result import PRICES
from spxcc.engines.risk.params import RiskRules
from spxcc.engines.setups.result import SETUPS, SetupsResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.database import Database, open_database
from spxcc.ledger.plans import PlanLedger
from spxcc.ledger.positions import PositionLedger
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.plan import PlanDesk
from spxcc.runtime.position_desk import PositionDesk
from tests.engines.coach.desks import Scene, setup
from tests.fakes.clock import ManualClock

DAY = "2026-01-14"
ME, OTHER = Identity("ann"), Identity("bob")


class Bench:
    """A desk in a market at 10:30."""

    def __init__(self, database: Database | None = None) -> None:
        self.database = database or open_database(None)
        self.hub = Hub("e", ManualClock().now)
        clock = ManualClock(at_exchange(DAY, "10:00"))
        self.plan = PlanDesk(PlanLedger(self.database, "live"), self.hub, clock, RiskRules())
        self.desk = PositionDesk(PositionLedger(self.database, "live"), self.hub, clock)

    def step(self, clock: str, price: float) -> None:
        scene = Scene(price=price).at(clock)
        results = {PRICES.name: scene.results[PRICES.name], SETUPS.name: SetupsResult(setups=(setup(),))}
        self.plan.stepped(StepResult(results=results), scene.as_of)
        self.desk.stepped(StepResult(results=results), scene.as_of)

    async def do(self, command: str, who: Identity = ME, **args: object) -> PositionBook:
        book: Any = await {**self.desk.commands, **self.desk.queries}[command](who, args)
        assert isinstance(book, PositionBook)
        return book

    async def mark(self, **args: object) -> DayPlan:
        day: Any = await self.desk.around(self.plan.commands["trade.mark"])(ME, args)
        assert isinstance(day, DayPlan)
        return day


async def test_a_paper_position_of_a_setup_is_stopped_and_told() -> None:
    bench = Bench()
    bench.step("10:30", 6049.0)
    (one,) = (await bench.do("position.open", setup_id="s1")).positions
    assert (one.side, one.entry, one.stop, one.t1) == ("short", 6048.9, 6056.1, 6038.0)
    assert one.planned is not None
    assert one.planned.entry == 6048.5
    bench.step("10:31", 6045.0)
    bench.step("10:32", 6057.0)
    (one,) = (await bench.do("position.list")).positions
    assert (one.end, one.exit) == ("stop", 6057.1)
    assert (one.mfe, one.mae) == (3.9, 8.1)
    assert one.r == pytest.approx(-8.2 / 7.2, abs=1e-3)
    assert (await bench.do("position.list", OTHER)).positions == ()


async def test_a_mark_has_its_position_beside_it_and_ends_with_what_was_typed() -> None:
    bench = Bench()
    bench.step("10:30", 6049.0)
    day = await bench.mark(state="taken", setup_id="s1", side="short", label="fade")
    (one,) = (await bench.do("position.list")).positions
    assert (one.paper, one.trade, one.entry) == (False, day.trades[0].id, 6049.0)
    bench.step("10:40", 6060.0)
    bench.step("10:50", 6040.0)
    await bench.mark(state="closed", r=1.2, usd=240)
    (one,) = (await bench.do("position.list")).positions
    assert (one.end, one.r, one.usd, one.mae, one.mfe) == ("closed by you", 1.2, 240.0, 11.0, 9.0)
    await bench.mark(state="taken", side="long", label="second")
    await bench.mark(state="void", trade=(await bench.do("position.list")).positions[1].trade)
    assert len((await bench.do("position.list")).positions) == 1


async def test_open_positions_survive_a_kill_and_those_of_another_day_are_not_made_up() -> None:
    bench = Bench()
    bench.step("10:30", 6049.0)
    await bench.do("position.open", side="long", stop=6040.0, t1=6060.0)
    again = Bench(bench.database)
    again.step("10:31", 6061.0)
    (one,) = (await again.do("position.list")).positions
    assert (one.end, one.exit) == ("target", 6060.0)
    await again.do("position.open", side="long")
    late = Bench(bench.database)
    next_day = Scene(price=6000.0, as_of=at_exchange("2026-01-15", "10:00"))
    late.desk.stepped(StepResult(results={PRICES.name: next_day.results[PRICES.name]}), next_day.as_of)
    last = PositionLedger(bench.database, "live").of("ann", DAY)[-1]
    assert (last.end, last.exit, last.r) == ("not watched", None, None)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ({}, "needs side"),
        ({"setup_id": "none"}, "no such setup"),
        ({"side": "long", "stop": 6100.0}, "losing side"),
        ({"side": "long", "stop": "x"}, "expected stop"),
        ({"side": "long", "label": "a" * 81}, "at most"),
    ],
)
async def test_what_cannot_be_a_position_is_refused(args: dict[str, Any], told: str) -> None:
    bench = Bench()
    bench.step("10:30", 6049.0)
    with pytest.raises(RequestError, match=told):
        await bench.do("position.open", **args)


async def test_without_a_fresh_price_nothing_is_opened_and_only_the_owner_closes() -> None:
    bench = Bench()
    with pytest.raises(RequestError, match="no SPX price"):
        await bench.do("position.open", side="long")
    bench.step("10:30", 6049.0)
    (one,) = (await bench.do("position.open", side="long")).positions
    with pytest.raises(RequestError, match="no such open position"):
        await bench.do("position.close", OTHER, id=one.id)
    (one,) = (await bench.do("position.close", id=one.id)).positions
    assert (one.end, one.exit) == ("closed by you", 6048.9)
    assert one.closed == to_millis(at_exchange(DAY, "10:30"))
