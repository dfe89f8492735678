"""The collector."""

import gc

from spxcc.runtime.memory import THRESHOLDS, settle


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
