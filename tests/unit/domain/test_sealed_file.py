"""Sealed evidence opens for those it was granted to, to the same content for all, and for nobody else."""

from __future__ import annotations

import secrets

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import sealed_file
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, LedgerError, ProofError

CHAIN = 31337
SEAT, OTHER = SessionKey(b"\x01" * 32), SessionKey(b"\x02" * 32)
SECRETS = {SEAT.address: b"\x11" * 32, OTHER.address: b"\x12" * 32}


def key_of(wallet):
    return sealed_file.make_reading_key(SECRETS[wallet.address], wallet, CHAIN).check(chain_id=CHAIN)


def sealed_for(content, *wallets):
    sealed, key = sealed_file.seal(content, name="chat.txt", media_type="text/plain")
    return sealed, [sealed_file.grant(sealed, key, key_of(wallet)) for wallet in wallets]


@given(st.binary(max_size=500))
def test_every_reader_opens_the_same(content):
    sealed, grants = sealed_for(content, SEAT, OTHER)
    for grant in grants:
        opened = sealed_file.open_granted(sealed, grant, SECRETS[grant.reader])
        assert (opened.content, opened.name, opened.media_type) == (content, "chat.txt", "text/plain")


def test_an_outsider_opens_nothing():
    sealed, (grant,) = sealed_for(b"secret words", SEAT)
    assert b"secret" not in sealed
    assert b"chat.txt" not in sealed
    for secret in (SECRETS[OTHER.address], secrets.token_bytes(32), bytes(31) + b"\x01"):
        with pytest.raises(ProofError, match="stays closed"):
            sealed_file.open_granted(sealed, grant, secret)
    mine = msgspec.structs.replace(grant, reader=OTHER.address, public=key_of(OTHER).public)
    for secret in SECRETS.values():
        with pytest.raises(ProofError, match="stays closed"):
            sealed_file.open_granted(sealed, mine, secret)


def test_a_grant_opens_its_own_file_alone():
    _, (grant,) = sealed_for(b"one", SEAT)
    other, _ = sealed_for(b"two", SEAT)
    with pytest.raises(ProofError, match="another file"):
        sealed_file.open_granted(other, grant, SECRETS[SEAT.address])
    moved = msgspec.structs.replace(grant, evidence=sealed_file.sha256(other).hex())
    with pytest.raises(ProofError, match="reading key"):
        sealed_file.open_granted(other, moved, SECRETS[SEAT.address])


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_keeps_it_closed(at, by):
    sealed, (grant,) = sealed_for(b"words", SEAT)
    changed = bytearray(sealed)
    changed[at % len(sealed)] ^= by
    moved = msgspec.structs.replace(grant, evidence=sealed_file.sha256(bytes(changed)).hex())
    with pytest.raises(LedgerError):
        sealed_file.open_granted(bytes(changed), moved, SECRETS[SEAT.address])
    _, key = sealed_file.seal(b"words", name="n", media_type="t")
    with pytest.raises(LedgerError):
        sealed_file.unseal(bytes(changed), key)


def test_no_file_opens_under_two_keys():
    """Somebody who seals for two readers under two keys is refused before the second can be granted."""
    sealed, key = sealed_file.seal(b"one", name="n", media_type="t")
    second = secrets.token_bytes(32)
    with pytest.raises(ProofError, match="not its key"):
        sealed_file.grant(sealed, second, key_of(OTHER))
    head = sealed[: sealed.index(b"\n") + 1]
    forged = head + AESGCM(second).encrypt(bytes(12), b"{}\ntwo", head)
    for wrong in (key, second):
        with pytest.raises(ProofError):
            sealed_file.unseal(forged, wrong)


def test_a_reading_key_is_its_accounts_on_its_chain():
    good = sealed_file.make_reading_key(SECRETS[SEAT.address], SEAT, CHAIN)
    assert good.check(chain_id=CHAIN) == good
    replace = msgspec.structs.replace
    with pytest.raises(ProofError):
        replace(good, account=OTHER.address).check(chain_id=CHAIN)
    with pytest.raises(ProofError):
        replace(good, public="ab" * 32).check(chain_id=CHAIN)
    for bad in (
        replace(good, public=good.public.upper()),
        replace(good, public="ab"),
        replace(good, signature="zz"),
        replace(good, account=good.account.lower()),
        replace(good, chain_id=1),
    ):
        with pytest.raises(LedgerError):
            bad.check(chain_id=CHAIN)


def test_a_grant_of_another_form_is_refused():
    _, (grant,) = sealed_for(b"x", SEAT)
    replace = msgspec.structs.replace
    for bad in (
        replace(grant, wrapped="!"),
        replace(grant, wrapped="AAAA"),
        replace(grant, public="x"),
        replace(grant, evidence="x"),
        replace(grant, reader=grant.reader.lower()),
    ):
        with pytest.raises(InvalidInputError):
            bad.check()


@given(st.binary(max_size=200))
def test_any_bytes_stay_closed(data):
    with pytest.raises(LedgerError):
        sealed_file.unseal(data, bytes(32))
