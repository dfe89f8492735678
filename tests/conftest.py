"""Every test computes as the console script does: with one thread of OpenBLAS, set before numpy is imported."""

import gc
import os

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: half as many again as there are cores, for two fifths of the time a test waits for its socket."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores * 3 // 2)


def pytest_collection_finish() -> None:
    """Modules and items stay to the end: the collector never walks over them again, and looks at the rest seldom."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
