"""A measured case in a process of its own, in a pty."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.bench.terminal import Run, run_in_pty
from spxcc.runtime.errors import UserError

SIZE = (160, 48)
LIMIT_S = 120.0


def run_case(
    name: str,
    home: Path,
    clock: Clock,
    heard: Callable[[bytes, float], None] = lambda output, at: None,
    limit_s: float = LIMIT_S,
    **arguments: object,
) -> tuple[Run, dict[str, Any]]:
    """Run a case of `child`; what it reports. heard: as `run_in_pty`. Raises UserError if it ended without a result."""
    given = msgspec.json.encode(arguments).decode()

    def command(descriptor: int) -> Sequence[str]:
        return (sys.executable, "-m", "spxcc.runtime.bench.child", name, given, str(descriptor))

    run = run_in_pty(command, SIZE, home, clock, heard=heard, limit_s=limit_s)
    if run.code != 0 or not run.report:
        raise UserError(f"expected the case {name} to report, but it ended with code {run.code}: {run.last}", 1)
    found: dict[str, Any] = msgspec.json.decode(run.report)
    return run, found
