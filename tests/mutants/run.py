"""Puts small faults into a copy of the package, one at a time, and sees whether the tests notice.

`python -m tests.mutants.run [ROW…] [--jobs N]` prints a line per mutant and how many were killed. It ends with 1 if one
survives or is broken, if a row that needs a mutant has none, or if a named test fails without any fault.
"""

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from queue import SimpleQueue
from time import perf_counter
from typing import Literal

from tests.mutants.inside import BASE, FOREIGN
from tests.mutants.mutant import Broken, Mutant, read_all
from tests.rows import MUTANT_ROWS

ROOT = Path(__file__).parents[2]
COPIED = ("spxcc", "tests", "pyproject.toml", "README.md")
TIMEOUT_S = 90.0

Fate = Literal["killed", "survived", "broken"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant. `why` is empty for a killed one."""

    mutant: Mutant
    fate: Fate
    seconds: float
    why: str = ""

    def line(self) -> str:
        """One line of the report, more where it needs attention."""
        head = f"{self.fate:8} {self.mutant.name:6} {self.seconds:5.1f} s  {self.mutant.fault}"
        return head if not self.why else f"{head}\n         {self.why}"


def copy_tree(source: Path, target: Path) -> Path:
    """A copy of what the tests need, compiled so that a changed file is noticed by its content, not by its time."""
    target.mkdir()
    for name in COPIED:
        origin = source / name
        if origin.is_dir():
            shutil.copytree(origin, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.exists():
            shutil.copy2(origin, target / name)
    mode = PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(target / "spxcc", quiet=1, invalidation_mode=mode)
    return target


def pytest_in(tree: Path, nodes: Sequence[str], timeout: float = TIMEOUT_S) -> tuple[int, str]:
    """Exit code and output of the named tests in `tree`; -1 if they did not end in time."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-m", "tests.mutants.inside", *nodes]
    try:
        ended = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return -1, f"no end within {timeout:g} s"
    return ended.returncode, ended.stderr + ended.stdout


def judge(code: int, output: str) -> tuple[Fate, str]:
    """What the exit code says about the mutant: only failed tests kill."""
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "no output")
    if code == BASE + 1:
        return "killed", ""
    if code == BASE:
        return "survived", last
    if code == FOREIGN:
        return "broken", "the tests would not have run in the copy"
    return "broken", f"exit code {code}: {last}"


def trial(mutant: Mutant, tree: Path, timeout: float = TIMEOUT_S) -> Verdict:
    """Run the tests of `mutant` with its fault in `tree`, which is as before afterwards."""
    began = perf_counter()
    path = tree / mutant.file
    try:
        source = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied_to(source), encoding="utf-8")
    except (Broken, OSError) as error:
        return Verdict(mutant, "broken", perf_counter() - began, str(error))
    try:
        fate, why = judge(*pytest_in(tree, mutant.tests, timeout))
    finally:
        path.write_text(source, encoding="utf-8")
    return Verdict(mutant, fate, perf_counter() - began, why)


@contextmanager
def trees(root: Path, count: int) -> Iterator[SimpleQueue[Path]]:
    """That many copies of `root`, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        first = copy_tree(root, Path(folder).resolve() / "0")
        for number in range(1, count):
            shutil.copytree(first, first.parent / str(number))
        for number in range(count):
            free.put(first.parent / str(number))
        yield free


def run_all(mutants: Sequence[Mutant], root: Path = ROOT, jobs: int = 2) -> tuple[list[Verdict], str]:
    """Verdicts in the order of `mutants`, and what fails without any fault (empty if nothing does)."""
    with trees(root, jobs) as free, ThreadPoolExecutor(jobs) as pool:

        def one(mutant: Mutant) -> Verdict:
            tree = free.get()
            try:
                verdict = trial(mutant, tree)
            finally:
                free.put(tree)
            print(verdict.line(), flush=True)
            return verdict

        tree = free.get()
        nodes = sorted({node for mutant in mutants for node in mutant.tests})
        code, output = pytest_in(tree, nodes, timeout=20 * TIMEOUT_S)
        free.put(tree)
        verdicts = list(pool.map(one, mutants))
    return verdicts, "" if code == BASE else output


def missing(mutants: Sequence[Mutant], rows: Sequence[str]) -> list[str]:
    """Rows without a mutant: of `rows`, or of all that need one."""
    return [row for row in rows or MUTANT_ROWS if row not in {mutant.row for mutant in mutants}]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.run", description="Are small faults noticed?")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="rows to run, all without one")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    chosen = parser.parse_args(arguments)
    mutants = read_all(rows=chosen.rows)
    verdicts, baseline = run_all(mutants, jobs=chosen.jobs) if mutants else ([], "")
    killed = sum(verdict.fate == "killed" for verdict in verdicts)
    absent = missing(mutants, chosen.rows)
    if absent:
        print(f"rows without a mutant: {' '.join(absent)}")
    if baseline:
        print(f"named tests that fail without any fault:\n{baseline}")
    left = " ".join(f"{verdict.fate}:{verdict.mutant.name}" for verdict in verdicts if verdict.fate != "killed")
    print(f"mutants: {killed} killed of {len(verdicts)} {left}".rstrip())
    return 0 if killed == len(verdicts) and not absent and not baseline else 1


if __name__ == "__main__":
    sys.exit(main())
