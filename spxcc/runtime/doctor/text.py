"""A report for people: a block a group, a line a check, what to do below it, a sum at the end."""

import textwrap
from collections.abc import Callable, Iterator
from itertools import groupby

from spxcc.runtime.doctor.check import GROUPS, Check, Report, State

MARKS: dict[State, str] = {"ok": "ok  ", "warn": "warn", "fail": "FAIL", "skip": "skip"}
NAME_WIDTH = 16
Paint = Callable[[str, State], str]


def plain(text: str, state: State) -> str:
    """Without colours."""
    return text


def report_lines(report: Report, width: int = 100, paint: Paint = plain) -> Iterator[str]:
    """All lines; `paint` colours the mark of a state."""
    for group, checks in groupby(report.checks, key=lambda check: check.group):
        yield GROUPS[group]
        for check in checks:
            yield from _check_lines(check, width, paint)
        yield ""
    yield summary(report)


def summary(report: Report) -> str:
    """One line: how many of each, and what it comes to."""
    counts = report.counts
    parts = [f"{counts['ok']} ok", f"{counts['warn']} warned", f"{counts['fail']} failed", f"{counts['skip']} skipped"]
    if report.reached is False:
        end = "the server could not be reached"
    else:
        end = "something has to be done" if counts["fail"] else "nothing stands in the way"
    return f"{', '.join(parts)}: {end}"


def _check_lines(check: Check, width: int, paint: Paint) -> Iterator[str]:
    name = check.id.partition(".")[2].replace("_", " ")
    said = check.found + (f"; expected {check.expected}" if check.expected else "")
    head = f"{'':8}{name:<{NAME_WIDTH}}"
    lines = _wrapped(head + said, " " * len(head), width)
    yield f"  {paint(MARKS[check.state], check.state)}  {lines[0][8:]}"
    yield from lines[1:]
    if check.remedy:
        yield from _wrapped(f"{' ' * len(head)}→ {check.remedy}", " " * (len(head) + 2), width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, max(width, 60), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False,
        drop_whitespace=True, replace_whitespace=False,
    )  # fmt: skip
