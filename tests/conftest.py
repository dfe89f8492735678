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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--dist loadgroup` what asks the same market, played once a process, is asked in one process."""
    for item in items:
        if not {"stood", "faults_of"}.isdisjoint(vars(getattr(item, "module", object))):
            item.add_marker(pytest.mark.xdist_group("stood"))


def pytest_collection_finish() -> None:
    """Modules and items stay to the end: the collector never walks over them again, and looks at the rest seldom."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
