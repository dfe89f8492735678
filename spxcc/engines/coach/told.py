"""`Told`: text and the cites of every numeral in it. Templates are filled with these, never with bare numbers."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.coach.numerals import numerals
from spxcc.engines.coach.result import Cite
from spxcc.market.session import to_exchange
from spxcc.market.units import UnixMillis, to_nanos

MINUS = "−"


class Told(msgspec.Struct, frozen=True):
    """A piece of a sentence."""

    text: str
    cites: tuple[Cite, ...] = ()


def tell(template: str, **parts: Told | str) -> Told:
    """`template` with its `{names}` filled; a plain string must hold no numeral."""
    text = template.format(**{name: part if isinstance(part, str) else part.text for name, part in parts.items()})
    return Told(text, tuple(cite for part in parts.values() if isinstance(part, Told) for cite in part.cites))


def joined(parts: Iterable[Told | None], between: str = "; ") -> Told:
    """Those that are there."""
    there = [part for part in parts if part is not None]
    return Told(between.join(part.text for part in there), tuple(cite for part in there for cite in part.cites))


def number(cite: Cite, decimals: int = 1, signed: bool = False) -> Told:
    """`6,013.2`; signed: `+12.4`."""
    return Told(_digits(cite.value, decimals, signed), (cite,))


def strike(cite: Cite) -> Told:
    """`6,050`, or `6,052.5` where it is no whole number."""
    return number(cite, 0 if cite.value == round(cite.value) else 1)


def percent(cite: Cite) -> Told:
    """`68 %` of a share 0–1."""
    return Told(f"{_digits(100 * cite.value, 0, False)} %", (cite,))


def billions(cite: Cite) -> Told:
    """`+2.31 bn`."""
    return Told(f"{_digits(cite.value / 1e9, 2, True)} bn", (cite,))


def thousands(cite: Cite) -> Told:
    """`172K`, from a million on `4.1M`."""
    if abs(cite.value) >= 999_500:
        return Told(f"{_digits(cite.value / 1e6, 1, False)}M", (cite,))
    return Told(f"{_digits(cite.value / 1e3, 0, False)}K", (cite,))


def clock(cite: Cite) -> Told:
    """`10:42` exchange time of an instant in milliseconds."""
    return Told(clock_of(int(cite.value)), (cite,))


def clock_of(instant: UnixMillis) -> str:
    """`10:42`, exchange time."""
    return f"{to_exchange(to_nanos(instant)):%H:%M}"


def quoted(channel: str, path: str, text: str, age_ms: int) -> Told:
    """Words of another channel as they stand, their numerals cited from there."""
    values = [each.value for each in numerals(text)]
    return Told(text, tuple(Cite(channel=channel, id=path, value=value, age_ms=age_ms) for value in values))


def _digits(value: float, decimals: int, signed: bool) -> str:
    rounded = round(value, decimals) or 0.0
    return f"{rounded:{'+' if signed else ''},.{decimals}f}".replace("-", MINUS)
