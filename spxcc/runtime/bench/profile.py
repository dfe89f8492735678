"""The hottest functions of a benchmark that runs in this process."""

import cProfile
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import digits
from spxcc.runtime.bench.suite import measured
from spxcc.runtime.errors import UserError

INSIDE = ("gex", "candles", "encode")
"""What does its work in this process; the others start processes, which a profile of this one does not see."""
ROWS = 25


@dataclass(frozen=True, slots=True)
class Hot:
    """A function: calls, milliseconds in itself and with what it calls, and its share (0–1) of all time in itself."""

    where: str
    calls: int
    own_ms: float
    whole_ms: float
    share: float


def hottest(name: str, quick: bool, clock: Clock, rows: int = ROWS) -> tuple[Hot, ...]:
    """The functions with the most time in themselves, hottest first. Raises UserError for what runs elsewhere."""
    if name not in INSIDE:
        known = ", ".join(INSIDE)
        raise UserError(f"expected one of {known} to profile (others run in their own processes), found {name[:32]!r}")
    profile = cProfile.Profile()
    profile.enable()
    try:
        for _ in measured((name,), quick, clock):
            pass
    finally:
        profile.disable()
    return _ranked(profile, rows)


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
