"""`loa discover`: what was found at a portal, as a person, a program and `loa.toml` want it."""

import json
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.config import ConfigError
from bot.timing import utc_now
from feeds.dates import LOCAL
from feeds.discover import Discoverer, Discovery
from feeds.errors import FeedsError
from feeds.fetching import Fetcher
from feeds.portals import Portal


async def discover(url: str) -> Discovery:
    """Look around with a progress bar on stderr; without a scheme at https first, then at http.

    Raises ConfigError for what is no address, FeedsError.
    """
    if "://" in url:
        return await _discover(url)
    try:
        return await _discover(f"https://{url}")
    except FeedsError as trouble:
        try:
            return await _discover(f"http://{url}")
        except FeedsError:
            raise trouble from None


async def _discover(address: str) -> Discovery:
    host = _host(address)
    fetcher = Fetcher(Portal(id="discover", name=host, url=address, hosts=(host,)), clock=utc_now)
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("looking around", total=1)

        def step(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=f"looking at {what[:60]}")

        try:
            return await Discoverer(fetcher, progress=step).look(address)
        finally:
            await fetcher.close()


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in {"http", "https"}:
        raise ConfigError(f"{address!r} is not an address: write https://…")
    return host


def as_toml(found: Discovery) -> str:
    """Ready `[[sources]]` lines, with what was found out as comments."""
    lines = [
        f"# {found.url} runs {found.cms.name}: {found.cms.why}",
        f"# article pages: {found.pages}",
    ]
    for find in found.finds:
        newest = f", the newest of {find.newest.astimezone(LOCAL):%d/%m/%Y}" if find.newest else ""
        if find.wise:
            lines += [
                "",
                f"# {find.articles} articles{newest}",
                "[[sources]]",
                f"name = {json.dumps(find.name)}",
                f"{find.kind} = {json.dumps(find.address)}",
                f"preset = {json.dumps(found.preset)}",
            ]
    others = [find for find in found.finds if not find.wise]
    if others:
        lines += ["", "# Found too, and not needed:"]
        lines += [f"# {find.kind} {find.address} ({find.articles} articles): {find.note}" for find in others]
    return "\n".join(lines)


def as_json(found: Discovery) -> dict[str, Any]:
    """The same for a program."""
    return {
        "url": found.url,
        "cms": found.cms.name,
        "why": found.cms.why,
        "preset": found.preset,
        "pages": found.pages,
        "sources": [
            {
                "name": find.name,
                "kind": find.kind.value,
                "address": find.address,
                "articles": find.articles,
                "newest": find.newest.isoformat() if find.newest else None,
                "wise": find.wise,
                "note": find.note,
            }
            for find in found.finds
        ],
        "toml": as_toml(found),
    }


def nothing(url: str, trouble: FeedsError | None) -> str:
    """The one line for a portal at which there is nothing to watch."""
    why = str(trouble) if trouble else "no feed, no list of articles and no sitemap answers there"
    return f"{url}: nothing to watch was found: {why}"
