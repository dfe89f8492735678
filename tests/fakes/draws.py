"""Randomness by hand."""

from collections.abc import Sequence


class Draws:
    """Gives the numbers in order, the last one for ever; `asked` counts."""

    def __init__(self, numbers: Sequence[float] = (0.5,)) -> None:
        self._numbers = list(numbers)
        self.asked = 0

    def random(self) -> float:
        """The next number."""
        self.asked += 1
        return self._numbers.pop(0) if len(self._numbers) > 1 else self._numbers[0]
