"""Lines of keys."""

from spxcc.engines.setups.catalogue.lines import Lines

TEXT = """[setup.one]
stop = "low"
[setup.one.arm]
stop = "x"

[setup.two]
stop = "high"
arm = { a = "x", b = "y" }
"""


def test_a_key_is_found_in_its_own_table() -> None:
    lines = Lines(TEXT)
    assert (lines.table("one"), lines.table("two"), lines.table("three")) == (1, 6, 0)
    assert lines.key("one", ("stop",)) == 2
    assert lines.key("two", ("stop",)) == 7
    assert lines.key("one", ("arm", "stop"), "x") == 4
    assert lines.key("two", ("arm", "b"), "y") == 8
    assert lines.key("two", ()) == 6
