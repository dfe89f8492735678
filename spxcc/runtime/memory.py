"""The garbage collector of a program that draws many times a second."""

import gc

THRESHOLDS = (20_000, 20, 50)
"""A frame makes thousands of short-lived tuples and no cycles; looking for these as often as usual costs a tenth."""


STARTING = (100_000, 20, 50)
"""Imports make hundreds of thousands of objects that all stay: looking among them for garbage is a tenth of a start."""


def starting() -> None:
    """Hardly any look for garbage while a program is loaded."""
    gc.set_threshold(*STARTING)


def settle() -> None:
    """What was imported and built so far is never looked at again, and what comes is looked at seldom."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
