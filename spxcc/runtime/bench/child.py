"""`python -m spxcc.runtime.bench.child CASE ARGS FD`: one measured case in this process, its result as JSON on FD."""

import os
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from spxcc.runtime.bench import child_desk, child_soak, child_tick

CASES: dict[str, Callable[..., dict[str, Any]]] = {
    "desk": child_desk.run, "tick": child_tick.run, "soak": child_soak.run,
}  # fmt: skip


def main(case: str, arguments: str, descriptor: str) -> None:
    """Measure and report."""
    result = CASES[case](**msgspec.json.decode(arguments))
    with os.fdopen(int(descriptor), "wb") as out:
        out.write(msgspec.json.encode(result))


if __name__ == "__main__":
    main(*sys.argv[1:4])
