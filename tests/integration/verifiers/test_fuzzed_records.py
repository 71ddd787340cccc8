"""A thousand fuzzed records, sound and spoiled, are hashed or refused alike in Python and JavaScript."""

from __future__ import annotations

import json
import random

from ledger.domain.record import decode, record_id
from ledger.errors import LedgerError
from tests.fakes.javascript import ids_of

AGENT = "eip155:31337:0x574650Cd99D3830FE6D274c7a7843CDc00E17938/7"
SPOILS = 10  # one in so many is spoiled
RANGES = ((0, 0x20), (0x20, 0x7F), (0x7F, 0xA0), (0xA0, 0x2FF), (0x2028, 0x202A), (0xE000, 0xE100), (0x1F600, 0x1F640))


def text(rng: random.Random, most: int) -> str:
    """Any code points but surrogates: controls, quotes, separators, astral ones."""
    return "".join(chr(rng.randrange(*rng.choice(RANGES))) for _ in range(rng.randint(1, most)))


def fuzzed(rng: random.Random) -> dict:
    fields = {
        "agent": AGENT, "epoch": rng.getrandbits(32), "kind": rng.choice(["operational", "interaction", "semantic"]),
        "op": rng.choice(["chat", "execute_tool", "a", "z_9"]), "phase": rng.choice(["intent", "outcome"]),
        "seq": rng.getrandbits(rng.randint(1, 53)), "session": text(rng, 128), "stream": rng.getrandbits(32),
        "ts": rng.getrandbits(53), "v": 1,
    }  # fmt: skip
    if fields["phase"] == "outcome":
        fields["outcome"] = rng.choice(["success", "failure", "timeout", "denied", "refused", "escalated"])
    for name, most in (("tool", 256), ("call", 128), ("model", 128), ("principal", 256), ("risk", 64), ("policy", 128)):
        if rng.random() < 0.4:
            fields[name] = text(rng, most)
    for name in ("in", "ctx", "fields", "mandate"):
        if rng.random() < 0.4:
            fields[name] = rng.randbytes(32).hex()
    if rng.random() < 0.4:
        fields["parents"] = [rng.randbytes(32).hex() for _ in range(rng.randint(0, 5))]
    if fields["phase"] == "outcome" and rng.random() < 0.4:
        fields |= {"receipt": rng.randbytes(rng.choice((481, 513))).hex(), "v": 2}
    return fields


def spoiled(rng: random.Random, fields: dict) -> str:
    """Change one thing so that the text is no record, or no canonical one."""
    name = rng.choice(list(fields))
    change = rng.randrange(7)
    if change == 0:
        fields[name] = rng.choice([None, "", 1.5, -1, 2**53, [], {}, True, "é" * 300])
    elif change == 1:
        del fields[name]
    elif change == 2:
        fields["extra"] = 1
    elif change == 3:
        return json.dumps(fields, ensure_ascii=False)
    elif change == 4:
        return json.dumps(fields, separators=(",", ":"), sort_keys=True)[:-1] + ',"v":1}'
    elif change == 5:
        fields |= {"receipt": rng.randbytes(rng.choice((480, 481, 513))).hex(), "v": rng.choice((1, 2, 3))}
    elif "parents" in fields:
        fields["parents"] = ["11" * 32] * 2
    return canonical(fields)


def canonical(fields: dict) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def by_python(source: str) -> str:
    data = source.encode()
    try:
        decode(data)
    except LedgerError as error:
        return error.code
    return record_id(data).hex()


def test_a_thousand_fuzzed_records_hash_alike():
    rng = random.Random(5)  # noqa: S311 - fuzz, the same every time
    texts = []
    for number in range(1000):
        fields = fuzzed(rng)
        texts.append(canonical(fields) if number % SPOILS else spoiled(rng, fields))
    ours = [by_python(source) for source in texts]
    assert ids_of(texts) == ours
    assert sum(len(found) == 64 for found in ours) >= 900
    assert len({found for found in ours if len(found) != 64}) >= 2
