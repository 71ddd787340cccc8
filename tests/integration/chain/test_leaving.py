"""An operator leaves with its bond, once nothing that it promised is open, and not before its time."""

from __future__ import annotations

import secrets

import pytest

from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.logs import ChainAnchor, register_log
from ledger.errors import ConflictError, NotFoundError
from ledger.logserver.closing import Notice
from ledger.serve.leaving import leave

pytestmark = pytest.mark.integration
UNBONDING = 96 * 86_400
CLOSING = Notice(at=1)


def status(accepted: int, waiting: int | None = 0) -> dict:
    return {"accepted": accepted, "challenges": {"waiting": waiting}}


@pytest.fixture
def log(sender):
    origin = f"leaving/{secrets.token_hex(4)}"
    return register_log(sender, origin=origin, checkpoint_key=bytes(32), url="", bond=MIN_OPERATOR_BOND)


@pytest.fixture
def untimed(dev):
    """Take the clock back after a test that moves it by months."""
    kept = dev.snapshot()
    yield
    dev.revert(kept)


def now(chain) -> int:
    return chain.head().timestamp


@pytest.mark.parametrize(
    ("notice", "told", "code"),
    [(None, status(0), "not_closing"), (CLOSING, status(2), "not_drained"), (CLOSING, status(0, 1), "challenged")],
)
def test_an_operator_that_owes_something_stays(chain, sender, log, notice, told, code):
    with pytest.raises(ConflictError) as found:
        leave(sender, log, notice, told, now=now(chain))
    assert (found.value.code, bool(found.value.hint)) == (code, True)


def test_a_stranger_cannot_leave_with_another_s_bond(chain, new_sender, log):
    with pytest.raises(NotFoundError):
        leave(new_sender(), log, CLOSING, status(0), now=now(chain))


def test_the_bond_is_asked_for_waited_for_and_taken_once(untimed, chain, dev, sender, log):
    ChainAnchor(sender, log).anchor(2, secrets.token_bytes(32), [])
    asked = leave(sender, log, CLOSING, status(2), now=now(chain))
    assert (asked.step, asked.amount) == ("asked", MIN_OPERATOR_BOND)
    waiting = leave(sender, log, CLOSING, status(2), now=now(chain))
    assert (waiting.step, waiting.release_at) == ("waiting", asked.release_at)
    dev.increase_time(UNBONDING + 1)
    dev.mine()
    taken = leave(sender, log, CLOSING, status(2), now=now(chain))
    assert (taken.step, taken.amount) == ("taken", MIN_OPERATOR_BOND)
    assert leave(sender, log, CLOSING, status(2), now=now(chain)).step == "done"
