"""Sentences on gamma."""

import pytest

from spxcc.engines.coach.gamma_facts import flip_fact, gamma_fact, gamma_muted, walls_fact
from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.told import Told
from spxcc.engines.gex.result import GexResult
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex


def said(told: Told | None, scene: Scene) -> str:
    assert told is not None
    assert lint(told.text, told.cites, scene.desk.limit_ms) == ()
    return told.text


def test_f48_fresh_gamma() -> None:
    scene = Scene()
    assert gamma_muted(scene.desk) is None
    assert said(gamma_fact(scene.desk), scene) == (
        "net GEX +2.00 bn USD per percent, above zero in 90 % of sign models, "
        "zero gamma 5,950.0 (50.0 points below SPX)"
    )
    assert said(walls_fact(scene.desk), scene) == "call wall 6,050, put wall 5,940"


def test_what_is_absent_is_said_with_its_reason() -> None:
    scene = Scene(gex=gex(flip_point=None, flip_reason="net is positive within 15 %", call_wall=None, put_wall=None))
    assert said(flip_fact(scene.desk), scene) == "no zero gamma: net is positive within 15 %"
    assert said(walls_fact(scene.desk), scene) == "no walls: none found"
    bare = Scene(gex=gex(band=None))
    assert said(gamma_fact(bare.desk), bare).startswith("net GEX +2.00 bn USD per percent, zero gamma")


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (None, "GEX gives no result"),
        (gex(reason="needs 3 strikes, found 2"), "GEX refused: needs 3 strikes, found 2"),
        (gex(quotes_at=None), "GEX refused: its quotes have no date"),
        (gex(quotes_at=to_millis(NOW) - 97_000), "GEX inputs 97 s old (limit 15 s)"),
        (gex(quotes_at=to_millis(NOW) - 1_200_000), "GEX inputs 20 min old (limit 15 s)"),
        (gex(quotes_at=to_millis(NOW) - 61_200_000), "GEX inputs 17 h old (limit 15 s)"),
    ],
)
def test_f48_of_unfit_inputs_nothing_but_the_reason(result: GexResult | None, why: str) -> None:
    scene = Scene(gex=result)
    assert said(gamma_muted(scene.desk), scene) == why
    assert (gamma_fact(scene.desk), flip_fact(scene.desk), walls_fact(scene.desk)) == (None, None, None)
