"""Where the words of the session come from."""

from spxcc.engines.why.formula import recomputed, within
from tests.engines.stood import stood


def test_f33_the_minutes_to_the_close_follow_from_calendar_and_clock() -> None:
    for path in ("minutes_to_close", "minutes_to_open"):
        found = stood().why("status", path)
        assert found is not None
        again = recomputed(found)
        assert again is not None
        assert within(found, again)


def test_the_message_is_told_with_the_instants_in_it() -> None:
    found = stood().why("status", "message")
    assert found is not None
    assert found.value == stood().published["status"].message
    assert [each.name for each in found.inputs] == ["next_open", "next_close"]
    assert stood().why("status", "mode") is None
