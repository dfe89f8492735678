"""The ledger of outcomes: told is kept, kept is chained, and the two worlds never meet."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from spxcc.engines.score.result import Scored
from spxcc.ledger.database import open_database
from spxcc.ledger.outcomes import GENESIS, LIVE, Audit, OutcomeLedger
from tests.engines.score.rows import KEY, outcome

WRITER = """
import sys
from pathlib import Path
from spxcc.ledger.database import open_database
from spxcc.ledger.outcomes import OutcomeLedger
from tests.engines.score.rows import outcome
ledger = OutcomeLedger(open_database(Path(sys.argv[1])))
number = 0
while True:
    number += 1
    ledger.add_forward(outcome(number, "2025-01-07", number % 2 == 0, -1.0))
    print(number, flush=True)
"""


def made(path: Path | None = None) -> OutcomeLedger:
    return OutcomeLedger(open_database(path))


def some(count: int = 3, session: str = "2025-01-07") -> list[Scored]:
    return [outcome(number, session, number % 2 == 0, 1.0 if number % 2 == 0 else -1.0) for number in range(count)]


def test_f45_what_goes_in_comes_out_in_its_cell() -> None:
    ledger = made()
    ledger.open_book("b1", "two days")
    assert ledger.add_day("b1", "2025-01-07", some())
    assert [scored for _, scored in ledger.read("backtest", "b1")] == some()
    assert {key for key, _ in ledger.read("backtest", "b1")} == {KEY}
    assert list(ledger.read("forward", LIVE)) == []
    assert ledger.books()[0].title == "two days"


def test_f45_a_day_is_kept_once_and_a_run_goes_on_where_it_stopped() -> None:
    ledger = made()
    assert ledger.add_day("b1", "2025-01-07", some(), "a note")
    assert not ledger.add_day("b1", "2025-01-07", some(5))
    assert ledger.add_day("b1", "2025-01-08", [])
    assert ledger.days("b1") == {"2025-01-07": "a note", "2025-01-08": ""}
    assert ledger.days("b2") == {}
    assert len(list(ledger.read("backtest", "b1"))) == 3


def test_f45_a_forward_outcome_is_kept_once() -> None:
    ledger = made()
    assert ledger.add_forward(some()[0])
    assert not ledger.add_forward(some()[0])
    assert ledger.verify() == Audit(1, ledger.head() or "", None)


def test_f45_the_schema_keeps_forward_and_backtest_apart(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = made(path)
    ledger.add_day("b1", "2025-01-07", some(1))
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = ON")
    cell = raw.execute("SELECT id FROM outcome_cells").fetchone()[0]
    for source, book in (("forward", "live"), ("forward", "b1"), ("backtest", "b2")):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(
                "INSERT INTO outcomes VALUES (9, ?, ?, ?, '2025-01-07', 'x', x'00', 'p', 'h')", (cell, source, book)
            )
    for source, book in (("forward", "b1"), ("backtest", "live"), ("both", "b1")):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(
                "INSERT INTO outcome_cells (source, book, kind, rules_version, terms, resolution, shadow) "
                "VALUES (?, ?, 'k', 'v', 't', 'minutes', 0)", (source, book),
            )  # fmt: skip
    raw.close()


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE outcomes SET body = CAST(replace(body, 'stopped', 't2_hit!') AS BLOB) WHERE seq = 2", "row 2"),
        ("UPDATE outcomes SET body = x'00' WHERE seq = 2", "row 2 (session 2025-01-07, setup s1) was changed"),
        ("UPDATE outcomes SET session = '2025-01-08' WHERE seq = 3", "row 3"),
        ("UPDATE outcome_cells SET kind = 'another'", "row 1"),
        ("DELETE FROM outcomes WHERE seq = 2", "a row is missing"),
        ("DELETE FROM outcomes WHERE seq = 4", "expected the chain to end at row 4, found 3 of 3 rows"),
        ("UPDATE outcomes SET previous = 'x' WHERE seq = 3", "row 3 does not follow row 2"),
        ("UPDATE outcome_head SET seq = 9", "expected the chain to end at row 9"),
    ],
)
def test_f45_a_tampered_row_is_found(tmp_path: Path, tampering: str, said: str) -> None:
    path = tmp_path / "ledger.db"
    ledger = made(path)
    ledger.add_day("b1", "2025-01-07", some(4))
    assert ledger.verify().fault is None
    raw = sqlite3.connect(path)
    raw.execute(tampering)
    raw.commit()
    raw.close()
    assert said in str(ledger.verify().fault)


def test_f45_an_empty_chain_holds() -> None:
    assert made().verify() == Audit(0, GENESIS, None)
    assert made().head() is None


def test_f45_a_killed_process_loses_nothing_that_it_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert child.stdout is not None
    told = [int(child.stdout.readline()) for _ in range(20)]
    child.send_signal(signal.SIGKILL)
    told += [int(line) for line in child.stdout.read().split("\n")[:-1] if line]
    child.wait()
    child.stdout.close()
    ledger = made(path)
    kept = [scored.row.order.id for _, scored in ledger.read("forward", LIVE)]
    assert kept[: len(told)] == [f"s{number}" for number in told]
    assert ledger.verify().fault is None
    assert ledger.add_forward(outcome(len(kept) + 1, "2025-01-07", True, 1.0))
    assert ledger.verify().fault is None
