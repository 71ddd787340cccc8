"""How the demonstration is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from demo.cast import MIN_AGENTS, SHARES


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller wants.

    Args:
        agents: Size of the population.
        seed: Seeds all dice; the order in which agents act is the machine's.
        check: End after the checks, with exit code 1 if anything falls short.
        json: Print the figures as one JSON object, the last line of standard output.
        keep: Leave this run's folder on disk.
    """

    agents: int
    seed: int
    check: bool
    json: bool
    keep: bool


def _population(text: str) -> int:
    number = int(text)
    if number < MIN_AGENTS:
        raise argparse.ArgumentTypeError(f"{number} is too few: it takes at least {MIN_AGENTS} agents")
    return number


def parse(arguments: Sequence[str]) -> Wishes:
    """Read the command line.

    Raises:
        SystemExit: with code 2 if it makes no sense, 0 after `--help`.
    """
    parser = argparse.ArgumentParser(
        prog="demo",
        description="Start the whole stack, let a population of agents trade on a real MCP market, and convict the one "
        "that signs two histories. Everything stays up until Ctrl-C.",
    )
    parser.add_argument("--agents", type=_population, default=sum(SHARES.values()), help="size of the population")
    parser.add_argument("--seed", type=int, default=1, help="seeds all dice")
    parser.add_argument("--check", action="store_true", help="verify, stop everything, and exit 0 only if all holds")
    parser.add_argument("--json", action="store_true", help="print the figures as the last line of standard output")
    parser.add_argument("--keep", action="store_true", help="leave this run's folder on disk")
    wishes = parser.parse_args(arguments)
    return Wishes(wishes.agents, wishes.seed, wishes.check, wishes.json, wishes.keep)
