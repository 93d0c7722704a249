"""The command `learning-cities`: its list of commands, and how an error is told. They live in commands/."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from services.chassis.errors import Problem
from services.chassis.local import LocalProblem

COMMANDS: Final = {
    "up": "up:up",
    "load": "load:load",
    "client": "identity:client",
    "account": "identity:account",
    "status": "status:status",
    "dead-letters": "dead_letters:dead_letters",
    "feed": "feed:feed",
    "check": "check:check",
    "keys": "keys:keys",
}


class Commands(click.Group):
    """The commands, each imported when it is wanted, so that every one starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"deploy.commands.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong is told in a sentence, with what to do and an exit code."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except LocalProblem as problem:
            self._end(problem.what, problem.advice, problem.exit_code)
        except KeyboardInterrupt:
            self._end("Stopped.", "", 130)
        except Problem as problem:
            self._end(" ".join(problem_sentences(problem)), "Mend that and try again.", 1)
        except Exception as error:
            if os.environ.get("DEBUG"):
                raise
            advice = "With DEBUG=1 it shows where. Please report it."
            self._end(f"Something unexpected happened: {error!r}.", advice, 70)

    def _end(self, what: str, advice: str, code: int) -> None:
        click.secho(what, err=True, fg="red")
        if advice:
            click.echo(advice, err=True)
        sys.exit(code)


def problem_sentences(problem: Problem) -> list[str]:
    """What a refusal of the platform says, a field after the other."""
    fields = [f"{path}: {sentence}" for path, sentences in problem.errors.items() for sentence in sentences]
    return [text for text in (problem.detail, *fields) if text] or [problem.type.title + "."]


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="learning-cities")
def main() -> None:
    """Run and look after the Learning Cities platform."""
