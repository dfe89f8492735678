"""From page to page."""

import pytest

from spxcc.feeds.massive.pages import Walk
from spxcc.feeds.massive.trouble import Trouble

PATH = "/v3/snapshot/options/I:SPX"


def test_only_path_and_query_are_followed_and_no_key() -> None:
    walk = Walk(PATH, {"limit": "250"}, 10)
    assert walk.next_step() == (PATH, {"limit": "250"})
    walk.told(f"https://elsewhere.example{PATH}?cursor=YXA%3D&apiKey=secret")
    assert walk.next_step() == (PATH, {"cursor": "YXA="})
    walk.told(None)
    assert walk.next_step() is None
    assert (walk.whole, walk.pages) == (True, 2)


def test_the_path_may_move_below_its_endpoint() -> None:
    walk = Walk("/v2/aggs/ticker/SPY/range/1/minute/2026-01-01/2026-01-14", {}, 10)
    walk.told("https://api.massive.com/v2/aggs/ticker/SPY/range/1/minute/1700000000000/2026-01-14?cursor=a")
    assert walk.next_step() is not None


@pytest.mark.parametrize("url", ["https://h/v3/snapshot/options/I:SPX?limit=250", f"https://h{PATH}?limit=250"])
def test_f32_pages_in_a_circle_end_the_walk(url: str) -> None:
    walk = Walk(PATH, {"limit": "250"}, 10)
    walk.next_step()
    with pytest.raises(Trouble, match="already read"):
        walk.told(url)


@pytest.mark.parametrize("url", ["https://h/v1/other?cursor=a", "", "http://[", "nonsense"])
def test_another_endpoint_is_not_followed(url: str) -> None:
    with pytest.raises(Trouble, match="next page"):
        Walk(PATH, {}, 10).told(url)


def test_enough_is_not_the_end() -> None:
    walk = Walk(PATH, {}, 1)
    walk.next_step()
    walk.told(f"https://h{PATH}?cursor=a")
    assert walk.next_step() is None
    assert not walk.whole
