"""From a name to an agent: three forms of 10,000 names, and as many that are wrong by one character."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from statistics import median

from bench.measure import percentile
from bench.options import Figures, Options
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.names import agent_did, agent_uri, resolve
from ledger.errors import InvalidInputError

_REGISTRIES = 16
_US = 1e6


def run(options: Options) -> Figures:
    """Measure how long a name takes, beside a look-up of it in a plain dictionary, and how often it is right."""
    count = options.size(10_000, 500)
    rng = random.Random(options.seed)
    registries = [checksum(keccak(b"registry %d" % number)[12:]) for number in range(_REGISTRIES)]
    agents = [AgentRef(rng.choice((1, 8453, 31337)), rng.choice(registries), number) for number in range(count)]
    named = [(rng.choice((str, agent_uri, agent_did))(agent), agent) for agent in agents]
    names = [name for name, _ in named]
    book = dict(named)
    found = [_times(names) for _ in range(options.runs)]
    return {
        "agents": count,
        "p50_us": median(percentile(times, 0.5) for times in found),
        "p99_us": median(percentile(times, 0.99) for times in found),
        "dict_p50_us": percentile(_times(names, book.__getitem__), 0.5),
        "f1": _f1(named, [_spoiled(name, rng) for name in names]),
        "collisions": 3 * count - len({form(agent) for agent in agents for form in (str, agent_uri, agent_did)}),
        "runs": options.runs,
    }


def _times(names: Sequence[str], look: Callable[[str], AgentRef] = resolve) -> list[float]:
    """Return microseconds of each look."""
    clock = time.perf_counter
    out = []
    for name in names:
        begun = clock()
        look(name)
        out.append((clock() - begun) * _US)
    return out


def _spoiled(name: str, rng: random.Random) -> str:
    """Change the case of one letter of the registry, or one character of the form: no name any more."""
    begin = name.index("0x") + 2
    letters = [at for at in range(begin, begin + 40) if name[at].isalpha()]
    at = rng.choice(letters) if rng.random() < 0.5 else rng.choice((0, 1, begin - 1))  # noqa: PLR2004 - a coin
    return name[:at] + (name[at].swapcase() if at >= begin else "_") + name[at + 1 :]


def _f1(named: Sequence[tuple[str, AgentRef]], wrong: Sequence[str]) -> float:
    right = sum(_resolved(name) == agent for name, agent in named)
    taken = sum(_resolved(name) is not None for name in wrong)
    return 2 * right / (2 * right + taken + len(named) - right)


def _resolved(name: str) -> AgentRef | None:
    try:
        return resolve(name)
    except InvalidInputError:
        return None
