"""The faults that are tried, what must happen at each, and what a run of them counted: the table of the README.

A row is a test of this folder, or one of `FURTHER`; its docstring says `fault: what must happen`. Counts are what the
tests tell with `record_property`.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
COMMAND = "python -m tests.faults"
OWN = "tests/faults/test_figures.py"

FURTHER: Mapping[str, str] = {
    "tests/conformance/test_autobahn.py::test_every_case_ends_as_with_the_bare_library":
        "frames against the standard, by the Autobahn cases: each answered as the bare library does",
    "tests/gateway/bus/test_by_nats.py::"
    "test_f55_a_server_that_goes_and_comes_loses_nothing_that_was_known_to_be_written":
        "NATS restarts, or is killed: what was known to be written is there, the rest follows in order",
    "tests/gateway/bus/test_leadership.py::test_f55_the_second_waits_and_works_when_the_first_is_gone":
        "the leading engine goes: the one that waited leads",
    "tests/gateway/bus/test_leadership.py::"
    "test_a_leader_that_is_not_heard_of_is_replaced_and_gives_way_when_it_comes_back":
        "the leading engine falls silent: it is replaced, and gives way when it comes back",
    "tests/gateway/bus/test_leadership.py::test_a_leader_cut_off_from_the_bus_stops_when_its_lease_has_run_out":
        "the leading engine is cut off from the bus: it stops when its lease has run out",
    "tests/ledger/recording/test_recorder.py::test_f56_a_full_disk_ends_the_recording_alone_and_the_file_opens":
        "the disk is full: the recording ends, and nothing else; its file opens",
    "tests/ledger/recording/test_recorder.py::"
    "test_f56_a_disk_that_is_really_full_ends_the_recording_alone_and_what_was_written_opens":
        "a disk that is really full: what was written before opens",
    "tests/ledger/recording/test_recorder.py::test_a_write_that_fails_ends_the_recording_alone":
        "a write to the disk fails: the recording ends, and nothing else",
    "tests/ledger/recording/test_crash.py::test_f56_a_killed_recording_opens_with_all_but_the_last_second":
        "the recorder is killed: its file opens with all but the last second",
    "tests/ledger/recording/test_crash.py::test_f56_fifty_kills_at_random_instants_never_corrupt_a_file":
        "fifty kills at random instants: no file is corrupt",
}  # fmt: skip
"""Tests of faults that live with what they test."""

INPUTS = ("messages fuzzed", "frames fuzzed", "handshakes", "cases", "floods")
LOAD = ("visits", "events sent", "events read", "frames read", "simulated hours")
NEVER = ("lost", "repeated", "stale shown as live")
MOST = "clients"
"""The totals: sums, but of clients the most at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row: the test's id without parameters, what is done to the product, what must happen then."""

    test: str
    fault: str
    must: str


@dataclass
class Outcome:
    """What a run saw of a test, over all its parameters."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def words(self) -> str:
        """The cell of the table."""
        if self.failed:
            return f"**failed**, {self.failed} of {self.failed + self.passed}"
        if not self.passed:
            return f"skipped: {self.skipped[0]}" if self.skipped else "not run: slow"
        found = ["passed" if self.passed == 1 else f"passed, {self.passed} ways"]
        found += [f"{count:,} {name}" for name, count in self.counts.items() if count or name in NEVER]
        return "; ".join(found)


class Run:
    """A pytest plugin that keeps outcomes and counts by test."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A phase of a test is over."""
        outcome = self.outcomes.setdefault(report.nodeid.partition("[")[0], Outcome())
        if report.failed:
            outcome.failed += 1
        elif report.skipped:
            outcome.skipped.append(reason(report))
        elif report.when == "call":
            outcome.passed += 1
        if report.when == "call":
            for name, value in report.user_properties:
                if isinstance(value, int):
                    outcome.counts[name] = merged(name, outcome.counts[name], value)


def reason(report: pytest.TestReport) -> str:
    """Why it was skipped."""
    return str(report.longrepr[2]).removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else "expected"


def merged(name: str, one: int, other: int) -> int:
    """Two counts of a name."""
    return max(one, other) if name == MOST else one + other


def faults() -> list[Fault]:
    """All rows. Raises ValueError for a test whose docstring is not `fault: what must happen`."""
    files = sorted(path for path in (ROOT / "tests/faults").glob("test_*.py") if path != ROOT / OWN)
    own = {test: text for path in files for test, text in told(path)}
    return [row(test, text) for test, text in {**own, **FURTHER}.items()]


def told(path: Path) -> Iterator[tuple[str, str]]:
    """Tests of a file, and the first paragraph of what their docstrings say."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            text = (ast.get_docstring(node) or "").partition("\n\n")[0]
            yield f"{path.relative_to(ROOT).as_posix()}::{node.name}", " ".join(text.split())


def row(test: str, text: str) -> Fault:
    """A row of a docstring, also of `Fault: fault; what must happen`. Raises ValueError."""
    fault, colon, must = text.partition(": ")
    if fault == "Fault":
        fault, colon, must = must.partition("; ")
    if not colon:
        raise ValueError(f"expected of {test} a docstring `fault: what must happen`, found {text!r}")
    return Fault(test, fault, must.removesuffix("."))


def totals(rows: Sequence[Fault], outcomes: Mapping[str, Outcome]) -> str:
    """One line: load held, faults survived, bad inputs tried, lost."""
    sums: Counter[str] = Counter()
    for one in rows:
        for name, value in outcomes.get(one.test, Outcome()).counts.items():
            sums[name] = merged(name, sums[name], value)
    ran = [found for one in rows if (found := outcomes.get(one.test, Outcome())).passed + found.failed]
    good = sum(not one.failed for one in ran)
    load = ", ".join([f"{sums[MOST]:,} clients at once", *(f"{sums[name]:,} {name}" for name in LOAD if sums[name])])
    inputs = {name: sums[name] for name in INPUTS if sums[name]}
    tried = f"{sum(inputs.values()):,} ({', '.join(f'{count:,} {name}' for name, count in inputs.items())})"
    never = ", ".join(f"{name}: {sums[name]:,}" for name in NEVER)
    idle = f" ({len(rows) - len(ran)} not run)" if len(ran) < len(rows) else ""
    survived = f"{good} of {len(ran)}{idle}"
    return f"**Load held: {load}. Faults survived: {survived}. Bad inputs tried: {tried}. {never.capitalize()}.**"


def table(rows: Iterable[Fault], outcomes: Mapping[str, Outcome]) -> str:
    """The rows as Markdown."""
    lines = ["| fault | must happen | test | result |", "|---|---|---|---|"]
    for one in rows:
        cells = (one.fault, one.must, f"`{one.test}`", outcomes.get(one.test, Outcome()).words())
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def block(outcomes: Mapping[str, Outcome], day: str, command: str) -> str:
    """What stands between the marks of the README."""
    rows = faults()
    return (
        f"One run of `{command}` on {day}.\n\n{totals(rows, outcomes)}\n\n"
        f"<details><summary>{len(rows)} faults, what must happen at each, and the test</summary>\n\n"
        f"{table(rows, outcomes)}\n\n</details>"
    )


def with_block(text: str, found: str) -> str:
    """`text` with the block between its marks. Raises ValueError where a mark is missing."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"expected the marks {BEGIN} and {END}")
    return f"{head}{BEGIN}\n{found}\n{END}{tail}"
