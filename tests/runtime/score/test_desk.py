"""What a running server keeps of outcomes."""

import sqlite3

import pytest

from spxcc.engines.bars.result import BARS, BarsResult, WireBar
from spxcc.engines.graph import StepResult
from spxcc.engines.outcomes.result import OUTCOMES, OutcomesResult
from spxcc.engines.score.result import NOTHING_KNOWN
from spxcc.ledger.database import open_database
from spxcc.ledger.forward_days import ForwardDays
from spxcc.ledger.outcomes import LIVE, OutcomeLedger
from spxcc.market.units import to_nanos
from spxcc.runtime.score.desk import ScoreDesk
from tests.engines.outcomes.paths import CLOSE, MINUTE, OPEN, SESSION
from tests.engines.score.rows import outcome

ROWS = tuple(outcome(number, "2025-01-07", number % 2 == 0, 1.0).row for number in range(3))


def step(*rows: object) -> StepResult:
    return StepResult(results={OUTCOMES.name: OutcomesResult(today=tuple(rows))})  # type: ignore[arg-type]


@pytest.mark.parametrize(("mode", "kept"), [("live", 3), ("delayed", 3), ("sim", 0), ("replay", 0)])
def test_f45_only_a_real_market_has_forward_outcomes(mode: str, kept: int) -> None:
    database = open_database(None)
    desk = ScoreDesk(database, mode)
    for count in (1, 1, 2, 3):
        desk.stepped(step(*ROWS[:count]), 0)
    assert len(list(OutcomeLedger(database).read("forward", LIVE))) == kept


def test_f45_a_restart_keeps_nothing_twice() -> None:
    database = open_database(None)
    for _ in range(2):
        ScoreDesk(database, "live").stepped(step(*ROWS), 0)
    assert len(list(OutcomeLedger(database).read("forward", LIVE))) == 3
    assert OutcomeLedger(database).verify().fault is None


def test_what_could_not_be_kept_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(None)
    desk, real = ScoreDesk(database, "live"), OutcomeLedger.add_forward

    def fails(*_: object) -> bool:
        raise sqlite3.OperationalError("disk is full")

    shown = step(*ROWS)
    monkeypatch.setattr(OutcomeLedger, "add_forward", fails)
    desk.stepped(shown, 0)
    desk.silent("no data")
    monkeypatch.setattr(OutcomeLedger, "add_forward", real)
    desk.stepped(shown, 1)
    assert len(list(OutcomeLedger(database).read("forward", LIVE))) == 3


def test_f45_a_cold_start_knows_nothing_and_a_later_one_what_came_true() -> None:
    database = open_database(None)
    assert ScoreDesk(database, "live").facts() is NOTHING_KNOWN
    ScoreDesk(database, "live").stepped(step(*ROWS), 0)
    (cell,) = ScoreDesk(database, "sim").facts().cells
    assert (cell.key.source, cell.n) == ("forward", 3)


def test_outcomes_that_cannot_be_read_stop_nothing() -> None:
    database = open_database(None)
    ScoreDesk(database, "live").stepped(step(*ROWS), 0)
    database.write("UPDATE outcomes SET body = x'00'")
    found = ScoreDesk(database, "live").facts()
    assert found.cells == ()
    assert "could not be scored" in str(found.note)


@pytest.mark.parametrize(("mode", "kept"), [("live", [60, 60, 390, 390]), ("replay", [None] * 4)])
def test_f45_the_minutes_of_a_day_with_outcomes_are_kept_and_all_of_them_when_it_is_over(
    mode: str, kept: list[int | None]
) -> None:
    database = open_database(None)
    desk, days, found = ScoreDesk(database, mode), ForwardDays(database), OutcomesResult(today=ROWS[:1])
    bars = BarsResult(
        bars={"SPX": tuple(WireBar("1m", OPEN + at * MINUTE, 1.0, 1.0, 1.0, 1.0, 0.0, "x") for at in range(390))}
    )
    counts: list[int | None] = []
    for instant in (OPEN + 60 * MINUTE, OPEN + 90 * MINUTE, CLOSE + MINUTE, CLOSE + 2 * MINUTE):
        desk.stepped(StepResult(results={OUTCOMES.name: found, BARS.name: bars}), to_nanos(instant))
        counts.append(days.counts().get(SESSION))
    assert counts == kept
