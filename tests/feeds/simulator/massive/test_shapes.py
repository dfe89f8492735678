"""The vendor's letters."""

import msgspec

from spxcc.feeds.simulator.massive.shapes import Limits, MinuteBar, Quote, Value


def test_f30_letters_and_absent_fields() -> None:
    def sent(event: object) -> dict[str, object]:
        made: dict[str, object] = msgspec.json.decode(msgspec.json.encode(event))
        return made

    assert sent(Value(3988.5, "I:SPX", 1)) == {"ev": "V", "val": 3988.5, "T": "I:SPX", "t": 1}
    assert set(sent(MinuteBar("I:SPX", 1.0, 1.0, 1.0, 1.0, 1.0, 1, 2))) == {
        "ev",
        "sym",
        "op",
        "o",
        "c",
        "h",
        "l",
        "s",
        "e",
    }
    assert set(sent(Quote("O:X", 302, 1.0, 1, 1, 1))) == {"ev", "sym", "ax", "ap", "as", "t", "q"}
    assert set(sent(Limits("SPY", 2.0, 1.0, (17,), 2, 1, 1))) == {"ev", "T", "h", "l", "i", "z", "t", "q"}
