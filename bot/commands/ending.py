"""How a command ends: 0 done, 1 it ran and found a fault, 2 wrong usage or configuration; a fault is one line."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from bot.channels import Unreachable
from bot.config import ConfigError
from bot.config.faults import in_words
from bot.web.serving import PortTaken
from feeds.errors import FeedsError
from storage.database import DatabaseUnavailable


def ending(command: Callable[[], Any]) -> NoReturn:
    """Run `command` and leave with its status; what it raises for a person becomes a line, never a traceback."""
    try:
        sys.exit(command())
    except typer.TyperException as error:
        fail(_misused(error), error.exit_code)
    except typer.Abort:
        sys.exit(1)
    except ConfigError as error:
        fail(str(error), 2)
    except (Unreachable, PortTaken, DatabaseUnavailable, FeedsError) as error:
        fail(str(error), 1)


def overview(context: typer.Context) -> None:
    """What can be asked, for whoever asked for nothing."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise ConfigError(f"{context.command_path}: a command is missing")


def complain(line: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"loa: {line}\n")


def fail(line: str, status: int) -> NoReturn:
    """One line on stderr, and the end."""
    complain(line)
    sys.exit(status)


def _misused(error: typer.TyperException) -> str:
    """What is wrong with the words given, and where the right ones stand."""
    said = " ".join(error.format_message().split()).rstrip(".")
    if isinstance(error.__cause__, ValidationError):
        said = f"{said.partition(': ')[0]}: {in_words(error.__cause__)}"
    context = getattr(
        error, "ctx", None
    )  # an error of usage knows its command; typer exports no class that says so
    return f"{said}; see {context.command_path if context else 'loa'} --help"
