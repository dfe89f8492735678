"""Palettes: contrast, completeness, cycle."""

import pytest
from rich.color import Color, ColorSystem

from spxcc.runtime.cli.tui import PALETTES as PALETTE_CHOICES
from spxcc.ui.options import PALETTE_NAMES
from spxcc.ui.renderables.heat import ROLES, STEPS, heat_role
from spxcc.ui.theme import PALETTES, contrast, following, luminance, mixed, styles, textual_theme

GRAPHICS = {"volume", "rule"}
"""Bars and rules carry no words: 3:1 is asked of graphics (WCAG 1.4.11)."""


@pytest.mark.parametrize("name", [name for name in PALETTE_NAMES if not PALETTES[name].terminal])
def test_every_word_has_contrast_of_4_5(name: str) -> None:
    palette = next(one for one in PALETTES.values() if one.name == name)
    for role, ink in palette.inks.items():
        if role in ROLES:
            continue
        ratio = contrast(ink.fg, ink.bg or palette.background)
        assert ratio >= (3.0 if role in GRAPHICS else 4.5), (role, ratio)


@pytest.mark.parametrize("name", [name for name in PALETTE_NAMES if not PALETTES[name].terminal])
def test_f61_a_map_goes_from_the_hue_of_negative_through_the_background_to_that_of_positive(name: str) -> None:
    palette = next(one for one in PALETTES.values() if one.name == name)
    ramp = [palette.inks[heat_role(size, size)].fg for size in range(-STEPS, STEPS + 1)]
    assert (ramp[0], ramp[-1]) == (palette.inks["gex_neg"].fg, palette.inks["gex_pos"].fg)
    assert ramp[STEPS] == palette.background
    away = [abs(luminance(colour) - luminance(palette.background)) for colour in ramp]
    assert away[: STEPS + 1] == sorted(away[: STEPS + 1], reverse=True)
    assert away[STEPS:] == sorted(away[STEPS:])
    assert len(set(ramp)) == len(ramp)
    assert contrast(ramp[STEPS + 1], palette.background) > 1.1


def test_the_halves_of_a_cell_are_its_foreground_and_its_background() -> None:
    for palette in PALETTES.values():
        for role, (top, bottom) in ROLES.items():
            assert palette.inks[role].fg == palette.inks[heat_role(top, top)].fg
            assert palette.inks[role].bg == palette.inks[heat_role(bottom, bottom)].fg


def test_mixing_ends_at_both_colours() -> None:
    assert mixed("#000000", "#ffffff", 0.0) == "#000000"
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#000000", "#ff8000", 1.0) == "#ff8000"


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_palettes_have_the_same_roles_and_a_style_for_each() -> None:
    roles = {frozenset(palette.inks) for palette in PALETTES.values()}
    assert len(roles) == 1
    for palette in PALETTES.values():
        assert set(styles(palette)) == set(palette.inks)
        assert all(style.bgcolor is not None for style in styles(palette).values())


def test_colour_blind_is_one_step_from_the_default_and_the_cycle_closes() -> None:
    assert following("classic") == "cb"
    name = PALETTE_NAMES[0]
    seen = []
    for _ in PALETTE_NAMES:
        seen.append(name)
        name = following(name)
    assert sorted(seen) == sorted(PALETTE_NAMES)
    assert name == PALETTE_NAMES[0]


def test_palettes_without_hue_mark_falling_bars_by_shape() -> None:
    assert PALETTES["mono"].dash_down


def test_up_and_gex_hues_are_not_shared() -> None:
    for palette in (PALETTES["classic"], PALETTES["cb"]):
        candles = {palette.inks["up"].fg, palette.inks["down"].fg}
        assert not candles & {palette.inks["gex_pos"].fg, palette.inks["gex_neg"].fg}


def test_textual_gets_a_theme_of_each() -> None:
    assert [textual_theme(palette).ansi for palette in PALETTES.values() if palette.terminal] == [True]
    assert textual_theme(PALETTES["light"]).dark is False


def eight_bit(colour: str) -> str:
    """`#rrggbb` of what a terminal of 256 colours shows."""
    red, green, blue = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("name", [name for name in PALETTE_NAMES if not PALETTES[name].terminal])
def test_in_256_colours_words_keep_their_contrast_and_opposites_stay_apart(name: str) -> None:
    palette = next(one for one in PALETTES.values() if one.name == name)
    for role, ink in palette.inks.items():
        if role not in ROLES:
            ratio = contrast(eight_bit(ink.fg), eight_bit(ink.bg or palette.background))
            assert ratio >= (3.0 if role in GRAPHICS else 4.5), (role, ratio)
    for one, other in (("up", "down"), ("gex_pos", "gex_neg"), ("bright", "stale"), ("tag", "tag_stale")):
        pair = [palette.inks[role] for role in (one, other)]
        assert len({(eight_bit(ink.fg), eight_bit(ink.bg or palette.background)) for ink in pair}) == 2, (one, other)


def test_in_16_colours_the_palette_of_the_terminal_keeps_opposites_apart() -> None:
    inks = PALETTES["ansi"].inks
    for one, other in (("up", "down"), ("gex_pos", "gex_neg"), ("wall", "flip"), ("text", "stale")):
        assert inks[one].fg != inks[other].fg


@pytest.mark.parametrize("role", ["up", "down", "gex_pos", "gex_neg", "alert", "stale", "live"])
def test_every_role_that_tells_a_state_is_readable_on_the_light_palette_too(role: str) -> None:
    palette = PALETTES["light"]
    ink = palette.inks[role]
    assert contrast(ink.fg, ink.bg or palette.background) >= 4.5


def test_the_command_line_offers_every_palette() -> None:
    assert sorted(PALETTE_CHOICES) == sorted(PALETTE_NAMES) == sorted(PALETTES)
