"""Which numbers of a panel may be asked for."""

import re

import pytest

from spxcc.engines.gex.explain import PATHS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.why.plain import Told, explain_value
from spxcc.ui.channels import CHANNELS
from spxcc.ui.screens.numbers import channel_of, numbers_of
from spxcc.ui.state import PANELS, PanelName
from tests.fakes import desk_data
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import empty_frame, make_frame


@pytest.mark.parametrize("panel", PANELS)
def test_every_number_has_a_path_of_its_own_on_the_channel_of_its_panel(panel: PanelName) -> None:
    frame = make_frame()
    found = numbers_of(frame, panel)
    paths = [one.path for one in found]
    assert found
    assert len(set(paths)) == len(paths)
    assert all(path.startswith(f"{channel_of(frame, panel)}.") for path in paths)
    assert all(one.label and one.text for one in found)
    assert numbers_of(empty_frame(), panel) == ()


@pytest.mark.parametrize("panel", PANELS)
def test_what_is_offered_can_be_found_in_the_value_of_the_channel(panel: PanelName) -> None:
    frame = make_frame(full_desk())
    name = channel_of(frame, panel)
    channel = next(one for one in CHANNELS if one.name == name)
    if channel.keep == "state":
        value: object = frame.source.get(channel)
    elif channel.keep == "delta":
        value = list(frame.source.items(channel).values())
    else:
        value = list(frame.source.events(channel))
    told = Told(channel, value, 0)
    for one in numbers_of(frame, panel):
        path = one.path.removeprefix(f"{name}.")
        if panel == "gex" and any(re.fullmatch(pattern, path) for pattern, _ in PATHS):
            continue
        assert explain_value(told, path).path == path


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


def test_the_chosen_setup_comes_first() -> None:
    frame = make_frame(setup_id="s2")
    assert numbers_of(frame, "setups")[0].path.startswith("setups:update.s2.")
