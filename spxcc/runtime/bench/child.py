"""`python -m spxcc.runtime.bench.child CASE ARGS FD`: one measured case in this process, its result as JSON on FD."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from spxcc.runtime.bench import child_desk, child_soak, child_tick
from spxcc.runtime.bench.stacks import STACKS, folded, sampled


def _chart(**arguments: Any) -> dict[str, Any]:
    # It draws with the libraries of others, which the other cases do without.
    from spxcc.runtime.bench.child_chart import run

    return run(**arguments)


CASES: dict[str, Callable[..., dict[str, Any]]] = {
    "desk": child_desk.run, "tick": child_tick.run, "soak": child_soak.run, "chart": _chart,
}  # fmt: skip


def main(case: str, arguments: str, descriptor: str) -> None:
    """Measure and report; with stacks of it where a directory for them is named, and it is not the desk of others."""
    folder, given = os.environ.get(STACKS), msgspec.json.decode(arguments)
    if folder is None or given.get("peers"):
        result = CASES[case](**given)
    else:
        with sampled() as stacks:
            result = CASES[case](**given)
        (Path(folder) / f"{os.getpid()}.folded").write_text(folded(stacks), encoding="utf-8")
    with os.fdopen(int(descriptor), "wb") as out:
        out.write(msgspec.json.encode(result))


if __name__ == "__main__":
    main(*sys.argv[1:4])
