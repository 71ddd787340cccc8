"""Time stamps by OpenSSL's authority: asked over loopback, kept beside the checkpoint, checked offline."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.domain.note import LogState
from ledger.errors import InvalidInputError, ProofError, UnavailableError
from ledger.interop.posting import HttpPost, Reply
from ledger.interop.timestamps import TimestampAuthority, check_stamp, read_roots
from ledger.logserver.attestor import Outside
from ledger.tiles.reader import LogReader
from tests.fakes import authority
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene

STATE = LogState("example.com/log", 9, keccak(b"root"))


@pytest.fixture(scope="module")
def tsa(tmp_path_factory):
    """Folder of an authority; with it, a stranger's root of the same name."""
    folder = tmp_path_factory.mktemp("tsa")
    authority.make_authority(folder / "own")
    authority.make_authority(folder / "other")
    return folder


@pytest.fixture(scope="module")
def roots(tsa):
    return {name: read_roots((tsa / name / "root.pem").read_bytes()) for name in ("own", "other")}


@pytest.fixture(scope="module")
def stamp(tsa):
    with authority.served(tsa / "own") as url, HttpPost() as post:
        return TimestampAuthority(url, post).stamp(STATE)


def test_a_stamp_says_when_the_checkpoint_was_there(stamp, roots, tsa, tmp_path):
    at = check_stamp(stamp, STATE, roots["own"])
    file, data = tmp_path / "stamp.tsr", tmp_path / "text"
    file.write_bytes(stamp)
    data.write_text(STATE.text)
    root = str(tsa / "own" / "root.pem")
    said = authority.openssl("ts", "-verify", "-in", str(file), "-data", str(data), "-CAfile", root)
    assert b"OK" in said
    assert str(at.year).encode() in authority.openssl("ts", "-reply", "-in", str(file), "-text")


@pytest.mark.parametrize(
    "state",
    [LogState("example.com/other", 9, STATE.root), LogState(STATE.origin, 8, STATE.root), LogState("x", 9, bytes(32))],
)
def test_a_stamp_of_one_checkpoint_is_none_of_another(stamp, roots, state):
    with pytest.raises(ProofError) as found:
        check_stamp(stamp, state, roots["own"])
    assert found.value.code == "bad_timestamp"


def test_a_stamp_needs_a_root_that_is_trusted(stamp, roots):
    for trusted in (roots["other"], []):
        with pytest.raises(ProofError):
            check_stamp(stamp, STATE, trusted)


def test_no_flipped_byte_of_what_is_signed_goes_unnoticed(stamp, roots):
    at = stamp.index(bytes.fromhex("06092a864886f70d010904"))  # OID of messageDigest, among the signed attributes
    for place in (at + 15, len(stamp) - 5):
        forged = bytearray(stamp)
        forged[place] ^= 1
        with pytest.raises(ProofError):
            check_stamp(bytes(forged), STATE, roots["own"])
    with pytest.raises(ProofError):
        check_stamp(b"no stamp", STATE, roots["own"])


@pytest.mark.parametrize("reply", [Reply(500, "", b"closed"), Reply(200, "", b"nonsense"), Reply(200, "", b"")])
def test_an_authority_that_gives_no_stamp_is_unavailable(reply):
    with pytest.raises(UnavailableError):
        TimestampAuthority("http://tsa", lambda *_: reply).stamp(STATE)


def test_a_stamp_of_something_else_is_not_kept(stamp):
    with pytest.raises(UnavailableError, match="something else"):
        TimestampAuthority("http://tsa", lambda *_: Reply(200, "", stamp)).stamp(STATE)


def test_an_authority_that_cannot_be_reached_is_unavailable():
    with HttpPost() as post, pytest.raises(UnavailableError, match="cannot be reached"):
        TimestampAuthority("http://127.0.0.1:9/", post).stamp(STATE)


def test_a_file_without_a_certificate_is_refused():
    with pytest.raises(InvalidInputError):
        read_roots(b"-----BEGIN NOTHING-----")


def test_what_is_anchored_is_stamped_by_openssl(tsa, roots, tmp_path):
    anchor = FakeAnchor()
    with authority.served(tsa / "own") as url, HttpPost() as post:
        outside = Outside(authority=TimestampAuthority(url, post))
        service = scene.service(tmp_path, anchor=anchor, outside=outside)
        service.start()
        service.submit([item.pack() for item in scene.chain(3)])
        assert anchor.wait_for(3)
        service.stop()
    assert service.attestor.errors == {}
    reader = LogReader(service.store)
    check_stamp(reader.stamp(3), reader.note(3).state, roots["own"])
