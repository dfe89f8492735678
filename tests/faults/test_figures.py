"""The table of faults: its rows are the tests there are, its words what a run saw."""

import re
from collections import Counter

import pytest

from tests.fakes.gateway import FLOW, LEVELS
from tests.fakes.server import running
from tests.faults.figures import (
    FURTHER,
    OWN,
    README,
    ROOT,
    Fault,
    Outcome,
    Run,
    block,
    faults,
    row,
    table,
    told,
    totals,
    with_block,
)
from tests.faults.test_day import Day, Visitor

ROWS = [Fault("a.py::test_cut", "a cut", "all is there again"), Fault("a.py::test_flood", "a flood", "bounded")]
OUTCOMES = {
    "a.py::test_cut": Outcome(passed=4, counts=Counter({"events sent": 1_200, "lost": 0, "clients": 200})),
    "a.py::test_flood": Outcome(passed=1, counts=Counter({"handshakes": 300, "cases": 7, "clients": 50})),
}


def test_every_row_is_a_test_that_there_is() -> None:
    known = {test for name in {one.test.partition("::")[0] for one in faults()} for test, _ in told(ROOT / name)}
    rows = [one.test for one in faults()]
    assert set(rows) <= known
    assert len(set(rows)) == len(rows)
    assert set(FURTHER) <= set(rows)
    assert not any(test.startswith(OWN) for test in rows)


def test_the_readme_has_a_row_for_every_test_and_no_other() -> None:
    text = README.read_text(encoding="utf-8")
    shown = text[text.index("<!-- faults: begin -->") : text.index("<!-- faults: end -->")]
    rows = [re.split(r"(?<!\\) \| ", line.removeprefix("| ")) for line in shown.splitlines() if "`tests/" in line]
    found = [Fault(test.strip("`"), fault, must) for fault, must, test, _ in rows]
    assert found == faults(), "run `python -m tests.faults --write`"
    assert "**failed" not in shown
    assert "Lost: 0, repeated: 0, stale shown as live: 0." in shown


def test_a_docstring_says_what_is_done_and_what_must_happen() -> None:
    assert row("t", "a cut, twice: all is there: again.") == Fault("t", "a cut, twice", "all is there: again")
    assert row("t", "Fault: a cut; it must go on.") == Fault("t", "a cut", "it must go on")
    with pytest.raises(ValueError, match=r"expected of t a docstring `fault: what must happen`, found 'A cut.'"):
        row("t", "A cut.")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (OUTCOMES["a.py::test_cut"], "passed, 4 ways; 1,200 events sent; 0 lost; 200 clients"),
        (Outcome(passed=1), "passed"),
        (Outcome(passed=3, failed=1), "**failed**, 1 of 4"),
        (Outcome(skipped=["needs Node"]), "skipped: needs Node"),
        (Outcome(), "not run: slow"),
    ],
)
def test_the_result_in_words(outcome: Outcome, words: str) -> None:
    assert outcome.words() == words


def test_totals_are_sums_but_of_clients_the_most() -> None:
    assert totals(ROWS, OUTCOMES) == (
        "**Load held: 200 clients at once, 1,200 events sent. Faults survived: 2 of 2. Bad inputs tried: 307 "
        "(300 handshakes, 7 cases). Lost: 0, repeated: 0, stale shown as live: 0.**"
    )


def test_what_failed_or_did_not_run_is_not_survived() -> None:
    failed = {"a.py::test_cut": Outcome(failed=1, counts=Counter({"lost": 2}))}
    found = totals(ROWS, failed)
    assert "Faults survived: 0 of 1 (1 not run)" in found
    assert "Lost: 2, repeated: 0" in found
    assert table(ROWS, failed).splitlines()[-1] == "| a flood | bounded | `a.py::test_flood` | not run: slow |"


def report(when: str, outcome: str, *counts: tuple[str, object], test: str = "a.py::test_cut[1]") -> pytest.TestReport:
    """What pytest tells of a phase."""
    told_so = ("a.py", 1, "Skipped: needs Node") if outcome == "skipped" else None
    return pytest.TestReport(test, ("a.py", 1, "test_cut"), {}, outcome, told_so, when, user_properties=counts)  # type: ignore[arg-type]


def test_a_run_merges_the_ways_of_a_test() -> None:
    run = Run()
    for clients in (50, 70):
        run.pytest_runtest_logreport(report("setup", "passed"))
        run.pytest_runtest_logreport(
            report("call", "passed", ("clients", clients), ("lost", 0), ("visits", 5), ("x", "y"))
        )
        run.pytest_runtest_logreport(report("teardown", "passed", ("visits", 5)))
    run.pytest_runtest_logreport(report("setup", "skipped", test="a.py::test_flood"))
    run.pytest_runtest_logreport(report("setup", "failed", test="a.py::test_other"))
    assert run.outcomes["a.py::test_cut"] == Outcome(2, 0, [], Counter({"clients": 70, "lost": 0, "visits": 10}))
    assert run.outcomes["a.py::test_flood"].words() == "skipped: needs Node"
    assert run.outcomes["a.py::test_other"].failed == 1


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = "a\n<!-- faults: begin -->\nold\n<!-- faults: end -->\nb\n"
    assert with_block(text, "new") == text.replace("old", "new")
    with pytest.raises(ValueError, match="expected the marks"):
        with_block("a", "new")
    assert block({}, "2026-01-02", "python -m tests.faults").startswith(
        "One run of `python -m tests.faults` on 2026-01-02."
    )


async def test_what_is_lost_or_told_twice_is_counted() -> None:
    async with running() as server:
        day = Day()
        visitor = Visitor(day, server, 0)
        for number, whole in ((4, True), (5, False), (5, False), (8, False), (8, True), (9, False)):
            visitor._take({"channel": FLOW.name, "seq": number, "snapshot": whole, "data": {"value": number}})
        assert (day.counts["lost"], day.counts["repeated"] > 0) == (1, True)
        visitor._take({"channel": LEVELS.name, "seq": 2, "prev": 1})
        assert day.counts["lost"] == 2
