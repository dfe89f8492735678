"""The garbage collector of a program that draws many times a second."""

import gc

THRESHOLDS = (20_000, 20, 50)
"""A frame makes thousands of short-lived tuples and no cycles; looking for these as often as usual costs a tenth."""


def settle() -> None:
    """What was imported and built so far is never looked at again, and what comes is looked at seldom."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
