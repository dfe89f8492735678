"""Which numbers of a panel may be asked for."""

import re
from dataclasses import replace

import pytest

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.explain import PATHS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.why.plain import Told, explain_value
from spxcc.ui.channels import CHANNELS
from spxcc.ui.frame import Frame
from spxcc.ui.screens.numbers.catalog import LINES, PARTS, SAID_BY, channel_of, numbers_from, numbers_of
from spxcc.ui.screens.numbers.number import SCREEN, Number
from spxcc.ui.state import PANELS, PanelName
from tests.fakes import desk_data
from tests.fakes.alerts import alert_book
from tests.fakes.days import calendar, marked_day, transport
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import empty_frame, make_frame
from tests.fakes.store import FakeHop


def whole_frame() -> Frame:
    """With a book of alerts, a day and a replay."""
    store, clock = full_desk()
    store.put(REPLAY, transport())
    store.latency = {"wire": FakeHop(0.4, 1.2, 8.0)}
    store.put(AGENDA, calendar())
    return replace(make_frame((store, clock)), alerts=alert_book(), day=marked_day())


@pytest.mark.parametrize("part", PARTS)
def test_every_number_has_a_path_of_its_own_and_a_label(part: str) -> None:
    found = numbers_of(whole_frame(), part)
    assert found
    assert len({one.path for one in found}) == len(found)
    assert all(one.label for one in found)
    assert all(one.path.startswith(f"{SCREEN}.") == (one.own is not None) for one in found)
    assert numbers_of(empty_frame(), part) == ()


@pytest.mark.parametrize("panel", PANELS)
def test_what_the_server_is_asked_for_can_be_found_in_the_value_of_its_channel(panel: PanelName) -> None:
    frame = make_frame(full_desk())
    for one in numbers_of(frame, panel):
        channel = max((each for each in CHANNELS if one.path.startswith(f"{each.name}.")), key=lambda each: each.name,
                      default=None)  # fmt: skip
        if one.own is not None or one.path.endswith(".families"):
            continue
        assert channel is not None, one.path
        path = one.path.removeprefix(f"{channel.name}.")
        if panel == "gex" and any(re.fullmatch(pattern, path) for pattern, _ in PATHS):
            continue
        if channel.keep == "state":
            value: object = frame.source.get(channel)
        elif channel.keep == "delta":
            value = list(frame.source.items(channel).values())
        else:
            value = list(frame.source.events(channel))
        assert explain_value(Told(channel, value, 0), path).path == path


def test_the_numbers_of_the_gex_panel_begin_with_net_and_hold_the_whole_view() -> None:
    found = numbers_of(make_frame(), "gex")
    labels = {one.label: one for one in found}
    assert found[0].path == "gex:SPX.net_gex"
    assert labels["flip"].text == "6,890.00"
    for path in (
        "scopes.0dte.net", "by_expiry.SPXW.2026-11-19.max_pain", "by_strike.6905.net", "hedge_flows.9.vanna",
        "combined.flip", "volume_view.net", "flow_view.flip", "coverage.oi_valid_share", "charm_to_close",
    ):  # fmt: skip
        assert any(one.path == f"gex:SPX.{path}" for one in found), path


def test_a_refused_result_still_offers_its_numbers_so_that_their_reason_can_be_read() -> None:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), desk_data.gex(flip=None, reason="no chain"))
    found = numbers_of(make_frame((store, clock)), "gex")
    assert (found[0].path, found[0].text) == ("gex:SPX.net_gex", "–")


def first(panel: PanelName, row: int = 0, setup_id: str | None = None) -> Number:
    frame = make_frame()
    state = replace(frame.state, focus=panel, rows=((panel, row),), setup_id=setup_id)
    return numbers_from(replace(frame, state=state), panel)[0]


def test_the_selected_row_comes_first() -> None:
    frame = make_frame()
    assert first("setups", setup_id="s2").path.startswith("setups:update.s2.")
    alerts = frame.source.events(FLOW_ALERT)
    assert first("flow", 1).path.startswith(f"flow:alert.{alerts[-2].id}.")
    assert first("levels").path.startswith("levels:update.L-")
    assert first("coach").path.startswith("coach:message.")
    assert first("gex").path == "gex:SPX.net_gex"


def test_after_the_panel_come_the_lines_around_it_each_path_once() -> None:
    frame = make_frame()
    paths = [one.path for one in numbers_from(frame, "flow")]
    assert len(set(paths)) == len(paths)
    assert {"price:SPX.price", "basis:update.basis", "health:update.events"} <= set(paths)
    assert numbers_from(empty_frame(), "flow") == ()


@pytest.mark.parametrize("panel", PANELS)
def test_the_main_channel_of_a_panel(panel: PanelName) -> None:
    assert channel_of(make_frame(), panel) in {one.name for one in CHANNELS}


def test_what_stands_around_the_panels_can_be_asked_about_from_each_of_them() -> None:
    frame = whole_frame()
    frame = replace(frame, state=replace(frame.state, focus="coach", replay=True))
    paths = {one.path for one in numbers_from(frame, "coach")}
    for part in (*LINES, "replay_bar"):
        assert {one.path for one in numbers_of(frame, part)} <= paths, part
    assert {one.path for one in numbers_of(frame, "risk_card")} <= paths
    assert {channel_of(frame, part) for part in SAID_BY} == {"alerts", "plan", REPLAY.name, "connection"}
