"""A case in court, scene by scene: claim, answer, draw, votes, appeal, ruling, money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo.scenes import ether, short

HOURS = 3600


@dataclass(frozen=True, slots=True)
class Claim:
    """A customer disputes what an agent did; amounts in wei, `anchor` is the anchor's block."""

    number: int
    claimant: str
    accused: str
    liable: str
    record: str
    anchor: int
    fault_class: str
    papers: Sequence[str]
    auditor: str
    evidence: str
    deposit: int
    fee: int
    locked: int
    tx: str
    block: int

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: the claim"

    def told(self) -> str:
        """Say who claims what against whom, how it came to know, and what it risks."""
        return (
            f"{self.claimant}, a customer, came across a file about themselves at an address outside the market, with "
            f"the market's covering note: sent by {self.accused}, by record {short(self.record)}. Anyone can read that "
            f"record; it only commits to what was sent. {self.auditor}, an auditor, asked {self.accused}'s owner to "
            f"open it, as the market's terms demand, and salt and value hash to the commitment.\n\n"
            f"{self.claimant} claims {self.fault_class} by {self.accused}, for which its owner {short(self.liable)} "
            f"answers. Filed: {', '.join(self.papers)} (evidence {short(self.evidence)}). The court was shown "
            f"the path from the record to the root that the log anchored in block {self.anchor}: that the record is "
            f"{self.accused}'s is proved, not claimed.\n\n"
            f"{self.claimant} put down {ether(self.deposit)} as a deposit and {ether(self.fee)} for arbitrators; "
            f"{ether(self.locked)} of the owner's bond are locked (block {self.block}, {self.tx[:18]}…)."
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The owner answers; the indexer was killed before it did."""

    number: int
    liable: str
    accused: str
    statement: str
    papers: Sequence[str]
    evidence: str
    block: int

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: the answer"

    def told(self) -> str:
        """Say what the owner answers, and with what."""
        filed = ", ".join(self.papers) if self.papers else "no file"
        return (
            f"The owner of {self.accused} ({short(self.liable)}) responded in block {self.block}: "
            f'"{self.statement}" It filed {filed} (evidence {short(self.evidence)}).'
        )


@dataclass(frozen=True, slots=True)
class Draw:
    """Three seats are drawn."""

    number: int
    roster: Sequence[str]
    seats: Sequence[tuple[str, str]]
    conflicted: str
    accused: str
    draw_block: int
    block: int
    earlier: Sequence[str] = ()
    """Who judged before; none of them can be drawn again."""

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: who judges" + (" the appeal" if self.earlier else "")

    def told(self) -> str:
        """Say who was drawn, how, and who could not be."""
        if self.earlier:
            names = "\n".join(f'  {name:<8} rule: "{rule}"' for name, rule in self.seats)
            return (
                f"{len(self.seats)} others: {', '.join(self.earlier)} have judged and cannot be drawn again, nor can "
                f"{self.conflicted}. The hash of block {self.draw_block} drew (block {self.block}):\n\n{names}"
            )
        drawn = "\n".join(f'  {name:<8} rule: "{rule}"' for name, rule in self.seats)
        return (
            f"{', '.join(self.roster)} are accredited and have a stake. {self.conflicted} has business with "
            f"{self.accused}'s owner, had declared it, and cannot be drawn. Nobody chose: the hash of block "
            f"{self.draw_block}, which did not exist when the owner answered, drew (block {self.block}):\n\n{drawn}"
        )


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote in words, with its reasons, whose hash is on chain."""

    name: str
    rule: str
    vote: str
    reasons: str
    reasons_hash: str


@dataclass(frozen=True, slots=True)
class Votes:
    """What each seat decided and why."""

    number: int
    votes: Sequence[Vote]

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: the votes"

    def told(self) -> str:
        """Say how each voted, and why."""
        said = "\n\n".join(
            f"{one.name} {one.vote} ({one.rule}). {one.reasons} (reasons {short(one.reasons_hash)})"
            for one in self.votes
        )
        return (
            "Each read the files by their hashes, decided alone, and committed to vote and reasons before any vote "
            f"was seen.\n\n{said}"
        )


@dataclass(frozen=True, slots=True)
class Appeal:
    """The loser appeals a ruling that has moved nothing yet; `cost` in wei."""

    number: int
    ruling: str
    upheld: int
    dismissed: int
    refused: int
    appellant: str
    account: str
    grounds: str
    cost: int
    seats: int
    appeal_seconds: int
    block: int

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: {self.ruling}, and appealed"

    def told(self) -> str:
        """Say what the first panel ruled, who appeals, on what grounds, and who pays."""
        return (
            f"{self.upheld} to uphold, {self.dismissed} to dismiss, {self.refused} to refuse: the first panel says "
            f"{self.ruling}. For {self.appeal_seconds // HOURS} hours that moves neither money nor standing, and "
            f"whoever lost may ask once for a larger panel.\n\n{self.appellant} ({short(self.account)}) does, in block "
            f'{self.block}: "{self.grounds}" It pays {ether(self.cost)} for {self.seats} seats; who won pays nothing.'
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """The ruling and what it did; amounts in wei, standing 0 to 1."""

    number: int
    accused: str
    ruling: str
    upheld: int
    dismissed: int
    refused: int
    basis: str
    before: str
    """What the first panel had ruled."""
    slashed: int
    bond_before: int
    bond_after: int
    score_before: float
    score_after: float
    block: int

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: {self.ruling}"

    @property
    def colour(self) -> str:
        """Red where the agent lost."""
        return "red" if self.ruling == "upheld" else "green"

    def told(self) -> str:
        """Say what was ruled, when it became final, and what it took."""
        moved = (
            f"{ether(self.slashed)} were taken from the bond of {self.accused}'s owner, which fell from "
            f"{ether(self.bond_before)} to {ether(self.bond_after)}, and {self.accused}'s standing in conduct fell "
            f"from {self.score_before:.1%} to {self.score_after:.1%}"
            if self.ruling == "upheld"
            else f"nothing was taken from {self.accused}'s bond, and its standing stays at {self.score_after:.1%}"
        )
        confirmed = "as the first panel said" if self.before == self.ruling else f"not {self.before}, as before"
        return (
            f"{self.upheld} to uphold, {self.dismissed} to dismiss, {self.refused} to refuse: the claim is "
            f"{self.ruling}, {confirmed}, upon {self.basis}. Both rulings stay on record; only this one counts. There "
            f"is no third panel, so that anyone could make it final and have it executed (block {self.block}): {moved}."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """What one of them put in and took out, in wei."""

    name: str
    paid: int
    got: int
    what: str


@dataclass(frozen=True, slots=True)
class Money:
    """Who paid and who got what, and the gas that all of it took."""

    number: int
    shares: Sequence[Share]
    burned: int
    transactions: int
    gas_used: int

    colour = "cyan"

    @property
    def title(self) -> str:
        """One line above the frame."""
        return f"dispute {self.number}: what it cost"

    def told(self) -> str:
        """List what went in and what came out; the two sums are equal."""
        wide = max(len(share.name) for share in self.shares)
        lines = [f"{'':<{wide}}  {'put in':>10}  {'got out':>10}"]
        lines += [
            f"{share.name:<{wide}}  {ether(share.paid):>10}  {ether(share.got):>10}  {share.what}"
            for share in self.shares
        ]
        lines.append(f"{'burned':<{wide}}  {'':>10}  {ether(self.burned):>10}")
        return (
            "\n".join(lines)
            + f"\n\n{self.transactions} transactions moved the case from the claim to the last payment, for "
            f"{self.gas_used:,} gas."
        )

    @property
    def balances(self) -> bool:
        """Whether everything that went in came out."""
        return sum(share.paid for share in self.shares) == sum(share.got for share in self.shares) + self.burned
