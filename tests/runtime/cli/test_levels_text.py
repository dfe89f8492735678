"""Levels as text."""

import msgspec

from spxcc.engines.levels.result import Level
from spxcc.runtime.cli.levels_text import FORMATS, Table, as_csv, as_pine, as_table


def level(price: float, label: str) -> Level:
    """A level."""
    return Level(
        id=label, kind="pdh", label=label, category="structural", family="gamma", scope="day", price=price, band=1.0,
        strength=0.5, touches=3, held=2, resolved=2, first_seen=0, as_of=0, source="bars",
    )  # fmt: skip


TABLE = Table((level(6905.0, 'CALL "WALL"'), level(6880.25, "PDL, low")), 1_774_360_800_000, False, "sim", 6890.0)


def test_the_price_stands_between_its_neighbours() -> None:
    assert as_table(TABLE).splitlines()[1:4] == [
        '  6,905.00    +15.00  CALL "WALL"      gamma           0.50      2/2',
        "  6,890.00            ── SPX ──",
        "  6,880.25     -9.75  PDL, low         gamma           0.50      2/2",
    ]
    below = as_table(Table(TABLE.levels, None, False, "sim", 6000.0)).splitlines()
    assert below[-2:] == ["  6,000.00            ── SPX ──", "2 levels, sim data of unknown"]


def test_foreign_signs_in_labels_break_no_format() -> None:
    assert '    level(6905.00, "CALL \\"WALL\\"", color.orange)' in as_pine(TABLE)
    assert '6880.25,"PDL, low",pdh' in as_csv(TABLE)
    assert msgspec.json.decode(FORMATS["json"](TABLE))["price"] == 6890.0
