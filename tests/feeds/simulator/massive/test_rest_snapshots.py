"""Snapshots across asset classes."""

from tests.feeds.simulator.massive.markets import CONTRACT, api_of, asked


def test_f30_the_unknown_and_the_unpaid_are_rows() -> None:
    target = f"/v3/snapshot?ticker.any_of=SPY,I:SPX,{CONTRACT},NOPE"
    rows = {row["ticker"]: row for row in asked(api_of(), target, key="sim-options")[1]["results"]}
    assert rows["NOPE"]["error"] == "NOT_FOUND"
    assert rows["SPY"]["error"] == rows["I:SPX"]["error"] == "NOT_ENTITLED"
    assert rows[CONTRACT]["type"] == "options"
    assert asked(api_of(), "/v3/snapshot/indices", key="sim-options")[0] == 403


def test_f30_sessions_before_and_in_the_day() -> None:
    early = asked(api_of(), "/v3/snapshot/indices?ticker.any_of=I:SPX", -60_000)[1]["results"][0]
    assert early["value"] == early["session"]["previous_close"] == 6071.4
    late = asked(api_of(), "/v3/snapshot?ticker.any_of=SPY")[1]["results"][0]
    assert late["session"]["volume"] > 10**6
    assert late["last_quote"]["bid"] < late["last_quote"]["ask"]
    many = ",".join(f"I:{one}" for one in range(251))
    assert asked(api_of(), f"/v3/snapshot/indices?ticker.any_of={many}")[0] == 400
