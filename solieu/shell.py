"""What all commands share: exit statuses, errors in one line, output as UTF-8."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130
"""Exit statuses besides 0."""


class Commands(TyperGroup):
    """The commands, with every error told in one line, wrong usage too."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run a command and leave with its exit status."""
        kwargs["standalone_mode"] = False
        kwargs["obj"] = list(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(args, prog_name, *rest, **kwargs)
        try:
            status = super().main(args, prog_name, *rest, **kwargs)
            sys.stdout.flush()
        except typer.TyperException as error:
            context = getattr(error, "ctx", None)
            command = context.command_path if context is not None else "solieu"
            tell(f"{_sentence(error.format_message())}; see {command} --help")
            status = error.exit_code
        except BrokenPipeError:
            # whoever read our output has seen enough; what is left in the buffer has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = 1
        except (KeyboardInterrupt, typer.Abort):
            status = INTERRUPTED
        sys.exit(status if isinstance(status, int) else 0)


def typed(context: typer.Context, without: str = "") -> str:
    """The command as it was typed, to be copied, but for one option."""
    return shlex.join(["solieu", *(word for word in context.obj or () if word != without)])


def write_utf8(stream: object) -> None:
    """Data go out as UTF-8 whatever the locale; a terminal that cannot show a letter shows a question mark."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def fail(message: str) -> NoReturn:
    """Say in one line what is wrong and leave with status 1."""
    tell(message)
    raise typer.Exit(FAILED)


def tell(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"solieu: {' '.join(message.split())}", err=True)


def _sentence(message: str) -> str:
    """A message of the command line's parser without its full stop and capital.

    >>> _sentence("Missing argument 'SQL'.")
    "missing argument 'SQL'"
    """
    return message[:1].lower() + message[1:].rstrip(".")
