"""`spxcc journal`: taken trades and paper positions, planned beside done."""

from datetime import date

import click
import msgspec

from spxcc.engines.plan.result import PlanCard
from spxcc.ledger.database import Database, LedgerError, open_database
from spxcc.ledger.plans import PlanLedger
from spxcc.ledger.positions import PositionLedger
from spxcc.runtime.cli.options import guarded
from spxcc.runtime.errors import UserError
from spxcc.runtime.journal import entry_of, to_csv, to_markdown
from spxcc.runtime.paths import user_paths


@click.command("journal")
@click.option("--from", "begin", metavar="YYYY-MM-DD", default="2000-01-01", help="First session; default: all.")
@click.option("--to", "end", metavar="YYYY-MM-DD", default="2099-12-31", help="Last session; default: all.")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help="Default: md.")
@click.option("--realm", type=click.Choice(["live", "sim", "replay"]), default="live", help="Default: live.")
@click.option("--user", default="local", help="Whose, where the server lets others in; default: local.")
@guarded
def command(begin: str, end: str, form: str, realm: str, user: str) -> None:
    """Positions of some sessions with plan, entry, exit, R, and how far they went against and in favour.

    \b
    Examples:
      spxcc journal > journal.md
      spxcc journal --from 2026-01-01 --format csv
      spxcc journal --realm sim --format json | jq '.[-1]'
    """
    for text in (begin, end):
        _checked(text)
    try:
        database = open_database(user_paths().ledger_file)
        positions = PositionLedger(database, realm).between(user, begin, end)
        cards = _cards(database, realm, user, {one.session for one in positions})
    except LedgerError as error:
        raise UserError(str(error)) from None
    entries = [entry_of(one) for one in positions]
    if form == "json":
        click.echo(msgspec.json.encode(entries).decode())
    else:
        click.echo(to_csv(entries) if form == "csv" else to_markdown(entries, cards), nl=False)
    database.close()


def _cards(database: Database, realm: str, user: str, sessions: set[str]) -> dict[str, PlanCard]:
    ledger = PlanLedger(database, realm)
    found = {session: ledger.frozen(user, session) for session in sessions}
    return {session: frozen[0] for session, frozen in found.items() if frozen is not None}


def _checked(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UserError(f"expected a date such as 2026-01-14, found {text[:24]!r}", 2) from None
