"""The first message."""

from dataclasses import replace

from spxcc.engines.coach.brief import briefs
from spxcc.engines.coach.lint import lint
from tests.engines.coach.desks import Scene, gex


def test_f48_what_is_known_now() -> None:
    desk = Scene().desk
    whole, short = briefs(desk)
    assert whole.told.text == (
        "Session brief 10:30: SPX 6,000.0 (+10.0 on the day); net GEX +2.00 bn USD per percent, above zero in 90 % of "
        "sign models, zero gamma 5,950.0 (50.0 points below SPX); call wall 6,050, put wall 5,940; expected absolute "
        "move to settlement 20.0 points, 31 % of the session's expected move used; regime ranging for 12 min, "
        "direction neutral; close in 330 min (16:00)."
    )
    assert short.told.text == "Session brief 10:30: SPX 6,000.0 (+10.0 on the day); close in 330 min (16:00)."
    assert all(lint(draft.told.text, draft.told.cites, desk.limit_ms) == () for draft in (whole, short))
    assert (whole.free, whole.priority, whole.type) == (True, "low", "guidance")


def test_without_gamma_the_reason() -> None:
    whole, _ = briefs(Scene(gex=gex(reason="no SPX option chain yet"), regime=None).desk)
    assert whole.told.text.startswith(
        "Session brief 10:30: SPX 6,000.0 (+10.0 on the day); GEX refused: no SPX option chain yet; close in 330 min"
    )


def test_without_a_price_none() -> None:
    assert briefs(replace(Scene(), price=None, gex=None).desk) == ()
