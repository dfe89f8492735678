"""`spxcc config`: settings and where each value came from."""

import click
import msgspec

from spxcc.runtime.cli.options import configured, guarded, json_option
from spxcc.runtime.config import SECRETS, Settings
from spxcc.runtime.paths import user_paths


@click.group("config")
def command() -> None:
    """Settings: `config.toml`, then SPXCC_* variables, then flags; the later wins."""


@command.command("show")
@json_option
@guarded
def show(as_json: bool) -> None:
    """Every setting, its value and its origin. Secrets are never shown."""
    config = configured()
    values = msgspec.to_builtins(config.settings)
    secrets = {name: "set" if config.secret(name) else "not set" for name in SECRETS}
    if as_json:
        rows = {name: {"value": value, "origin": config.origins[name]} for name, value in values.items()}
        click.echo(msgspec.json.encode({"settings": rows, "secrets": secrets}).decode())
        return
    for name, value in values.items():
        click.echo(f"{name:<16}{value!s:<19} {config.origins[name]}")
    for name, state in secrets.items():
        click.echo(f"{name:<16}{state}")


@command.command("schema")
@guarded
def schema() -> None:
    """JSON schema of the settings."""
    click.echo(msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Settings)), indent=2).decode())


@command.command("path")
@guarded
def path() -> None:
    """Where `config.toml` is looked for."""
    click.echo(str(user_paths().config_file))


@command.command("keys")
@click.option("--markdown", is_flag=True, help="The standard table as README shows it.")
@json_option
@guarded
def keys(markdown: bool, as_json: bool) -> None:
    """Every action with its keys as they are now, and its id. Set them under [keys]: "chart.follow" = "F,ctrl+f"."""
    # The table of actions needs Textual, which no other part of this command does.
    from spxcc.runtime.keymap import keymap_of, read_keymap
    from spxcc.ui import key_table
    from spxcc.ui.actions import ACTIONS, keyed

    if markdown:
        click.echo(key_table.markdown(), nl=False)
        return
    standard = {action.id: action.keys for action in ACTIONS}
    actions = keyed(keymap_of(read_keymap(user_paths().config_file), standard))
    if as_json:
        click.echo(msgspec.json.encode({action.id: action.keys for action in actions}).decode())
        return
    for name, shown, label in key_table.rows(actions):
        click.echo(f"{shown:<14}{name:<20}{label}")
