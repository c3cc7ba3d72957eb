"""The command line. Exit status: 0 done, 1 it ran and found a fault, 2 wrong usage or configuration."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot import commands
from bot.app import Part
from bot.commands import discovering, looking, moving, summarising
from bot.commands.ending import complain, ending, fail, overview
from bot.config import ConfigError
from feeds.errors import FeedsError

T = TypeVar("T")

app = typer.Typer(
    name="loa",
    help="Reads a commune's announcements aloud in people's chats, and listens.",
    callback=overview,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

zalo = typer.Typer(help="The Zalo Official Account.", callback=overview, invoke_without_command=True)
app.add_typer(zalo, name="zalo")

Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]


@app.command()
def run(
    only: Annotated[
        str, typer.Option(help="Some parts alone, by comma: watch, announce, send, listen, web.")
    ] = ",".join(Part),
) -> None:
    """The service: watch the portal, tell citizens, listen to them. Ctrl-C finishes the round."""
    _until_done(commands.run(_parts(only)))


@app.command()
def sandbox(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8080,
    zalo_webhook: Annotated[
        bool,
        typer.Option("--zalo-webhook", help="Zalo pushes what its bot hears instead of being asked for it."),
    ] = False,
) -> None:
    """Try everything without a token: a portal, a Telegram and a page with a phone, all on this machine."""
    _until_done(commands.sandbox(host, port, typer.echo, zalo_webhook=zalo_webhook))


@app.command(hidden=True)
def start(port: Annotated[int, typer.Option(min=0, max=65535)] = 8080) -> None:
    """What `make run` does: the service where a messenger is configured, else the sandbox."""
    if commands.configured():
        _until_done(commands.run(frozenset(Part)))
    else:
        _until_done(commands.sandbox("127.0.0.1", port, typer.echo))


@app.command()
def look(
    sources: Annotated[list[str] | None, typer.Argument(help="Names of sources; none means all.")] = None,
    release: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Tell what is held of this source; looks at nothing.")
    ] = None,
    dismiss: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Keep what is held of it untold; looks at nothing.")
    ] = None,
    as_json: Json = False,
) -> None:
    """One look at the sources now: what is new, changed, withdrawn or held, or why it failed. Sends nothing.

    What it finds is stored; the service tells it at its next round, as if it had looked itself.
    """
    if decided := release or dismiss:
        if sources or (release and dismiss):
            raise ConfigError("loa look takes --release SOURCE or --dismiss SOURCE alone")
        settled = _until_done(commands.settle(decided, release=bool(release)))
        _show(asdict(settled) if as_json else looking.said(settled), as_json=as_json)
        return
    looks, waiting = _until_done(commands.look(sources or []))
    shown = looking.as_json(looks, waiting) if as_json else looking.as_table(looks, waiting)
    _show(shown, as_json=as_json)
    raise typer.Exit(int(any(not one.ok for one in looks)))


@app.command()
def summarise(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[FILE|URL]", help="A saved page, a text file, or an address; none: stdin."),
    ] = None,
    max_chars: Annotated[int, typer.Option(min=1, help="Budget of the summary, in UTF-16 code units.")] = 400,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="A set: one JSON object a line in, one out.")
    ] = False,
) -> None:
    """What a citizen would get for one article, and what Loa understood of it."""
    if jsonl:
        raise typer.Exit(int(summarising.summarise_set(what, max_chars, complain) > 0))
    if what is None and sys.stdin.isatty():
        raise ConfigError("loa summarise: name a FILE or a URL, or pipe a text in")
    Console().print(_until_done(summarising.summarise(what, max_chars)))


@app.command()
def discover(
    url: Annotated[str, typer.Argument(help="The portal's home page.")], as_json: Json = False
) -> None:
    """What can be watched at a portal's address, as ready lines for loa.toml."""
    try:
        found = _until_done(discovering.discover(url))
    except FeedsError as trouble:
        fail(discovering.nothing(url, trouble), 1)
    if not any(find.wise for find in found.finds):
        fail(discovering.nothing(url, None), 1)
    typer.echo(
        json.dumps(discovering.as_json(found), ensure_ascii=False) if as_json else discovering.as_toml(found)
    )


@app.command()
def report(
    days: Annotated[int, typer.Option(min=1, max=36500, help="How many days back.")] = 30,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV for a spreadsheet.")] = False,
) -> None:
    """Ratings per article; nothing a single vote could be read off."""
    if as_json and as_csv:
        raise ConfigError("loa report takes --json or --csv, not both")
    lines, k = _until_done(commands.report(timedelta(days=days)))
    if as_csv:
        sys.stdout.write(commands.report_csv(lines, k))
    else:
        shown = commands.report_json(lines, k) if as_json else commands.report_table(lines, k)
        _show(shown, as_json=as_json)


@app.command()
def explain(
    article: Annotated[str, typer.Argument(help="The portal's id of it, or Loa's number.")],
    address: Annotated[str, typer.Argument(help="telegram:123, zalo_bot:abc or zalo_oa:123")],
) -> None:
    """Why did this person (not) get it? One line a fact."""
    said = _until_done(commands.explain(article, address))
    typer.echo("\n".join(said) if said else "Nothing is known of this article, nor of this address.")
    raise typer.Exit(int(not said))


@app.command()
def doctor() -> None:
    """Is everything that is configured reachable and right? One line a check."""
    checks = _until_done(commands.doctor())
    for check in checks:
        typer.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.said}")
    raise typer.Exit(int(any(not check.ok for check in checks)))


@app.command()
def migrate(
    source: Annotated[
        str | None,
        typer.Option("--from", help="Move this office here: sqlite:///loa.db. Stop its service first."),
    ] = None,
) -> None:
    """Bring the schema to the newest; with --from, move an office into the database of LOA_DATABASE_URL."""
    if source is None:
        _until_done(commands.migrate())
        typer.echo("The schema is the newest.")
        return
    for one in _until_done(moving.move_here(source, commands.settings(), warn=complain)):
        typer.echo(f"{one.table}: {one.rows} rows, the same on both sides ({one.digest[:12]})")
    typer.echo("Moved. Start the service on the new database, and never again on the old one.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """A consistent copy of the database while the service runs; the key file goes beside it."""
    for path in _until_done(commands.backup(file)):
        typer.echo(f"written {path}")


@app.command()
def erase(address: Annotated[str, typer.Argument(help="telegram:123, zalo_bot:abc or zalo_oa:123")]) -> None:
    """Erase everything about one citizen, for good."""
    known = _until_done(commands.erase(address))
    typer.echo("Erased." if known else "Nothing was stored about this address.")


@zalo.command()
def login(
    redirect: Annotated[str, typer.Option(help="The callback address in the app's console.")] = "",
) -> None:
    """Let a Zalo Official Account send through Loa: a person who administers it agrees, once."""
    _until_done(commands.zalo_login(redirect, say=typer.echo, ask=input))
    typer.echo("Stored. The Official Account can send now.")


def main() -> None:
    """Run the command line."""
    ending(lambda: app(prog_name="loa", standalone_mode=False))


def _parts(only: str) -> frozenset[Part]:
    names = [name.strip() for name in only.split(",") if name.strip()]
    if wrong := [name for name in names if name not in set(Part)] or ([] if names else [only]):
        raise ConfigError(f"--only: {wrong[0]!r} is no part; choose from {', '.join(Part)}")
    return frozenset(map(Part, names))


def _until_done(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _show(shown: Any, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        Console().print(shown)
