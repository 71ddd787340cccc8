"""Who paid and got what: everybody claims its credit from the vault, and the sums are those of the chain."""

from __future__ import annotations

from demo.court.trial import Trial
from demo.measures import credit_of
from demo.scenes import ether
from demo.scenes.court import Money, Share
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.signing import SessionKey


def claim(chain: Chain, account: SessionKey) -> tuple[int, int]:
    """Take an account's whole credit out of the vault; returns the wei claimed and the gas used (0 and 0 for none)."""
    if credit_of(chain, account.address) == 0:
        return 0, 0
    sent = Sender(chain, account).send("BondVault", "claim")
    return int(sent.event("CreditClaimed").args["amount"]), sent.gas_used


def settle_accounts(trial: Trial) -> Money:
    """Let claimant, counterparty, owner and arbitrators claim what they are owed, and say who got what.

    Raises:
        LedgerError: whatever the chain refuses.
        ValueError: if the dispute is not executed.
    """
    case, paid = trial.case, trial.payout
    if paid is None:
        raise ValueError("the dispute is not executed")
    sides, chain = trial.sides, trial.chain
    arbitrators = [trial.bench.by_account(seat) for seats in trial.panels for seat in seats]
    claimed = {account.address: claim(chain, account) for account in [sides.claimant.account, sides.accused.owner]}
    claimed |= {one.account.address: claim(chain, one.account) for one in arbitrators}
    trial.gas += [gas for _, gas in claimed.values() if gas]

    def got(account: SessionKey) -> int:
        return claimed[account.address][0]

    owner = f"owner of {sides.accused.persona.name}"
    more = paid.to_claimant - case.deposit - case.fee
    back = f"deposit and fee back, and {ether(more)} more" if more > 0 else "what the ruling left of it"
    shares = [
        Share(sides.claimant.customer.name, case.deposit + case.fee, got(sides.claimant.account), back),
        Share(owner, paid.slashed + trial.appeal_paid, got(sides.accused.owner), "taken from its bond, and the appeal"),
        *(Share(one.name, 0, got(one.account), "for the vote, whatever it was") for one in arbitrators),
    ]
    return Money(case.dispute_id, shares, paid.burned, len(trial.gas), sum(trial.gas))
