"""The hottest functions of a benchmark: traced where it runs in this process, else sampled in those it starts."""

import cProfile
import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import digits
from spxcc.runtime.bench.stacks import EVERY_S, STACKS, Stack, sampled, unfolded
from spxcc.runtime.bench.suite import measured
from spxcc.runtime.errors import UserError

INSIDE = ("gex", "candles", "encode", "growth", "scaling", "recording")
"""What does its work in this process."""
CASES = ("tick", "desk", "chart", "matrix")
"""What does it in a pty of its own process, which samples itself."""
ROWS = 25


@dataclass(frozen=True, slots=True)
class Hot:
    """A function: calls (samples, where it was sampled), milliseconds in itself and with what it calls, and its share
    (0–1) of all time in itself."""

    where: str
    calls: int
    own_ms: float
    whole_ms: float
    share: float


def hottest(name: str, quick: bool, clock: Clock, rows: int = ROWS) -> tuple[Hot, ...]:
    """The functions with the most time in themselves, hottest first. Raises UserError for what runs elsewhere."""
    _known(name)
    if name in CASES:
        return ranked(stacks_of(name, quick, clock), rows)
    profile = cProfile.Profile()
    profile.enable()
    try:
        _run(name, quick, clock)
    finally:
        profile.disable()
    return _ranked(profile, rows)


def stacks_of(name: str, quick: bool, clock: Clock) -> Counter[Stack]:
    """Stacks sampled while the benchmark runs, of this process or of those with its cases. Raises UserError."""
    _known(name)
    if name in INSIDE:
        with sampled() as found:
            _run(name, quick, clock)
        return found
    with tempfile.TemporaryDirectory(prefix="spxcc-stacks-") as folder:
        os.environ[STACKS] = folder
        try:
            _run(name, quick, clock)
        finally:
            del os.environ[STACKS]
        return sum((unfolded(file.read_text(encoding="utf-8")) for file in Path(folder).iterdir()), Counter[Stack]())


def ranked(stacks: Mapping[Stack, int], rows: int = ROWS) -> tuple[Hot, ...]:
    """The functions of sampled stacks, hottest in themselves first."""
    own, whole, total = Counter[str](), Counter[str](), sum(stacks.values())
    for stack, count in stacks.items():
        own[stack[-1]] += count
        for name in set(stack):
            whole[name] += count
    scale = 1e3 * EVERY_S
    return tuple(
        Hot(name, count, count * scale, whole[name] * scale, count / total) for name, count in own.most_common(rows)
    )


def _known(name: str) -> None:
    if name not in (*INSIDE, *CASES):
        known = ", ".join((*INSIDE, *CASES))
        raise UserError(f"expected one of {known} to profile, found {name[:32]!r}; others run programs of their own")


def _run(name: str, quick: bool, clock: Clock) -> None:
    for _ in measured((name,), quick, clock):
        pass


def _ranked(profile: cProfile.Profile, rows: int) -> tuple[Hot, ...]:
    entries = profile.getstats()
    total = sum(one.inlinetime for one in entries)
    if total <= 0.0:
        return ()
    ranked = sorted(entries, key=lambda one: -one.inlinetime)[:rows]
    return tuple(
        Hot(_where(one.code), one.callcount, 1e3 * one.inlinetime, 1e3 * one.totaltime, one.inlinetime / total)
        for one in ranked
    )


def _where(code: CodeType | str) -> str:
    if isinstance(code, str):
        return code
    return f"{'/'.join(Path(code.co_filename).parts[-3:])}:{code.co_firstlineno} {code.co_qualname}"


def profile_table(name: str, rows: tuple[Hot, ...]) -> str:
    """The functions as a table; a profiled run is slower than a measured one, so that only the shares count."""
    columns = f"{'own':>6}{'own ms':>10}{'whole ms':>10}{'calls':>11}  where"
    lines = [f"{name}, profiled: shares count, times do not", columns]
    lines += [
        f"{one.share:>6.1%}{digits(one.own_ms):>10}{digits(one.whole_ms):>10}{one.calls:>11,}  {one.where}"
        for one in rows
    ]
    return "\n".join(lines)
