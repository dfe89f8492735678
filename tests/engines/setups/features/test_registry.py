"""The closed set."""

from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.features.registry import FUTURE


def test_no_word_is_both_known_and_future() -> None:
    assert not set(FUTURE) & set(REGISTRY.names())
    assert len(REGISTRY.names()) == len(set(REGISTRY.names()))
    assert all(one.says for one in REGISTRY.features.values())
    assert all(one.says for one in REGISTRY.functions.values())


def test_a_planted_feature_leaves_the_set_alone() -> None:
    more = REGISTRY.with_feature("cheat", REGISTRY.features["close"])
    assert "cheat" in more.names()
    assert "cheat" not in REGISTRY.names()
