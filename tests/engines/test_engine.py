"""What an engine hears of the others."""

from spxcc.engines.engine import ResultKey, Upstream


def test_a_result_is_found_by_its_key_and_else_absent() -> None:
    upstream = Upstream({"levels": 7})
    key, other = ResultKey[int]("levels"), ResultKey[int]("gex")
    assert upstream.get(key) == 7
    assert upstream.get(other) is None
