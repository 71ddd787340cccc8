"""The `ombud` command: nouns, then verbs. A noun's module is loaded only when it is called.

So `ombud verify` needs neither web3 nor Redis, and every command starts fast.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from typer._click.exceptions import ClickException
from typer.core import TyperGroup
from typer.main import get_command

from ledger.cli import context, output
from ledger.errors import InvalidInputError, LedgerError, SetupError

COMMANDS: Final[Mapping[str, str]] = {
    "agent": "ledger.cli.agent_acts",
    "record": "ledger.cli.record_acts",
    "omission": "ledger.cli.omission",
    "session": "ledger.cli.session",
    "alert": "ledger.cli.alert",
    "dispute": "ledger.cli.filing",
    "evidence": "ledger.cli.evidence",
    "arbitrator": "ledger.cli.arbitrator_acts",
    "mandate": "ledger.cli.mandate_acts",
    "feedback": "ledger.cli.feedback_acts",
    "validation": "ledger.cli.validation_acts",
    "ack": "ledger.cli.ack",
    "challenge": "ledger.cli.challenge_acts",
    "custody": "ledger.cli.custody",
    "fault": "ledger.cli.fault",
    "manifest": "ledger.cli.manifest",
    "claim": "ledger.cli.claim",
    "lifecycle": "ledger.cli.lifecycle",
    "assertion": "ledger.cli.assertion_acts",
    "forecast-book": "ledger.cli.forecast_book",
    "bounty": "ledger.cli.bounty",
    "bond": "ledger.cli.bond",
    "credit": "ledger.cli.credit",
    "reputation": "ledger.cli.reputation_acts",
    "audit": "ledger.cli.audit",
    "key": "ledger.cli.key",
    "access": "ledger.cli.access",
    "index": "ledger.cli.index",
    "webhook": "ledger.cli.webhook",
    "export": "ledger.cli.export",
    "incident": "ledger.cli.incident",
    "overview": "ledger.cli.overview",
    "tail": "ledger.cli.tail",
    "find": "ledger.cli.find",
    "init": "ledger.cli.init",
    "verify": "ledger.cli.verify",
    "deploy": "ledger.cli.deploy",
    "doctor": "ledger.cli.doctor",
    "docs": "ledger.cli.docs",
    "version": "ledger.cli.version",
}
"""Modules of the commands, each with a Typer `app`, in the order of `--help`."""
JOINED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "forecast": ("ledger.cli.forecast_book", ("commit", "reveal", "score")),
}
"""Verbs of ours that stand under a guest's noun too: a forecaster has no key, and who commits to what it said does."""
TRACE: Final = "OMBUD_TRACE"
"""Variable that lets a defect through with its stack trace; `ombud up` sets it for the parts, which write logs."""
INTERRUPTED: Final = 130
"""Exit code of what Ctrl-C ended: 128 + SIGINT, as shells say it."""


class _LazyGroup(TyperGroup):
    """A group whose commands come from modules that are imported on demand."""

    modules: Mapping[str, str] = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 the base class's signature
        return list(self.modules)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 the base class's signature
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        command: Any = get_command(_load(module).app)
        command.name = cmd_name
        ours, verbs = JOINED.get(cmd_name, ("", ()))
        if verbs and module not in COMMANDS.values():
            joined: Any = get_command(_load(ours).app)
            command.commands.update({verb: joined.commands[verb] for verb in verbs})
        return command


def _load(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in ("ledger", module.partition(".")[0]):
            raise
        raise SetupError(
            f"this command needs the package {error.name}, which is not installed",
            hint="install everything: pip install 'ombud[forecast]'",
            code="missing_package",
        ) from error


def make_app(more: Mapping[str, str] | None = None) -> typer.Typer:
    """Build the command.

    Args:
        more: Further modules by command; they go first, and replace ours of the same name.
    """
    modules = {**(more or {}), **{name: path for name, path in COMMANDS.items() if name not in (more or {})}}
    group = type("Group", (_LazyGroup,), {"modules": modules})
    app = typer.Typer(
        name="ombud",
        cls=group,
        help="An accountability and reputation ledger for AI agents.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def ombud(
        home: Annotated[
            Path | None, typer.Option(help="Folder of everything this machine keeps; OMBUD_HOME, else .ombud.")
        ] = None,
    ) -> None:
        """An accountability and reputation ledger for AI agents: signed actions, verdicts, provable answers."""
        context.set_home(home)

    return app


def run(app: typer.Typer) -> None:
    """Run the command line: whatever goes wrong becomes one plain message and its exit code."""
    as_json = "--json" in sys.argv
    try:
        # Not standalone, Typer leaves usage errors to us, so that they are JSON too where JSON is asked for.
        code = app(standalone_mode=not as_json)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except ClickException as error:
        _fail(_bad_usage(error), as_json=as_json)
    except LedgerError as error:
        _fail(error, as_json=as_json)
    except OSError as error:
        _fail(_refused(error), as_json=as_json)
    except Exception as error:
        if os.environ.get(TRACE):
            raise
        _fail(_defect(error), as_json=as_json)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _fail(error: LedgerError, *, as_json: bool) -> NoReturn:
    output.failure(error, as_json=as_json)
    sys.exit(error.exit_code)


def _bad_usage(error: ClickException) -> InvalidInputError:
    asked = getattr(error, "ctx", None)
    command = asked.command_path if asked is not None else "ombud"
    return InvalidInputError(error.format_message(), hint=f"see `{command} --help`", code="bad_usage")


def _refused(error: OSError) -> SetupError:
    return SetupError(
        f"the system refuses {error.filename or 'it'}: {error.strerror or error}",
        hint="see that the path exists, that it is yours to write, and that the disk is not full",
        code="system_refused",
    )


def _defect(error: Exception) -> LedgerError:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return LedgerError(
        f"a defect in Ombud: {type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})",
        hint=f"report it; with {TRACE}=1 it comes with its whole way",
        code="defect",
    )
