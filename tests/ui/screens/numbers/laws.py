"""What holds for the numbers that the screen makes itself."""

from collections.abc import Iterable

from spxcc.engines.why.formula import recomputed, within
from spxcc.ui.screens.numbers.number import Number


def hold(numbers: Iterable[Number]) -> dict[str, Number]:
    """By path, all of them; each follows from the inputs in its answer."""
    found = {one.path: one for one in numbers}
    for one in found.values():
        if one.own is not None:
            again = recomputed(one.own)
            assert again is not None, one.path
            assert within(one.own, again), (one.path, one.own.value, again)
    return found
