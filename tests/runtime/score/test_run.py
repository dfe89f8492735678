"""A run over many days, whole and broken off."""

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.ledger.database import open_database
from spxcc.ledger.forward_days import ForwardDays
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.runtime.score.read import scored
from spxcc.runtime.score.run import book_of, score_days
from tests.runtime.score.test_decide import days

ROOT = Path(__file__).parents[3]


def test_f45_a_run_that_was_stopped_goes_on_and_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole, broken = (OutcomeLedger(open_database(tmp_path / name)) for name in ("whole.db", "broken.db"))
    steps: list[tuple[int, int, str]] = []
    score_days(days(), shipped(), whole, lambda *step: steps.append(step), draws=10)
    assert [step[0] for step in steps] == list(range(len(days().days) + 1))

    def stops(done: int, count: int, date: str) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_days(days(), shipped(), broken, stops, draws=10)
    summary = score_days(days(), shipped(), broken, lambda *step: None, draws=10)
    assert summary.skipped == 4
    assert broken.head() == whole.head()
    assert broken.verify().fault is None
    live = ForwardDays(open_database(None))
    assert scored(broken, live) == scored(whole, live)
    again = score_days(days(), shipped(), broken, lambda *step: None, draws=10)
    assert (again.outcomes, again.skipped) == (0, len(days().days))


def test_f45_other_bars_or_rules_are_another_book() -> None:
    first = book_of(days(), shipped())
    shorter = dataclasses.replace(days(), days=days().days[1:])
    assert book_of(shorter, shipped()) != first
    assert book_of(days(), shipped()) == first
    assert book_of(days(), shipped()[1:]) != first
    assert book_of(days(), shipped(), draws=5) != first


@pytest.mark.slow
def test_f45_kill_9_in_the_middle_of_a_run(tmp_path: Path) -> None:
    from tests.runtime.score.files import file_of

    source, kept = file_of(tmp_path, 30), tmp_path / "kept.db"
    words = [sys.executable, "-m", "spxcc", "score", "--ledger", str(kept), "--days", str(source), "--json"]
    child = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ
    )
    assert child.stderr is not None
    while "0/25" not in child.stderr.readline():
        pass
    while kept.exists() is False or not OutcomeLedger(open_database(kept)).books():
        pass
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stderr.close()
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    assert msgspec.json.decode(done.stdout)["cells"]
    assert OutcomeLedger(open_database(kept)).verify().fault is None
