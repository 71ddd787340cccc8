"""The bench: arbitrators with a stake and an accreditation, each with a stated rule; one may not judge this owner."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from demo.api import Api
from demo.court.exhibits import file_text
from demo.court.rules import HARM, LETTER, PURPOSE, TRUST, Rule
from demo.enrol import ETHER
from ledger.chain import panel
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey

BENCH: Final = (
    ("Amina", PURPOSE),
    ("Boris", HARM),
    ("Chidi", LETTER),
    ("Dolores", PURPOSE),
    ("Emeka", TRUST),
    ("Farida", HARM),
    ("Goran", TRUST),
    ("Hiro", PURPOSE),
    ("Ines", HARM),
    ("Jonas", TRUST),
    ("Kemi", PURPOSE),
    ("Lars", HARM),
    ("Mina", TRUST),
)
"""Who may be drawn, and by which rule each decides: enough for three seats and, on appeal, seven others."""
CONFLICTED: Final = "Dolores"
"""Has business with the owner that is accused, and says so before anyone is drawn."""
VALID_SECONDS: Final = 365 * 24 * 3600
_GAS_WEI: Final = ETHER


@dataclass(frozen=True, slots=True)
class Arbitrator:
    """Somebody who may be drawn."""

    name: str
    rule: Rule
    account: SessionKey


@dataclass(frozen=True, slots=True)
class Bench:
    """All who may be drawn, and who of them declared a conflict."""

    arbitrators: Sequence[Arbitrator]
    conflicted: Arbitrator

    def by_account(self, account: Address) -> Arbitrator:
        """Return who has an account."""
        return next(one for one in self.arbitrators if one.account.address == account)


def seat_bench(chain: Chain, api: Api, accreditor: SessionKey, liable: Address) -> Bench:
    """Accredit and register everybody, and let one declare its conflict.

    Args:
        chain: The chain.
        api: Takes the documents that say who the arbitrators are.
        accreditor: Signs the accreditations.
        liable: Account that one of them has business with.

    Raises:
        LedgerError: whatever the chain refuses.
    """
    node, terms = DevNode(chain), panel.roster(chain)
    until = chain.head().timestamp + VALID_SECONDS
    bench = [Arbitrator(name, rule, SessionKey(secrets.token_bytes(32))) for name, rule in BENCH]
    for one in bench:
        node.fund(one.account.address, terms.min_stake + _GAS_WEI)
        document = file_text(api, json.dumps({"name": one.name, "rule": one.rule.says}, sort_keys=True), one.name)
        signed = panel.accredit(chain, accreditor, one.account.address, document, until)
        panel.register(Sender(chain, one.account), document, until, signed, terms.min_stake)
    conflicted = next(one for one in bench if one.name == CONFLICTED)
    Sender(chain, conflicted.account).send("PanelArbitrator", "declareConflict", liable, True)  # noqa: FBT003 the contract's own
    return Bench(bench, conflicted)
