"""This code beside the code of another checkout: rounds in turns, each in fresh processes, and a judgement."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

import spxcc
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.saved import LEAST_SAMPLES, Change, SavedFigure, SavedRun, compare
from spxcc.runtime.errors import UserError

HERE = Path(spxcc.__file__).parents[1]
MAIN = "from spxcc.runtime.cli.main import main; main()"
Run = Callable[[Path], dict[str, Any]]


def changes(names: Sequence[str], other: Path, rounds: int = LEAST_SAMPLES, run: Run | None = None) -> Iterator[Change]:
    """Each figure by this code, beside the same by the code in `other`, from the medians of so many rounds.

    Raises UserError where there is no code, or it does not measure these.
    """
    if not (other / "spxcc" / "__init__.py").is_file():
        raise UserError(f"expected a checkout of spxcc in {other}, found none; `git worktree add {other} COMMIT`")
    measure = run or (lambda tree: figures_of(tree, names))
    found: dict[Path, list[dict[str, Any]]] = {other.resolve(): [], HERE: []}
    for turn in range(rounds):
        for tree in found if turn % 2 == 0 else reversed(list(found)):
            found[tree].append(measure(tree))
    before, after = (joined(some) for some in found.values())
    kept = tuple(SavedFigure(one.name, one.unit, one.samples) for one in before)
    yield from compare(SavedRun("", "", "", kept), after)


def joined(rounds: Sequence[dict[str, Any]]) -> list[Figure]:
    """One figure of each name, with a sample for each round: its median."""
    samples: dict[str, list[float]] = {}
    shapes: dict[str, dict[str, Any]] = {}
    for one in rounds:
        for figure in one["figures"]:
            if figure["median"] is not None:
                samples.setdefault(figure["name"], []).append(figure["median"])
                shapes[figure["name"]] = figure
    return [
        Figure(name, shapes[name]["unit"], tuple(some), at_least=shapes[name].get("at_least", False))
        for name, some in samples.items()
    ]


def figures_of(tree: Path, names: Sequence[str]) -> dict[str, Any]:
    """A quick run of the code in `tree`, by this Python, as its `--json` says it. Raises UserError without figures."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = (sys.executable, "-P", "-c", MAIN, "bench", *names, "--quick", "--json")
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    try:
        found: dict[str, Any] = msgspec.json.decode(done.stdout)
    except msgspec.DecodeError:
        said = done.stderr.decode()[-200:].strip()
        raise UserError(f"expected figures of {', '.join(names)} by the code in {tree}, found: {said}", 1) from None
    return found
