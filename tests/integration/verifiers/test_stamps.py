"""Time stamps before both verifiers: whole, spoilt, by every kind of key, by certificates that may not say it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ledger.domain.checkpoint_bundle import parse_checkpoint_bundle, verify_checkpoint
from ledger.domain.note import parse_checkpoint
from ledger.domain.trust import Trust
from ledger.errors import LedgerError
from ledger.interop.timestamps import check_stamp, read_roots
from tests.fakes import authority
from tests.fakes.javascript import verify_all
from tests.integration.verifiers.test_tampering import steps

DOCUMENT = steps(4, 9)
STATE = parse_checkpoint(DOCUMENT["note"]).state
KINDS = {
    "P-256": authority.Kind(),
    "P-384 with SHA-512": authority.Kind(curve=ec.SECP384R1(), digest="sha512"),
    "RSA": authority.Kind(curve=None),
    "RSA with SHA-384": authority.Kind(curve=None, digest="sha384"),
    "under an authority in between": authority.Kind(between=True),
    "no longer valid, but then": authority.Kind(ends=2030),
}
WRONG = {
    "for servers": authority.Kind(usage=x509.ExtendedKeyUsageOID.SERVER_AUTH),
    "not critically for time stamps": authority.Kind(critical=False),
    "for anything": authority.Kind(usage=None),
    "valid later only": authority.Kind(begins=2045),
    "valid earlier only": authority.Kind(ends=2021),
    "signed by one who may not": authority.Kind(between=True, may_sign=False),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, tuple[Path, bytes]]:
    """Of each kind of authority its root, and what it said of the checkpoint."""
    folder = tmp_path_factory.mktemp("kinds")
    found = {}
    for number, (name, kind) in enumerate({**KINDS, **WRONG}.items()):
        own = folder / str(number)
        root = authority.make_authority(own, kind)
        found[name] = root, authority.stamp(own, STATE.text, kind)
    return found


def python(stamp: bytes, root: Path) -> list[object]:
    """Codes of refusal, and when the stamp says it was."""
    roots = read_roots(root.read_bytes())
    trust = Trust(stamps=lambda data, state: int(check_stamp(data, state, roots).timestamp()))
    report = verify_checkpoint(parse_checkpoint_bundle(carrying(stamp)), trust)
    return [[problem.code for problem in report.problems], [one.at for one in report.stamps]]


def carrying(stamp: bytes) -> bytes:
    return json.dumps({**DOCUMENT, "stamp": stamp.hex()}).encode()


def javascript(stamps: list[bytes], root: Path) -> list[list[object]]:
    reports = verify_all([carrying(stamp) for stamp in stamps], "--tsa-root", str(root))
    return [[[item["code"] for item in one["problems"]], [at["at"] for at in one["stamps"]]] for one in reports]


@pytest.mark.parametrize("name", [*KINDS, *WRONG])
def test_both_agree_on_each_kind_of_authority(made, name):
    root, stamp = made[name]
    said = python(stamp, root)
    assert javascript([stamp], root) == [said]
    assert (said[0] == []) == (name in KINDS), said


def test_a_root_of_the_same_name_is_another(made):
    (root, _), (_, stamp) = made["P-256"], made["P-384 with SHA-512"]
    assert javascript([stamp], root) == [python(stamp, root)] == [[["bad_timestamp"], []]]


def flipped(stamp: bytes, place: int, bit: int = 0) -> bytes:
    data = bytearray(stamp)
    data[place] ^= 1 << bit
    return bytes(data)


def test_what_is_spoilt_is_refused_by_both(made):
    root, stamp = made["P-256"]
    digest = stamp.index(bytes.fromhex("06092a864886f70d010904"))  # OID of messageDigest, among the signed attributes
    content = stamp.index(bytes.fromhex("060b2a864886f70d0109100104"))
    places = [digest + 15, digest + 40, content + 20, content + 60, len(stamp) - 5]
    spoilt = [stamp[:-1], stamp + b"\0", b"", b"no stamp", stamp[:digest], *(flipped(stamp, at) for at in places)]
    for data, said in zip(spoilt, javascript(spoilt, root), strict=True):
        assert said == [["bad_timestamp"], []], data.hex()
        assert python(data, root) == said, data.hex()


def test_no_flipped_bit_moves_the_time(made):
    root, stamp = made["RSA"]
    rng = random.Random(7)  # noqa: S311 - places to spoil
    spoilt = [flipped(stamp, rng.randrange(len(stamp)), rng.randrange(8)) for _ in range(200)]
    whole, refused = python(stamp, root), 0
    for data, said in zip(spoilt, javascript(spoilt, root), strict=True):
        assert said in (whole, [["bad_timestamp"], []])
        assert python(data, root) in (whole, [["bad_timestamp"], []])
        refused += said != whole
    assert refused > len(spoilt) // 2  # the rest hit what nobody signed


def test_a_file_without_a_root_is_refused(tmp_path):
    file = tmp_path / "root.pem"
    file.write_bytes(b"-----BEGIN NOTHING-----")
    with pytest.raises(LedgerError):
        read_roots(file.read_bytes())
    with pytest.raises(Exception, match="returned non-zero exit status"):
        javascript([b""], file)
