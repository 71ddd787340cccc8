"""What no log server can beat on this machine: checking signatures on all cores, forcing records to this disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from statistics import median
from typing import Final

from coincurve import PrivateKey, PublicKey

from bench.measure import medians
from bench.options import Options
from ledger.domain.hashing import keccak

_DIGESTS: Final = 64
_FLUSH_RECORDS: Final = 1000


def verify_per_s(options: Options) -> float:
    """Signatures checked a second by known public keys, on all cores at once."""
    return _on_all_cores(_verify_for, options)


def verify_per_cpu_s(options: Options) -> float:
    """Signatures checked in one CPU second, whatever else the machine does: the bound that other work leaves alone."""
    key, signed = _signed()
    times = options.size(20_000, 2_000) // _DIGESTS

    def verify() -> None:
        for _ in range(times):
            for signature, digest in signed:
                key.verify(signature, digest, hasher=None)

    return times * _DIGESTS / medians(verify, options.runs).cpu


def verify_per_s_now(options: Options) -> float:
    """The same, looked at once and shortly: what the machine has to give at this moment."""
    with _on_cores() as measure:
        return measure(_verify_for, options.size(70, 20) / 100)


def recover_per_s(options: Options) -> float:
    """Signatures whose key is recovered a second, on all cores at once: what contracts do, and log servers must."""
    return _on_all_cores(_recover_for, options)


def fdatasync_records_per_s(options: Options, size: int) -> float:
    """Records of `size` bytes a second, appended to one file and forced to disk a thousand at a time."""
    data = os.urandom(size * _FLUSH_RECORDS)
    return median(_flushed(data, options.size(50, 5)) * _FLUSH_RECORDS for _ in range(options.runs))


def _flushed(data: bytes, times: int) -> float:
    with tempfile.TemporaryFile() as file:
        begun = time.perf_counter()
        for _ in range(times):
            os.write(file.fileno(), data)
            os.fdatasync(file.fileno())
        return times / (time.perf_counter() - begun)


def _on_all_cores(work: Callable[[float], float], options: Options) -> float:
    with _on_cores() as measure:
        return median(measure(work, 0.2 if options.quick else 1.5) for _ in range(options.runs))


@contextmanager
def _on_cores() -> Iterator[Callable[[Callable[[float], float], float], float]]:
    """Give what runs work for so many seconds on every core at once, in processes that have started already."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:

        def measure(work: Callable[[float], float], seconds: float) -> float:
            return sum(pool.map(work, [seconds] * cores))

        measure(_verify_for, 0.0)
        yield measure


def _signed() -> tuple[PublicKey, list[tuple[bytes, bytes]]]:
    """Return a key, and signatures by it with what they sign."""
    key = PrivateKey(keccak(b"bench verify"))
    digests = [keccak(b"%d" % number) for number in range(_DIGESTS)]
    return key.public_key, [(key.sign(digest, hasher=None), digest) for digest in digests]


def _verify_for(seconds: float) -> float:
    public, signed = _signed()
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for signature, digest in signed:
            public.verify(signature, digest, hasher=None)
        done += _DIGESTS
    return done / (time.perf_counter() - begun)


def _recover_for(seconds: float) -> float:
    key = PrivateKey(keccak(b"bench verify"))
    digests = [keccak(b"%d" % number) for number in range(_DIGESTS)]
    signed = [(key.sign_recoverable(digest, hasher=None), digest) for digest in digests]
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for signature, digest in signed:
            PublicKey.from_signature_and_message(signature, digest, hasher=None)
        done += _DIGESTS
    return done / (time.perf_counter() - begun)
