"""The hottest functions of a benchmark: traced where it runs in this process alone, else sampled.

Of what is measured beside others, ours alone is looked at, where it is a process of its own.
"""

import cProfile
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import digits
from spxcc.runtime.bench.stacks import EVERY_S, HOOK, STACKS, WANTED, Stack, sampled, unfolded
from spxcc.runtime.bench.suite import measured
from spxcc.runtime.errors import UserError

INSIDE = (
    "gex", "candles", "encode", "growth", "scaling", "recording", "candle-peers", "pricing", "limits", "streams",
)  # fmt: skip
"""What does its work in this process."""
WAITS = ("streams",)
"""Those of them that wait for other processes, for which a trace would count the waiting."""
CASES = ("tick", "desk", "chart", "matrix", "peers", "loops", "soak")
"""What does it in a pty of its own process, which samples itself."""
SERVERS = {
    "start": "spxcc.runtime.cli.main", "fanout": "clients_server ours", "herd": "clients_server ours",
    "clients": "clients_server ours", "gateways": "gateways_child",
}  # fmt: skip
"""What does it in programs of ours that know nothing of it, and what stands in the commands of those to be sampled."""
KNOWN = (*INSIDE, *CASES, *SERVERS)
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
    """The functions with the most time in themselves, hottest first. Raises UserError."""
    _known(name)
    if name not in INSIDE or name in WAITS:
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
        with _asked_for(Path(folder), SERVERS.get(name)):
            _run(name, quick, clock)
        files = [file.read_text(encoding="utf-8") for file in Path(folder).glob("*.folded")]
    if not files:
        raise UserError(f"expected programs of ours to sample in {name}, found none; run it without --profile", 1)
    found = sum(map(unfolded, files), Counter[Stack]())
    return found if name == "start" else Counter({stack: found[stack] for stack in found if not _importing(stack)})


def _importing(stack: Stack) -> bool:
    """Whether a program was still being loaded, which only a start counts."""
    return any(call.startswith("<frozen importlib") for call in stack)


@contextmanager
def _asked_for(folder: Path, wanted: str | None) -> Iterator[None]:
    """Programs that are started now leave their stacks in `folder`. wanted: in the command of those that must be made
    to; `None` = they do by themselves.
    """
    given = {STACKS: str(folder)}
    if wanted is not None:
        name, text = HOOK
        (folder / name).write_text(text, encoding="utf-8")
        path = (str(folder), *filter(None, [os.environ.get("PYTHONPATH")]))
        given |= {WANTED: wanted, "PYTHONPATH": os.pathsep.join(path)}
    before = {key: os.environ.get(key) for key in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for key, value in before.items():
            del os.environ[key]
            if value is not None:
                os.environ[key] = value


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
    if name not in KNOWN:
        raise UserError(f"expected one of {', '.join(KNOWN)} to profile, found {name[:32]!r}")


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
