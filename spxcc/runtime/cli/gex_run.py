"""One run of `spxcc gex`: what was asked, and the answer from the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import numpy as np

from spxcc.engines.gex.measure import Given, Measured, measure_chain
from spxcc.engines.gex.methods import gflows, perfiliev
from spxcc.engines.gex.methods.convention import Convention, MethodResult, by_convention
from spxcc.engines.gex.methods.walk import Step, ended, walk
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.sensitivities import SensitivityCurves, sensitivity_curves
from spxcc.engines.gex.signs import STANDARD, make_sign_model
from spxcc.market.snapshot import OptionChain
from spxcc.market.units import UnixNanos
from spxcc.runtime.cli.gex_answer import Answer
from spxcc.runtime.cli.gex_input import ChainInput, in_scope, read_chain
from spxcc.runtime.errors import UserError
from spxcc.runtime.sign_models import check_signs

METHODS = ("spxcc", "gflows", "perfiliev")
TEN_YEAR = 0.03611
TEN_YEAR_DATE = "2022-12-12"
"""Without a rate gflows' method takes the 10-year yield of that day, and says so on all others."""


@dataclass(frozen=True, slots=True)
class GexRequest:
    """rate: of our own numbers, and of gflows' method its 10-year yield; `None` = the default of each.

    sign_overrides: other sign models by expiry date.
    """

    path: Path
    as_of: UnixNanos | None = None
    spot: float | None = None
    rate: float | None = None
    dividend: float | None = None
    method: str = METHODS[0]
    scope: str = "all"
    explained: bool = False
    sign_model: str = STANDARD
    profiled: bool = False
    sign_overrides: Mapping[str, str] = field(default_factory=dict)


def run(request: GexRequest) -> Answer:
    """Read the file and measure. Raises UserError where there is nothing to measure."""
    settings = _settings(request)
    given = read_chain(request.path, request.as_of)
    measured, of_scope, expiries = _measured(given, settings, request.scope)
    convention = _convention(request)
    result = measured.result
    published, source = None, result.spot_source
    if convention is not None:
        published, source = _published(given, of_scope, measured, settings, convention)
    told = result.warnings if convention is None else ()
    return Answer(
        as_of=given.snapshot.as_of,
        quoted_at=given.quoted_at,
        scope=request.scope,
        rate=settings.rate,
        spot_source=source,
        result=result,
        warnings=tuple(dict.fromkeys((*given.notes, *told, *given.chain.remarks, *_about_rates(request, given)))),
        published=published,
        walks=_walks(given, measured, settings, convention, expiries) if request.explained else None,
        curves=_curves(measured, settings) if request.profiled and convention is None else None,
    )


def _settings(request: GexRequest) -> GexSettings:
    check_signs(request.sign_model, request.sign_overrides)
    plain = GexSettings(
        spot=request.spot,
        dividend=request.dividend,
        sign_model=request.sign_model,
        sign_overrides=request.sign_overrides,
    )
    return plain if request.rate is None or request.method == "gflows" else replace(plain, rate=request.rate)


def _measured(
    given: ChainInput, settings: GexSettings, scope: str
) -> tuple[Measured, OptionChain, frozenset[str] | None]:
    """Our numbers of the scope, its chain, and its expirations (`None` = all)."""
    whole = measure_chain(given.snapshot, given.chain, settings, Given())
    chain, expiries = in_scope(given, whole.view, scope)
    if expiries is None:
        return whole, chain, None
    part = measure_chain(given.snapshot, chain, settings, Given())
    rows = tuple(row for row in part.result.by_expiry if row.expiry in expiries)
    result = msgspec.structs.replace(part.result, by_expiry=rows, scopes=whole.result.scopes)
    return replace(part, result=result), chain, expiries


def _curves(measured: Measured, settings: GexSettings) -> SensitivityCurves | None:
    """Vanna and charm on the prices of the profile."""
    parts = measured.parts
    if parts is None:
        return None
    levels = np.array([level for level, _ in measured.result.profile])
    return sensitivity_curves(parts.positions, parts.weights, levels, settings.rate)


def _convention(request: GexRequest) -> Convention | None:
    """What another tool would take; `None` for our own method."""
    if request.method == "gflows":
        return gflows.convention(TEN_YEAR if request.rate is None else request.rate)
    return perfiliev.CONVENTION if request.method == "perfiliev" else None


def _about_rates(request: GexRequest, given: ChainInput) -> tuple[str, ...]:
    if request.method == "perfiliev":
        return () if request.rate is None else ("perfiliev's method has no rate: --rate moves the walk to ours alone",)
    assumed = request.rate is None if request.method == "gflows" else request.explained
    if not assumed or given.snapshot.session.date == TEN_YEAR_DATE:
        return ()
    text = f"r {TEN_YEAR:.3%} of gflows is the 10-year yield of {TEN_YEAR_DATE}"
    return (f"{text}: give that of the day with --method gflows --rate",)


def _published(
    given: ChainInput, of_scope: OptionChain, measured: Measured, settings: GexSettings, convention: Convention
) -> tuple[MethodResult, str]:
    """At the printed price, as those tools do, else at ours; and whose it is. Raises UserError without any."""
    price, source = measured.result.spot, measured.result.spot_source
    if settings.spot is None and given.chain.underlying_price is not None:
        price, source = given.chain.underlying_price, "chain"
    if price is None:
        raise UserError("the file prints no price of the underlying: give one with --spot", 1)
    return by_convention(of_scope, given.snapshot.as_of, price, convention), source


def _walks(
    given: ChainInput,
    measured: Measured,
    settings: GexSettings,
    convention: Convention | None,
    expiries: frozenset[str] | None,
) -> dict[str, tuple[Step, ...]]:
    """By method, ending at what is published; none where our own number is refused."""
    if measured.parts is None:
        return {}
    ours = measured.result
    model = make_sign_model(settings.sign_model, settings.sign_overrides).name
    found: dict[str, tuple[Step, ...]] = {}
    for way in (gflows.convention(TEN_YEAR), perfiliev.CONVENTION) if convention is None else (convention,):
        steps = walk(given.chain, measured.view, given.snapshot.as_of, way, settings, expiries)
        found[way.name] = ended(steps, ours.net_gex, ours.flip_point, model)
    return found
