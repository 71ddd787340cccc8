"""Sessions of wallets: a challenge is signed once, a token lasts a quarter of an hour."""

from __future__ import annotations

import pytest

from ledger.access.callers import Callers
from ledger.access.keys import Keys
from ledger.access.sessions import SESSION_S, Sessions
from ledger.domain import sign_in
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotIdentifiedError
from ledger.store.callers import CallerStore
from ledger.store.connection import Connection
from ledger.store.keys import Space

KEY = SessionKey(b"\x05" * 32)
NOW = 1_800_000_000


class Clock:
    def __init__(self):
        self.now = float(NOW)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def connection(redis_url):
    found = Connection(redis_url)
    yield found
    found.close()


@pytest.fixture
def sessions(connection, clock):
    store = CallerStore(connection, Space(31337, "0x" + "ab" * 20))
    return Sessions(store, uri="http://127.0.0.1:8740", chain_id=31337, clock=clock)


def opened(sessions, key=KEY):
    message = sessions.challenge(key.address)
    return message, "0x" + key.sign(sign_in.personal_digest(message)).hex()


def test_a_signed_challenge_opens_a_session_once(sessions):
    message, signature = opened(sessions)
    session = sessions.open(message, signature)
    assert (session.account, session.expires) == (KEY.address, NOW + SESSION_S)
    assert sessions.caller(session.token).account == KEY.address
    with pytest.raises(NotIdentifiedError, match="used"):
        sessions.open(message, signature)


def test_a_challenge_that_is_none_of_ours_opens_nothing(sessions, connection):
    message, signature = opened(sessions)
    connection.call("FLUSHALL")
    with pytest.raises(NotIdentifiedError, match="used"):
        sessions.open(message, signature)


def test_a_wrong_signature_does_not_use_the_challenge_up(sessions):
    message, signature = opened(sessions)
    with pytest.raises(NotIdentifiedError):
        sessions.open(message, SessionKey(b"\x06" * 32).sign(sign_in.personal_digest(message)).hex())
    with pytest.raises(InvalidInputError):
        sessions.open(message, "zz")
    assert sessions.open(message, signature).account == KEY.address


def test_a_session_ends(sessions):
    session = sessions.open(*opened(sessions))
    sessions.close(session.token)
    with pytest.raises(NotIdentifiedError, match="over"):
        sessions.caller(session.token)


def test_sessions_lapse_and_their_tokens_are_not_kept(sessions, connection):
    session = sessions.open(*opened(sessions))
    names = list(connection.scan("*"))
    assert not any(session.token.encode() in name for name in names)
    (name,) = [name for name in names if b"a:session:" in name]
    assert 0 < connection.call("TTL", name) <= SESSION_S


def test_token_and_key_are_told_apart(sessions, tmp_path, clock):
    callers = Callers(Keys(tmp_path, clock), sessions)
    session = sessions.open(*opened(sessions))
    assert callers.identify(f"Bearer {session.token}").account == KEY.address
    with pytest.raises(NotIdentifiedError):
        callers.identify(f"Bearer {session.token[:-1]}")
    with pytest.raises(NotIdentifiedError):
        Callers(Keys(tmp_path, clock)).identify(f"Bearer {session.token}")


@pytest.mark.parametrize("account", ["", "0x12", "nobody", "0x" + "g" * 40])
def test_only_accounts_are_challenged(sessions, account):
    with pytest.raises(InvalidInputError):
        sessions.challenge(account)
