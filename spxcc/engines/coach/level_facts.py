"""Sentences about levels: which, where, how far."""

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.result import Cite
from spxcc.engines.coach.told import Told, joined, number, quoted, strike, tell
from spxcc.engines.levels.result import LEVELS_UPDATE, Level


def levels_fact(desk: Desk) -> Told | None:
    """The nearest level on each side of SPX, with its distance in points and in E15; gamma levels only while fresh."""
    spot = desk.spot()
    if spot is None:
        return None
    usable = [each for each in desk.levels if each.family != "gamma" or desk.gamma == "fresh"]
    above = min((each for each in usable if each.price > spot.value), key=_by_price, default=None)
    below = max((each for each in usable if each.price <= spot.value), key=_by_price, default=None)
    said = [level_words(desk, each, spot.value) for each in (above, below) if each is not None]
    return tell("nearest levels: {levels}", levels=joined(said)) if said else None


def _by_price(level: Level) -> tuple[float, str]:
    return level.price, level.id


def level_words(desk: Desk, level: Level, spot: float) -> Told:
    """`CW 6,050, 36.8 points (2.10 E15) above SPX`."""
    away = level.price - spot
    label = quoted(LEVELS_UPDATE.name, f"{level.id}.label", level.label, 0)
    return tell(
        "{name} {price}, {distance} {where} SPX",
        name="round number" if level.kind == "round" else label,
        price=strike(cite_of(desk, level)),
        distance=distance(desk, LEVELS_UPDATE.name, f"{level.id}.price - price", abs(away)),
        where="above" if away > 0 else "below",
    )


def cite_of(desk: Desk, level: Level) -> Cite:
    """Price of a level by its id, as old as the chain or the minutes it was made from."""
    age = desk.gex_age_ms if level.family == "gamma" else desk.price_age_ms
    return Cite(channel=LEVELS_UPDATE.name, id=f"{level.id}.price", value=level.price, age_ms=age)


def distance(desk: Desk, channel: str, path: str, points: float) -> Told:
    """`12.3 points (0.70 E15)`; without σ the points alone."""
    e15 = desk.e(15)
    plain = tell("{points} points", points=number(desk.of_minutes(channel, path, points)))
    if e15 is None or desk.gamma != "fresh":
        return plain
    units = number(desk.of_gex(f"({path}) / E15", points / e15), 2)
    return tell("{plain} ({units} E15)", plain=plain, units=units)
