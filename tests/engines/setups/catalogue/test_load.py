"""Files of setups: what is right is compiled, what is wrong is named with file and line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.catalogue.load import load

GOOD = """[setup.mine]
levels = ["PDL"]
stop = "level - 5 pts"
t1 = ["1R", "VW"]
time_stop = ["45 min", "15:50"]
window = "10:30-15:00"
ttl = "20 min"
twin = { delta = 0.3, max_spread_pct = 5 }
[setup.mine.arm]
"near" = "close - level <= 0.35*E15"
[setup.mine.trigger]
"turn" = "close > high[1]"
"""


def lint(text: str) -> list[str]:
    return [str(one) for one in load(text, "mine.toml")[1]]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_right_file_is_compiled() -> None:
    (made,), problems = load(GOOD, "mine.toml")
    assert problems == ()
    assert (made.kind, made.sides, made.visible, made.ttl_s) == ("mine", (1, -1), "exploratory", 1200.0)
    assert (made.limit.held_s, made.limit.before_close_s) == (2700.0, 600.0)
    assert (made.window.opens_s, made.window.before_close_s) == (37800.0, 3600.0)
    assert made.twin.delta == 0.3
    assert [one.name for one in made.arm] == ["near"]


def test_a_changed_threshold_is_another_version_and_layout_is_not() -> None:
    version = load(GOOD, "a")[0][0].version
    assert load(changed("0.35*E15", "0.36*E15"), "a")[0][0].version != version
    assert load("# words\n" + changed("\ntwin", "\n\ntwin"), "b")[0][0].version == version


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("close > high[1]", "close > high[-1]", 12, "future reference"),
        ("close > high[1]", "close > next_high", 12, "future reference: next_high"),
        ("close > high[1]", "close > session_high", 12, "future reference: session_high"),
        ("0.35*E15", "0.35", 10, "unit error: points <= ratio"),
        ("level - 5 pts", "level - 5", 3, "unit error: price - ratio"),
        ("level - 5 pts", "close - level", 3, "expected price, found points"),
        ("0.35*E15", "0.35*E17", 10, "unknown feature: E17; did you mean E15?"),
        ('"1R", "VW"', '"1R", "VWAPP"', 4, "unknown feature"),
        ("10:30-15:00", "09:00-15:00", 6, "within 09:30-16:00"),
        ("10:30-15:00", "whenever", 6, "expected times as in"),
        ('"20 min"', '"soon"', 7, "expected a duration"),
        ('"45 min"', '"later"', 5, "expected a duration or a time"),
        ("twin = {", "twine = {", 8, "unknown key 'twine'"),
        ("delta = 0.3", "delta = 'x'", 8, "expected { delta"),
        ("[setup.mine.arm]", "[setup.mine.arms]", 9, "unknown key 'arms'"),
        ("[setup.mine]", "[setup.Mine]", 1, "small letters"),
        ("close - level <= 0.35*E15", "close - at_arm(level) <= 0.35*E15", 10, "nothing is armed yet"),
        ('levels = ["PDL"]', 'levels = ["level"]', 2, "cannot be made of level"),
        ('levels = ["PDL"]', "levels = 3", 2, "expected levels"),
        ('stop = "level - 5 pts"', "stop = 5", 3, "expression in quotes"),
        ("[setup.mine]", "[setup.mine]\nside = 'up'", 2, "expected one of both, long, short"),
        ("[setup.mine]", "[setup.mine]\ngeometry = 'magic'", 2, "unknown key 'geometry'"),
        ("close - level <= 0.35*E15", "edge_above <= 25 %", 10, "unit error: price <= percent"),
        ('"turn" = "close > high[1]"', '"turn" = "close"', 12, "expected true or false, found price"),
    ],
)
def test_f42_what_is_wrong_is_named_with_file_and_line(old: str, new: str, line: int, says: str) -> None:
    text = changed(old, new)
    if old == "[setup.mine]" and "Mine" in new:
        text = text.replace("[setup.mine.", "[setup.Mine.")
    problems = lint(text)
    assert any(one.startswith(f"mine.toml:{line}: ") and says in one for one in problems), problems


def test_what_is_no_toml_or_holds_no_setup_is_said() -> None:
    assert "mine.toml:1: no TOML" in lint("[setup.mine\n")[0]
    assert "expected at least one table" in lint("")[0]
    assert any("expected tables [setup.NAME]" in one for one in lint("[other]\nx = 1\n"))
    assert any("expected stop" in one for one in lint("[setup.mine]\nt1 = '1R'\n"))


@given(st.text(max_size=40), st.sampled_from(["close > high[1]", "level - 5 pts", "10:30-15:00", '"20 min"', "0.3"]))
def test_whatever_stands_in_a_file_it_is_an_answer(text: str, place: str) -> None:
    made, problems = load(GOOD.replace(place, text), "x.toml")
    assert made or problems
