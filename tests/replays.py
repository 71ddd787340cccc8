"""Verdicts replayed from what anyone can hold: evidence and rule go in as bytes, and the same verdict comes out.

    python -m tests.replays 1000      # prints how many of so many came out byte for byte

Half are rulings: cases of a court in memory, taken to their ends in every way there is, bundled, read back and replayed
under the policy that the case froze. Half are faults that a rule decides: statements in bytes, judged by the rules of
`ledger.domain.faults`, some of them honest. The verdict beside which each is held is that of the court's own machine,
or what was known when the statements were made.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import asdict

import msgspec

from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.verify import verify_case
from ledger.domain.entry import Entry
from ledger.domain.faults import broken_chain, equivocation, receipt_contradicted, wrong_time
from ledger.domain.faults.finding import FaultKind, Finding
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, Segment, digest
from tests.fakes.case_facts import CaseCourt, case_bundle_of
from tests.fakes.world import World, account

KEY = SessionKey(bytes([1]) * 32)
KEYS = frozenset((KEY.address,))
AGENT = keccak(b"agent")
_A_WORLD = 8  # cases that share one
_WAYS = ("heard", "heard", "heard", "default", "late", "withdrawn", "conceded", "timeout")


def run(count: int, seed: int = 0) -> int:
    """Replay `count` verdicts, each twice; returns how many came out byte for byte.

    Args:
        count: How many, at least 2.
        seed: What they are made from.
    """
    dice = random.Random(seed)  # noqa: S311 it makes cases, no keys
    same = sum(_same(*case) for case in _rulings(count // 2, dice))
    return same + sum(_judged(dice) for _ in range(count - count // 2))


def _same(bundle: bytes, expected: tuple[str, str, str]) -> bool:
    """Replay a case twice from its bytes, and hold it beside how its court saw it."""
    reports = [verify_case(parse_case_bundle(bundle)) for _ in range(2)]
    told = [msgspec.json.encode((report.summary, report.problems), enc_hook=asdict) for report in reports]
    found = reports[0].summary
    return not reports[0].problems and told[0] == told[1] and (found.state, found.ruling, found.basis) == expected


def _rulings(count: int, dice: random.Random) -> Iterator[tuple[bytes, tuple[str, str, str]]]:
    """Make cases, a few to a world, and yield each as a bundle with the verdict of its court."""
    made = 0
    while made < count:
        court = CaseCourt(World())
        court.found(4)
        agent = court.world.new_agent({})
        court.bond(agent, 10**6)
        numbers = [_case(court, agent, seq, dice) for seq in range(min(_A_WORLD, count - made))]
        made += len(numbers)
        for number in numbers:
            dispute = court.now.trials[number].dispute
            ruling = ("refused", "upheld", "dismissed")[dispute.ruling]
            verdict = (dispute.state.name.lower(), ruling, dispute.basis.name.lower())
            yield case_bundle_of(court, number).serialise(), verdict


def _case(court: CaseCourt, agent: object, seq: int, dice: random.Random) -> int:
    number: int = court.open(agent, seq=seq, injured=account(dice.choice(("injured", "shop"))))
    votes = [dice.choice((0, 1, 1, 2, 2)) for _ in range(3)]
    match dice.choice(_WAYS):
        case "default":
            court.default(number)
        case "late":
            court.default(number)
            court.respond(number)
            court.judge(number, *votes)
        case "withdrawn":
            court.withdraw(number)
            court.execute(number)
            return number
        case "conceded":
            court.concede(number)
        case "timeout":
            court.respond(number)
            court.timeout(number)
            court.execute(number)
            return number
        case _:
            court.respond(number)
            court.judge(number, *votes)
    court.finalize(number)
    court.execute(number)
    return number


def _judged(dice: random.Random) -> bool:
    """Judge two statements twice, from their bytes, and hold the finding beside what they were made to be."""
    first = _segment(dice, 0, ZERO32)
    kind = dice.choice(list(_FAULTS))
    guilty = dice.random() < 0.75
    again = dice.getrandbits(32)
    found = [_FAULTS[kind](first, guilty, random.Random(again)) for _ in range(2)]  # noqa: S311 likewise
    told = [None if finding is None else msgspec.msgpack.encode(finding) for finding in found]
    named = None if found[0] is None else found[0].kind
    return told[0] == told[1] and named == (kind if guilty else None)


def _segment(dice: random.Random, first: int, prev: bytes, **values: int) -> Segment:
    told = {"ts": 1_700_000_000_000} | values
    return Segment(AGENT, 0, 2, first, 1 + dice.randrange(3), prev, dice.randbytes(32), told["ts"])


def _signed(segment: Segment) -> Entry:
    """Sign a header, and read it back from its bytes."""
    return Entry.unpack(Entry(segment, KEY.sign(digest(segment.header))).pack())


def _equivocates(first: Segment, guilty: bool, dice: random.Random) -> Finding | None:  # noqa: FBT001
    other = _segment(dice, 0 if guilty else first.first_seq + first.count, first.header)
    return equivocation.find(_signed(first), _signed(other), KEYS)


def _breaks(first: Segment, guilty: bool, dice: random.Random) -> Finding | None:  # noqa: FBT001
    prev = dice.randbytes(32) if guilty else first.header
    return broken_chain.find(_signed(first), _signed(_segment(dice, first.first_seq + first.count, prev)), KEYS)


def _goes_back(first: Segment, guilty: bool, dice: random.Random) -> Finding | None:  # noqa: FBT001
    later = _segment(dice, first.first_seq + first.count, first.header, ts=first.ts + (-1 if guilty else 1) * 10**6)
    return wrong_time.in_order(_signed(first), _signed(later), KEYS)


def _contradicts(first: Segment, guilty: bool, dice: random.Random) -> Finding | None:  # noqa: FBT001
    records = [dice.randbytes(32), dice.randbytes(32)]
    told = [_receipt(first, records[0]), _receipt(first, records[1 if guilty else 0])]
    return receipt_contradicted.against_receipt(told[0], told[1], KEYS)


def _receipt(first: Segment, record: bytes) -> SignedReceipt:
    """Sign a receipt, and read it back from its bytes."""
    said = Receipt(
        agent=AGENT, epoch=0, stream=2, seq=first.first_seq, record_hash=record, counterparty=ZERO32, chain=31337,
        log=ZERO32, anchor_by=1, amount=1, tool=ZERO32, mandate=ZERO32, running_total=1,
    )  # fmt: skip
    return SignedReceipt.unpack(SignedReceipt(said, KEY.sign(digest(said.hash))).pack())


_FAULTS = {
    FaultKind.EQUIVOCATION: _equivocates,
    FaultKind.BROKEN_CHAIN: _breaks,
    FaultKind.WRONG_TIME: _goes_back,
    FaultKind.RECEIPT_CONTRADICTED: _contradicts,
}


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{run(asked)} of {asked} verdicts came out byte for byte")  # noqa: T201 what the command is for
