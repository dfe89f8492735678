"""What counts as a block: large for its underlying and among the prints of its contract today."""

from bisect import insort
from collections.abc import Mapping

import msgspec

from spxcc.engines.flow import params


class Sizes(msgspec.Struct, frozen=True):
    """Number of prints of a contract today and the largest of their sizes, ascending."""

    count: int = 0
    largest: tuple[int, ...] = ()

    def add(self, size: int) -> "Sizes":
        """With one print more."""
        largest = list(self.largest)
        insort(largest, size)
        return Sizes(self.count + 1, tuple(largest[-params.BLOCK_QUANTILE_KEPT :]))

    def quantile(self) -> int:
        """The 99 % quantile of the sizes; 0 for fewer than a hundred prints. For over 10,000 prints a lower bound."""
        if self.count < 100:
            return 0
        above = min(self.count // 100, len(self.largest))
        return self.largest[-above]


def block_size(underlying: str, contract: str, seen: Mapping[str, Sizes]) -> int:
    """Least size of a block of the contract now, in contracts."""
    least = params.BLOCK_SIZE.get(underlying, params.BLOCK_SIZE_OTHERS)
    return max(least, seen.get(contract, Sizes()).quantile())
