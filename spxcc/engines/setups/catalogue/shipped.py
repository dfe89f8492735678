"""The twelve as they ship, read from the package once."""

from functools import cache
from importlib.resources import files

from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.catalogue.load import load

NAMES = ("gamma.toml", "vwap.toml", "opening.toml", "trend.toml", "sweeps.toml")
CODES = tuple(f"S{number}" for number in range(1, 13))


@cache
def shipped() -> tuple[Definition, ...]:
    """All twelve in the order of their codes. Raises ValueError for a file that is wrong, naming file and line."""
    found: list[Definition] = []
    for name in NAMES:
        text = files("spxcc.engines.setups.catalogue").joinpath(name).read_text(encoding="utf-8")
        made, problems = load(text, name)
        if problems:
            raise ValueError("; ".join(map(str, problems)))
        found += made
    return tuple(sorted(found, key=lambda one: CODES.index(one.code)))
