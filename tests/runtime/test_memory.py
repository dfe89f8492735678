"""The collector."""

import gc

from spxcc.runtime.memory import STARTING, THRESHOLDS, settle, starting


def test_what_exists_is_frozen_and_collections_are_rare() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        settle()
        assert gc.get_threshold() == THRESHOLDS
        assert gc.get_freeze_count() > frozen
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_a_start_hardly_looks_for_garbage() -> None:
    before = gc.get_threshold()
    try:
        starting()
        assert gc.get_threshold() == STARTING > THRESHOLDS
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
