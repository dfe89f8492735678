"""Own levels over the commands."""

from typing import Any

import msgspec
import pytest

from spxcc.engines.graph import StepResult
from spxcc.engines.levels.result import (
    LEVELS,
    LEVELS_FACT,
    FamilyScore,
    LevelBook,
    LevelsResult,
    OwnLevels,
    Scoreboard,
)
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.database import open_database
from spxcc.ledger.levels import LevelLedger
from spxcc.market.session import at_exchange
from spxcc.protocol.identity import Identity
from spxcc.runtime.facts import FactBoard
from spxcc.runtime.level_desk import LABEL, MOST, LevelDesk, checked
from tests.fakes.clock import ManualClock

DAY, NEXT = "2026-03-24", "2026-03-25"


class Bench:
    """A desk at 10:00."""

    def __init__(self, mine: bool = True, fixed: bool = False) -> None:
        self.database = open_database(None)
        self.market = ManualClock(at_exchange(DAY, "10:00"))
        self.ledger = LevelLedger(self.database, "live")
        self.again(mine, fixed)

    def again(self, mine: bool = True, fixed: bool = False) -> None:
        """The same after a restart."""
        self.board = FactBoard()
        self.desk = LevelDesk(self.ledger, self.board, self.market, lambda: mine, fixed)

    async def do(self, command: str, /, **args: object) -> LevelBook:
        book: Any = await {**self.desk.commands, **self.desk.queries}[command](Identity("ann"), args)
        assert isinstance(book, LevelBook)
        return book

    def fact(self) -> list[tuple[float, str, str]] | None:
        """What the engine is told next."""
        body = self.board.taken().get(LEVELS_FACT)
        if body is None:
            return None
        return [(one.price, one.label, one.vendor) for one in msgspec.json.decode(body, type=OwnLevels).levels]


async def test_f37_typed_levels_survive_a_restart_until_they_are_removed() -> None:
    bench = Bench()
    assert bench.fact() is None
    await bench.do("level.add", price=6895, label="my line")
    assert bench.fact() == [(6895.0, "my line", "")]
    bench.again()
    assert bench.fact() == [(6895.0, "my line", "")]
    book = await bench.do("level.remove", price=6895.0)
    assert (book.levels, bench.fact()) == ((), [])


async def test_f37_an_import_replaces_that_vendor_and_session_alone() -> None:
    bench = Bench()
    await bench.do("level.import", name="acme", rows=[[6900, "CR"], [6850, ""]])
    await bench.do("level.import", name="other", rows=[[6800, "x"]], session=NEXT)
    book = await bench.do("level.import", name="acme", rows=[[6910, "CR"]])
    assert [(one.price, one.vendor) for one in book.levels] == [(6910.0, "acme")]
    bench.fact()
    bench.desk.stepped(StepResult(), at_exchange(NEXT, "10:00"))
    assert bench.fact() == [(6800.0, "x", "other")]


async def test_f38_the_scoreboard_is_kept_by_session_and_told_with_interval_and_placebo() -> None:
    bench = Bench()
    for session, held in ((DAY, 3), (DAY, 4), (NEXT, 2)):
        groups = (FamilyScore("gamma", 5, 9, 8, held, 16, 7), FamilyScore("own", 1, 0, 0, 0, 2, 1))
        levels = LevelsResult(levels=(), scores=Scoreboard(session=session, groups=groups))
        bench.desk.stepped(StepResult(results={LEVELS.name: levels}), at_exchange(session, f"10:0{held}"))
    gamma, own = (await bench.do("level.list")).scores
    assert (gamma.sessions, gamma.score) == (2, FamilyScore("gamma", 10, 18, 16, 6, 32, 14))
    assert (gamma.share, gamma.null_share) == (0.375, 0.4375)
    assert gamma.low is not None
    assert gamma.high is not None
    assert gamma.low < 0.375 < gamma.high
    assert (own.share, own.null_share) == (None, None)


@pytest.mark.parametrize(
    ("name", "args", "told"),
    [
        ("level.add", {"price": "x"}, "needs price"),
        ("level.add", {"price": -1}, "above 0"),
        ("level.add", {"price": 5, "label": "a" * (LABEL + 1)}, "at most"),
        ("level.remove", {"price": 5}, "no such level"),
        ("level.import", {"name": "", "rows": []}, "needs name"),
        ("level.import", {"name": "a", "rows": [[1, "a", 3]]}, "needs rows"),
        ("level.import", {"name": "a", "rows": [[1, "a"]] * (MOST + 1)}, "needs rows"),
        ("level.import", {"name": "a", "rows": [], "session": "2026-03-29"}, "trading day"),
        ("level.import", {"name": "a", "rows": [], "session": "no"}, "trading day"),
    ],
)
async def test_what_cannot_be_a_level_is_refused(name: str, args: dict[str, Any], told: str) -> None:
    with pytest.raises(RequestError, match=told):
        await Bench().do(name, **args)


async def test_others_and_recordings_change_nothing() -> None:
    with pytest.raises(RequestError, match="lets others in"):
        await Bench(mine=False).do("level.add", price=5)
    with pytest.raises(RequestError, match="a recording"):
        await Bench(fixed=True).do("level.add", price=5)


def test_a_label_is_made_of_the_price() -> None:
    assert checked(6895.5, "") == (6895.5, "6,895.50")
    assert checked(6895, "  ") == (6895.0, "6,895")
