"""What is no longer true loses its hue and keeps its words."""

from spxcc.ui.renderables.cells import text_of
from spxcc.ui.renderables.dim import dim_role, dimmed
from spxcc.ui.theme import PALETTES
from tests.fakes.screens import roles_known


def test_every_role_of_every_palette_becomes_one_that_is_known() -> None:
    lines = [tuple((role, role) for role in PALETTES["classic"].inks)]
    found = dimmed(lines)
    assert [text_of(line) for line in found] == [text_of(line) for line in lines]
    assert roles_known(found)
    hues = {"up", "down", "gex_pos", "gex_neg", "flip", "wall", "live", "bright", "text", "entry", "stop", "target"}
    assert {dim_role(role) for role in hues} == {"stale"}
    assert {dim_role(role) for role in ("tag", "alert", "up_rev")} == {"tag_stale"}
    assert dim_role("mode_stale") == "mode_stale"
