"""How long before the same question."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.retry import pause_before
from spxcc.feeds.massive.trouble import Trouble

LIMITS = CallLimits(jitter=0.0)
PASSING = Trouble("transient", "HTTP status 503")


def test_f32_three_tries_with_growing_pauses() -> None:
    assert [pause_before(LIMITS, tried, PASSING, "q") for tried in (1, 2, 3)] == [0.3, 0.6, None]


def test_f32_retry_after_is_waited_out_or_ends_the_question() -> None:
    assert pause_before(LIMITS, 1, Trouble("transient", "429", asked_s=7.0), "q") == 7.0
    assert pause_before(LIMITS, 1, Trouble("transient", "429", asked_s=0.0), "q") == 0.3
    assert pause_before(LIMITS, 1, Trouble("transient", "429", asked_s=3600.0), "q") is None


def test_what_will_not_pass_is_not_asked_again() -> None:
    for kind in ("config", "denied", "unknown", "refused", "unreadable"):
        assert pause_before(LIMITS, 1, Trouble(kind, "no"), "q") is None


@given(st.integers(1, 2), st.text(max_size=20))
def test_jitter_only_lengthens(tried: int, key: str) -> None:
    plain = pause_before(LIMITS, tried, PASSING, key)
    drawn = pause_before(CallLimits(jitter=0.5), tried, PASSING, key)
    assert plain is not None
    assert drawn is not None
    assert plain <= drawn <= 1.5 * plain
