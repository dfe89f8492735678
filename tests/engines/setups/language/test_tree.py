"""Nodes are values."""

from spxcc.engines.setups.language.tree import Name, Unary


def test_nodes_are_compared_by_what_they_say() -> None:
    assert Unary("-", Name("close", (), False, 1), 0) == Unary("-", Name("close", (), False, 1), 0)
