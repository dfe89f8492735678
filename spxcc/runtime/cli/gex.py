"""`spxcc gex`: exposures of a chain file, offline."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from spxcc.engines.gex.signs import ALL_SHORT, FLOW_SIGNED, MONEYNESS, STANDARD
from spxcc.runtime.cli.gex_answer import as_object
from spxcc.runtime.cli.gex_run import METHODS, GexRequest, run
from spxcc.runtime.cli.gex_text import print_answer
from spxcc.runtime.cli.options import guarded, instant_of, json_option
from spxcc.runtime.sign_models import split_overrides

MODELS = (STANDARD, ALL_SHORT, FLOW_SIGNED, MONEYNESS)
SCOPES = ("all", "0dte", "next", "week", "monthly", "ex-0dte", "ex-next-opex")


class Rate(click.ParamType[float]):
    """A yearly rate: a fraction (0.0425) or per cent (4.25%, 4.25)."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Below 0.25 it is a fraction, from 1 to 25 per cent; what is between could be either."""
        text = str(value).strip()
        try:
            number = float(text.rstrip("%"))
        except ValueError:
            number = float("nan")
        share = number / 100 if text.endswith("%") or abs(number) >= 1 else number
        if not abs(share) <= 0.25:
            self.fail(f"expected a rate such as 0.0425 or 4.25%, found {text[:24]!r}", param, ctx)
        return share


class Price(click.ParamType[float]):
    """A finite price above 0."""

    name = "price"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """As a number."""
        try:
            price = float(value)
        except ValueError:
            price = 0.0
        if not 0 < price < 1e9:
            self.fail(f"expected a price such as 5975.38, found {str(value)[:24]!r}", param, ctx)
        return price


@click.command("gex")
@click.argument("chain")
@click.option("--as-of", metavar="ISO", help="Time of valuation; default: that of the quotes.")
@click.option("--spot", type=Price(), metavar="S", help="Price to value at; default: index, parity or printed.")
@click.option("--rate", type=Rate(), metavar="R", help="Rate per year, 0.0425 or 4.25%; gflows: the 10-year yield.")
@click.option("--dividend", type=Rate(), metavar="Q", help="Dividend yield where the forwards do not tell it.")
@click.option("--method", type=click.Choice(METHODS), default=METHODS[0], show_default=True, help="Whose definition.")
@click.option("--scope", type=click.Choice(SCOPES), default=SCOPES[0], show_default=True, help="Which expirations.")
@click.option("--sign-model", type=click.Choice(MODELS), default=MODELS[0], show_default=True, help="Who holds what.")
@click.option("--sign-override", multiple=True, metavar="DATE=MODEL", help="Another sign model for one expiry date.")
@click.option("--profile", is_flag=True, help="Net, vanna and charm by price as well.")
@click.option("--explain-difference", is_flag=True, help="From other tools' numbers to ours, one convention at a time.")
@json_option
@guarded
def command(
    chain: str,
    as_of: str | None,
    spot: float | None,
    rate: float | None,
    dividend: float | None,
    method: str,
    scope: str,
    sign_model: str,
    sign_override: tuple[str, ...],
    profile: bool,
    explain_difference: bool,
    as_json: bool,
) -> None:
    """Dealer gamma exposure of CHAIN, an option chain file (Cboe CSV or JSON), without a server or a network.

    Delayed quotes stand for the time of their file less 15 minutes, at the latest for 16:15 exchange time. A chain that
    is not good enough gives its reason instead of a number, and exit code 1; so does the sign model flow-signed, which
    needs prints, where there are none.

    \b
    Examples:
      spxcc gex spx_quotedata.csv
      spxcc gex spx_quotedata.csv --as-of 2022-12-12T20:15-05:00 --json
      spxcc gex spx_quotedata.csv --method gflows --rate 3.611%
      spxcc gex spx_quotedata.csv --sign-override 2022-12-16=all-short
      spxcc gex spx_quotedata.csv --explain-difference
    """
    asked = GexRequest(
        path=Path(chain),
        as_of=instant_of(as_of),
        spot=spot,
        rate=rate,
        dividend=dividend,
        method=method,
        scope=scope,
        explained=explain_difference,
        sign_model=sign_model,
        profiled=profile,
        sign_overrides=split_overrides(sign_override),
    )
    answer = run(asked)
    if as_json:
        click.echo(msgspec.json.encode(as_object(answer, profile)).decode())
    else:
        print_answer(answer, profile)
    sys.exit(0 if answer.reason is None else 1)
