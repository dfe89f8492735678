"""Wall events."""

import msgspec
import pytest

from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.walls import WallSeen, WallsSeen, watch_walls
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex

SEEN = WallsSeen(WallSeen(6050.0), WallSeen(5940.0))


def test_the_first_sight_is_no_news() -> None:
    assert watch_walls(Scene().desk, WallsSeen()) == ([], SEEN)
    assert watch_walls(Scene(price=6050.0).desk, WallsSeen())[0] == []


def test_f48_a_touch() -> None:
    desk = Scene(price=6049.5).desk
    (draft,), seen = watch_walls(desk, SEEN)
    assert draft.told.text == (
        "6,050 call wall (9 % of gross gamma) touched 10:30: SPX 6,049.5, 0.5 points (0.10 E15) away."
    )
    assert draft.falsifier is not None
    assert draft.falsifier.text == "a 1m close above 6,051.2"
    assert "cw.price" in {cite.id for cite in draft.told.cites}
    cites = (*draft.told.cites, *draft.falsifier.cites)
    assert lint(draft.told.text, cites, desk.limit_ms, falsifier=draft.falsifier.text) == ()
    assert watch_walls(desk, seen)[0] == []


def test_a_touch_of_the_put_wall_is_falsified_below() -> None:
    (draft,), _ = watch_walls(Scene(price=5940.0).desk, SEEN)
    assert draft.falsifier is not None
    assert draft.falsifier.text == "a 1m close below 5,938.8"


def test_it_touches_again_only_after_a_retreat() -> None:
    _, seen = watch_walls(Scene(price=6049.5).desk, SEEN)
    prices = [6048.9, 6049.5, 6048.0, 6049.5]
    found = []
    for price in prices:
        drafts, seen = watch_walls(Scene(price=price).desk, seen)
        found.append(len(drafts))
    assert found == [0, 0, 0, 1]


def test_f48_a_wall_has_moved_when_it_stays() -> None:
    scene = Scene(gex=gex(call_wall=6075.0))
    drafts, seen = watch_walls(scene.desk, SEEN)
    assert drafts == []
    assert seen.call == WallSeen(6050.0, other=6075.0, since=to_millis(NOW))
    (draft,), seen = watch_walls(scene.at("10:31").desk, seen)
    assert draft.told.text == "Call wall moved from 6,050 to 6,075."
    assert (draft.priority, seen.call) == ("low", WallSeen(6075.0))
    assert lint(draft.told.text, draft.told.cites, scene.desk.limit_ms) == ()


def test_a_wall_that_comes_back_has_not_moved() -> None:
    _, seen = watch_walls(Scene(gex=gex(call_wall=6075.0)).desk, SEEN)
    _, seen = watch_walls(Scene().at("10:30:30").desk, seen)
    drafts, seen = watch_walls(Scene(gex=gex(call_wall=6075.0)).at("10:31").desk, seen)
    assert drafts == []
    assert seen.call.since == to_millis(NOW) + 60_000


@pytest.mark.parametrize("changes", [{"reason": "no chain"}, {"call_wall": None, "put_wall": None}])
def test_without_walls_nothing_is_seen(changes: dict[str, object]) -> None:
    unfit = msgspec.structs.replace(gex(), **changes)
    assert watch_walls(Scene(price=6050.0, gex=unfit).desk, SEEN) == ([], SEEN)
    assert watch_walls(Scene(gex=None).desk, SEEN) == ([], SEEN)
