"""Every test computes as the console script does: with one thread of OpenBLAS, set before numpy is imported."""

import gc
import os
from functools import cache
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]
ASKED_TOGETHER = ("tests.engines.stood", "tests.sources")
"""What these make takes seconds and is kept as long as the process lives."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: half as many again as there are cores, for two fifths of the time a test waits for its socket."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores * 3 // 2)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A module is tested in one process, and with it all that ask the same of `ASKED_TOGETHER`."""
    from xdist.scheduler import LoadScopeScheduling

    if config.getvalue("dist") != "load":
        return None
    made = LoadScopeScheduling(config, log)
    made._split_scope = lambda nodeid: group(nodeid.partition("::")[0])
    return made


@cache
def group(module: str) -> str:
    """The module's path, or what it asks together with others."""
    text = (ROOT / module).read_text(encoding="utf-8")
    return next((name for name in ASKED_TOGETHER if f"from {name} import" in text), module)


def pytest_collection_finish() -> None:
    """Modules and items stay to the end: the collector never walks over them again, and looks at the rest seldom."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
