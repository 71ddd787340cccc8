"""Signing in with a wallet: one form of message, for one domain, chain and time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import sign_in
from ledger.domain.sign_in import SignIn
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, LedgerError, NotIdentifiedError

KEY = SessionKey(b"\x05" * 32)
NOW = 1_800_000_000
OURS = {"domain": "ombud.example:8740", "uri": "https://ombud.example:8740", "chain_id": 31337}
WANTED = SignIn(OURS["domain"], KEY.address, OURS["uri"], 31337, "a1b2c3d4e5", NOW, NOW + 300)


def signed(wanted, key=KEY):
    message = wanted.message()
    return message, key.sign(sign_in.personal_digest(message))


def test_the_text_is_that_of_the_standard():
    assert WANTED.message() == (
        "ombud.example:8740 wants you to sign in with your Ethereum account:\n"
        f"{KEY.address}\n"
        "\n"
        "Read what the cases of this account let it read.\n"
        "\n"
        "URI: https://ombud.example:8740\n"
        "Version: 1\n"
        "Chain ID: 31337\n"
        "Nonce: a1b2c3d4e5\n"
        "Issued At: 2027-01-15T08:00:00Z\n"
        "Expiration Time: 2027-01-15T08:05:00Z"
    )


def test_what_a_wallet_signs_is_taken():
    message = WANTED.message()
    wallet = Account.from_key(KEY.secret)
    signature = wallet.sign_message(encode_defunct(text=message)).signature
    assert sign_in.check(message, bytes(signature), now=NOW + 1, **OURS) == WANTED


@pytest.mark.parametrize(
    "other",
    [
        {"domain": "ombud.example"},
        {"uri": "https://evil.example"},
        {"chain_id": 1},
    ],
)
def test_what_is_for_somebody_else_is_refused(other):
    message, signature = signed(replace(WANTED, **other))
    with pytest.raises(NotIdentifiedError, match="it is for"):
        sign_in.check(message, signature, now=NOW + 1, **OURS)


@pytest.mark.parametrize(("now", "why"), [(NOW + 300, "over"), (NOW - 61, "begun")])
def test_it_holds_in_its_time_alone(now, why):
    message, signature = signed(WANTED)
    with pytest.raises(NotIdentifiedError, match=why):
        sign_in.check(message, signature, now=now, **OURS)


def test_another_key_signs_nobody_else_in():
    message, signature = signed(WANTED, SessionKey(b"\x06" * 32))
    with pytest.raises(NotIdentifiedError, match="another key"):
        sign_in.check(message, signature, now=NOW, **OURS)


def test_any_other_signature_is_refused():
    message, signature = signed(WANTED)
    for wrong in (signature[:-1], signature[:-1] + b"\x00", bytes(65), b""):
        with pytest.raises(LedgerError):
            sign_in.check(message, wrong, now=NOW, **OURS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Version: 1", "Version: 2"),
        ("Version: 1\n", ""),
        ("\n\nURI", "\nURI"),
        ("Chain ID: 31337", "Chain ID: 031337"),
        ("Nonce: a1b2c3d4e5", "Nonce: a1b2"),
        ("Nonce: a1b2c3d4e5", "Nonce: a1b2 c3d4e5"),
        ("2027-01-15T08:00:00Z", "2027-01-15T08:00:00+00:00"),
        ("2027-01-15T08:00:00Z", "2027-13-15T08:00:00Z"),
        ("2027-01-15T08:05:00Z", "2027-01-15T08:05:00Z\nResources:\n- https://x"),
        ("2027-01-15T08:05:00Z", "2027-01-15T08:05:00Z\n"),
        ("Read what", "Give away what"),
        (KEY.address, KEY.address.lower()),
        (KEY.address, KEY.address[:-1]),
        ("wants you", "WANTS you"),
        ("ombud.example:8740 wants", "ombud.example:8740/x wants"),
        ("\n", "\r\n"),
    ],
)
def test_only_what_we_write_is_read(old, new):
    text = WANTED.message()
    assert old in text
    with pytest.raises(InvalidInputError):
        sign_in.parse(text.replace(old, new))


@given(st.integers(1, 1 << 40), st.integers(0, 1 << 36), st.from_regex(r"[A-Za-z0-9]{8,64}", fullmatch=True))
def test_what_is_written_is_read_back(chain, at, nonce):
    wanted = SignIn("localhost", KEY.address, "http://localhost", chain, nonce, at, at + 300)
    assert sign_in.parse(wanted.message()) == wanted


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with pytest.raises(InvalidInputError):
        sign_in.parse(text)
