"""The report on walls in words."""

from msgspec.structs import replace

from spxcc.runtime.score.wall_text import verdict, wall_lines
from spxcc.runtime.score.walls import Reaction, WallReport

FREE = Reaction(
    strength=0.0, days=9, touches=20, reaction=0.05, low=-0.06, high=0.15, held=0.29, held_low=0.26, held_high=0.33,
    null_held=0.29, trades=30, fade_won=0.47, fade_null=0.46, fade_won_low=0.42, fade_won_high=0.53, fade_r=0.0,
    fade_low=-0.1, fade_high=0.1,
)  # fmt: skip
HEDGED = replace(FREE, strength=2.0, reaction=0.38, low=0.3, high=0.45, fade_r=-0.15, fade_low=-0.2, fade_high=-0.1)


def report(*rows: Reaction) -> WallReport:
    return WallReport(scenario="pin", days=9, above=6065.0, below=None, e15=4.8, rows=rows)


def test_f45_every_strength_has_its_intervals_and_the_null_beside_its_share() -> None:
    lines = wall_lines(report(FREE, HEDGED))
    assert lines[0] == "book of the scenario pin, 9 days at each strength, walls at 6,065"
    assert "+0.05 [-0.06, +0.15]" in lines[2]
    assert lines[2].endswith("47 % [42–53]  46 %")
    assert lines[-1] == "a reaction at strength 2; fade_at_wall earns at none and loses at 2"


def test_what_is_not_known_is_not_told() -> None:
    unknown = dict.fromkeys(name for name in FREE.__struct_fields__ if getattr(FREE, name) is not None)
    bare = replace(FREE, **{**unknown, "strength": 1.0, "days": 1, "touches": 0, "trades": 0})
    assert verdict(report(bare)) == "no reaction at any strength; fade_at_wall earns at none"
    assert "%" not in wall_lines(report(bare))[2]
    assert "no wall" in wall_lines(replace(report(FREE), above=None))[0]
