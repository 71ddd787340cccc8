"""Checking a chain of delegations, a hop, beside the bare check of a signature.

A hop is checked as whoever receives a delegated mandate would: digest, signer, expiry, budget, hops, and every tool on
the parent's list. The bare check verifies one signature of a known key; recovery, which contracts and we need since
signatures name no key, costs more. Microseconds of CPU on one core, so that a busy machine changes little; medians.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from coincurve import PrivateKey

from bench.options import Figures, Options
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.delegation import MOST_HOPS, Delegation, Passed, check_chain
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.signing import SessionKey, recover

_CHAIN: Final = 31337
_CONTRACT: Final = checksum(keccak(b"mandates")[12:])
_NOW: Final = 1_790_000_000
_EXPIRY: Final = _NOW + 86_400
_TOOLS: Final = tuple(sorted(tool_id(f"tool {number}") for number in range(8)))
_US: Final = 1e6
_AIP_MS_A_TOKEN: Final = 0.189  # as published for the Agent Identity Protocol's chained tokens


def run(options: Options) -> Figures:
    """Measure chains of 1, 2, 4 and 8 hops."""
    times = options.size(2_000, 100)
    keys = [SessionKey(keccak(b"bench agent" + bytes([number]))) for number in range(MOST_HOPS + 1)]
    root = Mandate(keys[0].address, 0, 1_000, _EXPIRY, tools_hash(_TOOLS), keccak(b"salt"))
    chain = _chain(root, keys)
    by_depth = {str(hops): _hop_us(root, chain[:hops], keys, times // hops, options) for hops in (1, 2, 4, MOST_HOPS)}
    bare = _bare_us(times, options)
    per_hop = by_depth[str(MOST_HOPS)]
    return {
        "hop_us": per_hop,
        "hop_us_by_depth": by_depth,
        "bare_signature_us": bare,
        "recovery_us": _recovery_us(chain[0], times, options),
        "hop_over_bare": per_hop / bare,
        "tools": len(_TOOLS),
        "peers": {"aip_us_a_token": _AIP_MS_A_TOKEN * 1_000},
    }


def _chain(root: Mandate, keys: Sequence[SessionKey]) -> list[Passed]:
    passed, parent = [], root.id(_CHAIN, _CONTRACT)
    for hop in range(MOST_HOPS):
        child = Delegation(
            parent,
            hop + 1,
            root.cap - hop,
            _EXPIRY - hop,
            tools_hash(_TOOLS),
            keccak(b"task"),
            MOST_HOPS - 1 - hop,
            keccak(b"salt"),
        )
        parent = child.id(_CHAIN, _CONTRACT)
        passed.append(Passed(child, _TOOLS, keys[hop].sign(parent)))
    return passed


def _speaks(keys: Sequence[SessionKey]) -> Callable[[Address, int], bool]:
    return lambda account, agent_id: account == keys[agent_id].address


def _hop_us(root: Mandate, chain: Sequence[Passed], keys: Sequence[SessionKey], times: int, options: Options) -> float:
    speaks = _speaks(keys)

    def once() -> None:
        check_chain(root, _TOOLS, MOST_HOPS, chain, chain_id=_CHAIN, mandates=_CONTRACT, now=_NOW, may_speak=speaks)

    return _median_us(once, times, options) / len(chain)


def _bare_us(times: int, options: Options) -> float:
    key, digest = PrivateKey(keccak(b"bench bare")), keccak(b"digest")
    signature, public = key.sign(digest, hasher=None), key.public_key
    return _median_us(lambda: public.verify(signature, digest, hasher=None), times, options)


def _recovery_us(hop: Passed, times: int, options: Options) -> float:
    digest = hop.delegation.id(_CHAIN, _CONTRACT)
    return _median_us(lambda: recover(digest, hop.signature), times, options)


def _median_us(call: Callable[[], object], times: int, options: Options) -> float:
    found = []
    for _ in range(options.runs):
        begun = time.process_time()
        for _ in range(times):
            call()
        found.append((time.process_time() - begun) / times * _US)
    return median(found)
