"""Faults that a proof decides: two histories, and a payment beyond a mandate."""

from __future__ import annotations

from dataclasses import dataclass

from demo.scenes import ether, money, short


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a proved fault cost, in the figures of its transaction and of the chain before and after it."""

    fault_key: str
    tx: str
    block: int
    gas_used: int
    bond_before: int
    slashed: int
    reward: int
    score_before: float
    score_after: float

    def told(self, culprit: str, prover: str, also: str = "") -> str:
        """Say it in words."""
        return (
            f"In one transaction ({self.tx[:18]}…, block {self.block}, {self.gas_used:,} gas) {also}"
            f"{ether(self.slashed)} of a bond of {ether(self.bond_before)} were slashed ({ether(self.reward)} to "
            f"{prover}, the rest burned), and {culprit}'s standing fell from {self.score_before:.1%} to "
            f"{self.score_after:.1%}."
        )


@dataclass(frozen=True, slots=True)
class Equivocation:
    """A seller that signed two histories, and the buyer that convicted it."""

    forker: str
    victim: str
    first_seq: int
    last_seq: int
    to_the_log: str
    to_the_victim: str
    penalty: Penalty

    title = "convicted: equivocation"
    colour = "red"

    def told(self) -> str:
        """Say who lied to whom, how it was proved, and what it cost."""
        span = (
            f"record {self.first_seq}"
            if self.first_seq == self.last_seq
            else f"records {self.first_seq} to {self.last_seq}"
        )
        return (
            f"{self.forker}, a seller, signed two histories. For {span} of its own stream it told the log that it "
            f"{self.to_the_log}; to {self.victim}, its buyer, it showed a signed history in which it "
            f"{self.to_the_victim}.\n\n"
            f"{self.victim} held both signatures and put them before the contract. No judge was asked: two different "
            f"statements, one key, the same place in one stream.\n\n"
            + self.penalty.told(self.forker, self.victim, "the epoch was closed, ")
        )


@dataclass(frozen=True, slots=True)
class Breach:
    """A buyer that paid more than its principal allowed, and the seller that convicted it. Amounts in cents."""

    spender: str
    customer: str
    seller: str
    mandate: str
    cap: int
    amount: int
    running_total: int
    seq: int
    record: str
    penalty: Penalty

    title = "convicted: beyond its mandate"
    colour = "red"

    def told(self) -> str:
        """Say what was allowed, what was paid, how it was proved, and what it cost."""
        return (
            f"{self.customer} had granted {self.spender}, a buyer, a mandate on chain ({short(self.mandate)}): to "
            f"spend {money(self.cap)} in all. {self.spender} paid {money(self.amount)} to {self.seller}, and with it "
            f"came to {money(self.running_total)}: {money(self.running_total - self.cap)} too much. The market took "
            f"the money; it knows of no mandate.\n\n"
            f"But every payment carries a receipt that the buyer signs before it pays. {self.seller} held the one for "
            f"record {self.seq} ({short(self.record)}), read the mandate from the chain, and put both before the "
            f"contract. No judge was asked: the cap and the running total are two numbers.\n\n"
            + self.penalty.told(self.spender, self.seller)
        )
