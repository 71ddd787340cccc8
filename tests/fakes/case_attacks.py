"""Ways to tamper with a case bundle, each with the code under which it must be refused. Documents are plain JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Attack = tuple[str, Callable[[Document], object], str]


def at(document: Document, event: str) -> int:
    """Return the place of the first fact of an event."""
    return next(place for place, fact in enumerate(document["facts"]) if fact["event"] == event)


def fact(document: Document, event: str) -> Document:
    """Return the first fact of an event."""
    found: Document = document["facts"][at(document, event)]
    return found


def drop(document: Document, event: str) -> None:
    """Leave the first fact of an event out."""
    document["facts"].pop(at(document, event))


def swap(document: Document, first: str, second: str) -> None:
    """Let two facts change places."""
    one, two = at(document, first), at(document, second)
    facts = document["facts"]
    facts[one], facts[two] = facts[two], facts[one]


def present(document: Document) -> Document:
    """Return the first evidence file that is here."""
    found: Document = next(item for item in document["evidence"] if item["state"] == "present")
    return found


def flip(text: str, place: int = -1) -> str:
    """Change one hex digit."""
    place %= len(text)
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


ATTACKS: list[Attack] = [
    ("drop the opening", lambda d: drop(d, "DisputeOpened"), "not_opened"),
    ("drop the notice", lambda d: drop(d, "RespondentNotified"), "missing_fact"),
    ("drop the lock", lambda d: drop(d, "BondLocked"), "missing_fact"),
    ("drop the lifting of the lock", lambda d: drop(d, "BondUnlocked"), "missing_fact"),
    ("drop the slash", lambda d: drop(d, "BondSlashed"), "missing_fact"),
    ("drop a credit", lambda d: drop(d, "CreditAdded"), "missing_fact"),
    ("drop the change of standing", lambda d: drop(d, "StandingChanged"), "missing_fact"),
    ("drop the ruling", lambda d: drop(d, "RulingGiven"), "missing_fact"),
    ("drop the arming", lambda d: drop(d, "PanelArmed"), "missing_fact"),
    ("drop the draw", lambda d: drop(d, "PanelDrawn"), "not_allowed"),
    ("drop a commitment", lambda d: drop(d, "VoteCommitted"), "mismatch"),
    ("drop a vote and its pay", lambda d: (drop(d, "VoteRevealed"), drop(d, "CreditAdded")), "mismatch"),
    ("drop the final ruling", lambda d: drop(d, "DisputeFinalized"), "not_allowed"),
    ("drop the policy", lambda d: drop(d, "PolicyQueued"), "policy_not_proved"),
    ("drop an arbitrator of the draw", lambda d: drop(d, "ArbitratorListed"), "incomplete_roster"),
    ("drop the answer to who was liable", lambda d: drop(d, "EpochOpened"), "epoch_not_proved"),
    ("state one fact twice", lambda d: d["facts"].insert(3, d["facts"][3]), "duplicate_fact"),
    ("change the order of events", lambda d: swap(d, "VoteCommitted", "VoteRevealed"), "out_of_order"),
    ("swap the reveals of two seats", lambda d: d["facts"].reverse(), "out_of_order"),
    ("call an event another", lambda d: fact(d, "VoteRevealed").update(event="VoteCommitted"), "other_event"),
    (
        "take another log for a vote",
        lambda d: fact(d, "VoteRevealed").update(log_in_receipt=9),
        "other_event",
    ),
    (
        "take the header of another block",
        lambda d: fact(d, "VoteRevealed").update(header=fact(d, "DisputeOpened")["header"]),
        "bad_header",
    ),
    (
        "move a fact to another block",
        lambda d: fact(d, "VoteRevealed").update(
            header=fact(d, "DisputeOpened")["header"],
            block_hash=fact(d, "DisputeOpened")["block_hash"],
            block_number=fact(d, "DisputeOpened")["block_number"],
        ),
        "out_of_order",
    ),
    (
        "change a vote in its receipt",
        lambda d: fact(d, "VoteRevealed").update(
            receipt_proof=[flip(n) for n in fact(d, "VoteRevealed")["receipt_proof"]]
        ),
        "bad_receipt_proof",
    ),
    ("let a node ride along", lambda d: fact(d, "DisputeOpened")["receipt_proof"].append("c0"), "bad_receipt_proof"),
    ("state another ruling", lambda d: d["summary"].update(ruling="dismissed"), "other_summary"),
    ("state another vote", lambda d: d["summary"]["votes"][0].update(vote="dismissed"), "other_summary"),
    ("state another payout", lambda d: d["summary"]["effects"].update(to_claimant="1"), "other_summary"),
    ("state another party", lambda d: d["summary"].update(injured=d["summary"]["claimant"]), "other_summary"),
    ("state another end", lambda d: d["summary"].update(state="final"), "other_summary"),
    (
        "change evidence",
        lambda d: present(d).update(content=base64.b64encode(b"something else").decode()),
        "evidence_changed",
    ),
    ("leave evidence out", lambda d: d["evidence"].pop(0), "missing_evidence"),
    ("add evidence", lambda d: d["evidence"].append({**d["evidence"][0], "sha256": "11" * 32}), "idle_evidence"),
    ("show evidence twice", lambda d: d["evidence"].append(d["evidence"][0]), "duplicate_evidence"),
    ("turn the evidence round", lambda d: d["evidence"].reverse(), "out_of_order"),
    ("call evidence withheld", lambda d: present(d).update(state="withheld"), "bad_evidence"),
    ("call evidence of another type", lambda d: d["evidence"][0].update(media_type="text/html"), "other_media_type"),
    ("write evidence in other base64", lambda d: present(d).update(content="!"), "bad_evidence"),
    ("show another block for the draw", lambda d: d.update(draw_block=d["as_of"]), "other_block"),
    ("change the block of the draw", lambda d: d["draw_block"].update(header="c0"), "bad_header"),
    ("leave the draw's block out", lambda d: d.update(draw_block=None), "idle_fact"),
    ("leave the record out", lambda d: d.update(record=None), "idle_fact"),
    (
        "change the record",
        lambda d: d["record"]["segments"][0]["records"][0].update(
            text=d["record"]["segments"][0]["records"][0]["text"].replace("intent", "intenT")
        ),
        "root_mismatch",
    ),
    ("say that it proves more", lambda d: d["proves"].append("that the agent is bad"), "other_words"),
    ("say that it proves all", lambda d: d["does_not_prove"].clear(), "other_words"),
    ("name another court", lambda d: _rename(d, "DisputeCourt"), "other_event"),
    ("name another chain", lambda d: d["deployment"].update(chain_id=1), "not_allowed"),
    ("name a contract of no fact", lambda d: _rename(d, "Mandates"), "idle_contract"),
    ("name no registry", lambda d: d["deployment"]["contracts"].pop("AgentRegistry"), "missing_contract"),
    ("name no court", lambda d: d["deployment"]["contracts"].pop("DisputeCourt"), "other_event"),
    ("name no panel", lambda d: d["deployment"]["contracts"].pop("PanelArbitrator"), "missing_contract"),
    ("write an address in small letters", lambda d: _lower(d, "KeyRing"), "bad_checksum"),
    ("say it is about another dispute", lambda d: d["subject"].update(id="77"), "not_opened"),
    ("say it is about dispute 01", lambda d: d["subject"].update(id="0" + d["subject"]["id"]), "bad_subject"),
    ("say it is about another agent", lambda d: d["subject"].update(agent=d["subject"]["agent"] + "1"), "other_agent"),
    ("say it is about a rumour", lambda d: d["subject"].update(kind="rumour"), "bad_subject"),
    ("make it older than its facts", lambda d: d.update(as_of=_first_block(d)), "after_as_of"),
    ("give it another as_of", lambda d: d["as_of"].update(number=d["as_of"]["number"] + 1), "bad_header"),
]


def _rename(document: Document, name: str) -> None:
    document["deployment"]["contracts"][name] = "0x" + "11" * 20


def _lower(document: Document, name: str) -> None:
    contracts = document["deployment"]["contracts"]
    contracts[name] = contracts[name].lower()


def _first_block(document: Document) -> Document:
    first = document["facts"][0]
    return {"number": first["block_number"], "hash": first["block_hash"], "header": first["header"]}
