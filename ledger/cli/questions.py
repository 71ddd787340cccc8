"""Questions that a command asks a person, on standard error, and answers that it takes.

What is no answer is said and asked again; when nobody is there to answer, nothing is asked and the command says how to
give everything as options.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from ledger.errors import InvalidInputError

T = TypeVar("T")
_MOST: Final = 5
"""So often a question is asked before the command gives up."""


def _read() -> str:
    return sys.stdin.readline()


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks a person.

    Args:
        read: Returns the next line with its end; an empty text when there are no more.
        say: Shows text as it is.
    """

    read: Callable[[], str] = _read
    say: Callable[[str], None] = _say

    def ask(self, question: str, parse: Callable[[str], T], *, default: str = "") -> T:
        """Ask until an answer can be read.

        Args:
            question: Without a colon.
            parse: Reads an answer.
            default: What an empty answer stands for.

        Raises:
            InvalidInputError: if nobody answers, or no answer can be read five times.
        """
        for _ in range(_MOST):
            self.say(f"{question} [{default}]: " if default else f"{question}: ")
            line = self.read()
            if not line:
                break
            try:
                return parse(line.strip() or default)
            except InvalidInputError as error:
                self.say(f"  {error.message}" + (f" ({error.hint})\n" if error.hint else "\n"))
        raise InvalidInputError(
            f"there is no answer to: {question}", hint="nothing was written or sent", code="not_answered"
        )

    def choose(self, question: str, options: Sequence[str], *, default: str = "") -> str:
        """Ask for one of a few words, or for its number."""
        self.say("".join(f"  {number}. {option}\n" for number, option in enumerate(options, start=1)))

        def parse(text: str) -> str:
            if text.isdecimal() and 1 <= int(text) <= len(options):
                return options[int(text) - 1]
            if text in options:
                return text
            raise InvalidInputError(f"{text!r} is none of these")

        return self.ask(question, parse, default=default)

    def several(self, question: str, parse: Callable[[str], T]) -> list[T]:
        """Ask for one thing after another until an empty line; at least one."""
        found = [self.ask(question, parse)]

        def parse_or_end(text: str) -> T | None:
            return parse(text) if text else None

        while (more := self.ask(f"{question}, one more (empty: that is all)", parse_or_end)) is not None:
            found.append(more)
        return found

    def agreed(self, question: str) -> bool:
        """Ask for yes or no; no, if the answer is empty."""

        def parse(text: str) -> bool:
            word = text.lower()
            if word not in ("y", "yes", "n", "no"):
                raise InvalidInputError("answer y or n")
            return word in ("y", "yes")

        return self.ask(f"{question} y/n", parse, default="n")


def questions(instead: str) -> Questions:
    """Return what asks the person at the terminal.

    Args:
        instead: How to give everything without being asked.

    Raises:
        InvalidInputError: if standard input is no terminal.
    """
    if not sys.stdin.isatty():
        raise InvalidInputError("nobody is there to be asked", hint=instead, code="no_terminal")
    return Questions()
