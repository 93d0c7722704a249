"""The command `learning-cities`: its list of commands, and how an error is told. They live in commands/."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

import click

from deploy.telling import told

COMMANDS: Final = {
    "up": "up:up",
    "restart": "restart:restart",
    "load": "load:load",
    "client": "identity:client",
    "account": "identity:account",
    "status": "status:status",
    "dead-letters": "dead_letters:dead_letters",
    "feed": "feed:feed",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "audit": "audit:audit",
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
        except KeyboardInterrupt:
            sys.exit(130)
        except Exception as error:
            problem = told(error)
            click.secho(problem.what, err=True, fg="red")
            click.echo(problem.advice, err=True)
            sys.exit(problem.exit_code)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="learning-cities")
def main() -> None:
    """Run and look after the Learning Cities platform."""
