"""How the numbers of the screen are made."""

from spxcc.engines.why.result import Input
from spxcc.ui.screens.numbers.number import age, counted, distance, dollars, left, made, money, price
from tests.fakes import desk_data
from tests.fakes.desk_data import NOW
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_published_numbers_are_written_as_the_panels_write_them() -> None:
    one = dollars("net", "net", -0.6e9)
    assert (one.text, one.also) == ("−600M", ("−600M",))
    assert price("p", "p", 6885.86).also == ("6,885.9", "6,886", "6,885.9")
    assert price("p", "p", None).text == "–"
    names = [each.label for each in money("g", "g", desk_data.gex().by_strike[0], ("net", "call"))]
    assert names == ["g", "g call"]


def test_f33_distance_age_time_left_and_count_follow_from_their_inputs() -> None:
    frame = make_frame()
    now = NOW // 1_000_000
    level, last = Input("level", 6890.0, "", "gex:SPX.flip_point"), Input("last", 6885.86)
    found = hold(
        [
            distance(frame, "flip", "flip", level, last, 1, 0),
            *age(frame, "quotes", "quotes", 4200.0, now - 4200, "gex:SPX.quotes_at"),
            *left(frame, "close", "close", now + 90_000, "status.next_close"),
            counted(frame, "levels", "levels", ["a", "b"], "Levels."),
            counted(frame, "none", "none", [], "Nothing."),
            made(frame, "x", "x", "3", 3, "", "Three.", "one + two", (Input("one", 1.0), Input("two", 2.0))),
        ]
    )
    flip = found["screen.flip.distance"]
    assert (flip.text, flip.also) == ("+4.1", ("+4",))
    assert found["screen.quotes.age"].text == "4.2s"
    assert found["screen.close.left"].text == "1:30"
    assert found["screen.levels.count"].text == "2"
    assert list(age(frame, "quotes", "quotes", None, None, "x")) == []
