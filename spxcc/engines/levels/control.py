"""Random levels as far from the market as a real one was when first met: what its hold share is worth."""

from hashlib import blake2s

import msgspec

from spxcc.engines.levels import params
from spxcc.engines.levels.touches import Minute, Touches, follow
from spxcc.market.units import UnixNanos

_RANGE = 2**64


class Control(msgspec.Struct, frozen=True):
    """Placebos of one level. price: of the level as last seen; from_: since when it is known; records: none until the
    first closed minute shows how far the market was then."""

    price: float
    from_: UnixNanos
    records: tuple[Touches, ...] = ()

    @property
    def touches(self) -> int:
        """Of all placebos."""
        return sum(each.touches for each in self.records)

    @property
    def resolved(self) -> int:
        """Of all placebos."""
        return sum(each.resolved for each in self.records)

    @property
    def held(self) -> int:
        """Of all placebos."""
        return sum(each.held for each in self.records)

    def follow(self, name: str, minutes: list[Minute], e15: float) -> "Control":
        """After all minutes it has not met; the first of them is what the distance is measured from."""
        records = self.records
        if not records:
            first = next((bar for bar in minutes if bar.start >= self.from_), None)
            if first is None:
                return self
            prices = placebos(name, self.price, first.open)
            records = tuple(Touches(price, self.from_) for price in prices)
        after = tuple(follow(each, minutes, e15) for each in records)
        return self if after == self.records else Control(self.price, self.from_, after)

    def moved(self, price: float, band: float, now: UnixNanos) -> "Control":
        """The placebos move as the level does; where it jumps they are drawn anew, like its own record."""
        if price == self.price:
            return self
        if abs(price - self.price) > params.RESET_BANDS * band:
            return Control(price, now)
        shift = price - self.price
        moved = tuple(msgspec.structs.replace(each, price=each.price + shift) for each in self.records)
        return Control(price, self.from_, moved)


def placebos(name: str, price: float, market: float) -> tuple[float, ...]:
    """`PLACEBOS` prices on a random side of the market, 0.75 to 1.25 times as far as the level; by its name alone."""
    return tuple(
        market + (1 if _uniform(name, draw, "side") < 0.5 else -1) * abs(price - market) * _factor(name, draw)
        for draw in range(params.PLACEBOS)
    )


def _factor(name: str, draw: int) -> float:
    return 0.75 + 0.5 * _uniform(name, draw, "distance")


def _uniform(name: str, draw: int, what: str) -> float:
    digest = blake2s(f"{name}|{draw}|{what}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _RANGE
