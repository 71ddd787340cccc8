"""What a seller believes of a receipt: only what the chain and the order confirm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from demo.actor import RuleError
from demo.cast import Persona
from demo.creditor import Creditor
from demo.enrol import Enrolled
from ledger.domain.authority import Mandate
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest

REGISTRY = checksum("0x" + "11" * 20)
BUYER, SELLER = (AgentRef(31337, REGISTRY, number) for number in (1, 2))
KEY, OWNER, STRANGER = (SessionKey(bytes([number]) * 32) for number in (3, 4, 5))
MANDATE = Mandate(OWNER.address, BUYER.agent_id, 500, 2_000_000_000, bytes(32), bytes(32))
ORDER = {"order_id": 9, "buyer": str(BUYER), "total": 120}


class Chain:
    """Knows one session key."""

    def read(self, contract, function, *args):
        assert (contract, function) == ("KeyRing", "mayState")
        return args == (KEY.address, BUYER.agent_id, 0)


@pytest.fixture
def creditor():
    seller = Enrolled(Persona("Juno", "seller"), SELLER, 0, STRANGER, OWNER)
    return Creditor(Chain(), {str(SELLER): seller}, {}, lambda _: None, {b"m" * 32: MANDATE})


def receipt(key=KEY, **changes):
    said = Receipt(
        agent=BUYER.key, epoch=0, stream=1, seq=5, record_hash=bytes(32), counterparty=counterparty_of(OWNER.address),
        chain=31337, log=bytes(32), anchor_by=1, amount=120, tool=bytes(32), mandate=b"m" * 32, running_total=200,
    )  # fmt: skip
    said = replace(said, **changes)
    return SignedReceipt(said, key.sign(digest(said.hash)))


def test_a_good_receipt_names_the_mandate(creditor):
    assert creditor.check(str(SELLER), ORDER, receipt()) == MANDATE


@pytest.mark.parametrize(
    "changes",
    [{"amount": 119}, {"agent": SELLER.key}, {"counterparty": counterparty_of(STRANGER.address)}],
)
def test_a_receipt_about_something_else_is_refused(creditor, changes):
    with pytest.raises(RuleError, match="about something else"):
        creditor.check(str(SELLER), ORDER, receipt(**changes))


def test_a_receipt_that_the_buyer_did_not_sign_is_refused(creditor):
    with pytest.raises(RuleError, match="not signed by its buyer"):
        creditor.check(str(SELLER), ORDER, receipt(STRANGER))
