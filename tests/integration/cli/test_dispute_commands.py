"""Cases driven through the `ombud` command alone, on a stack whose clock may run ahead."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from ledger.chain import agents, court
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import CLAIM_DEPOSIT, MIN_STAKE, SEAT_FEE
from ledger.chain.deployment import Deployment
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.authority import tool_id
from ledger.domain.dispute import NOBODY
from ledger.domain.evidence_list import parse_evidence_list
from ledger.domain.hashing import ZERO32, sha256
from ledger.domain.ids import AgentRef
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import (
    ChainRevertError,
    ConflictError,
    InvalidInputError,
    NotAuthorisedError,
    NotFoundError,
    TooLargeError,
)
from ledger.sdk import Ledger, keystore
from ledger.serve.stack import Stack
from ledger.tiles.evidence import MAX_FILE_BYTES, open_evidence
from tests.integration.cli.conftest import Ombud, free_settings

pytestmark = pytest.mark.integration
FEE = 3 * SEAT_FEE


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A stack of its own, since time is moved; with an agent that leaked, and three arbitrators."""
    folder = tmp_path_factory.mktemp("court")
    with Stack(free_settings(folder / "home")) as stack:
        ombud = Ombud(stack.home.root)
        with Chain(stack.urls.rpc, Deployment.load(stack.settings.deployment_file)) as chain:
            made = SimpleNamespace(folder=folder, stack=stack, ombud=ombud, dev=DevNode(chain), chain=chain)
            made.agent = ok(ombud("agent", "register", "leaker", "--bond", "10", "--json"))
            made.number = int(made.agent["agent"].rpartition("/")[2])
            made.claimant = key(made, "claimant")
            made.lonely = answered(made)
            made.arbitrators = dict(arbitrator(made, name) for name in ("ada", "ben", "cyd"))
            yield made


def ok(said):
    assert said.code == 0, said.error
    return said.json()


def file(house, name, content="text"):
    path = house.folder / name
    path.write_text(content)
    return path


def key(house, name):
    path = house.folder / f"{name}.key"
    ok(house.ombud("key", "new", path, "--json"))
    return path


def key_of(house, name):
    return SessionKey(bytes.fromhex(key(house, name).read_text()))


def address(house, path):
    return ok(house.ombud("key", "show", path, "--json"))["address"]


def arbitrator(house, name):
    path, signed = key(house, name), house.folder / f"{name}.json"
    who, document = address(house, path), file(house, f"{name}.txt", f"{name} is fit to judge")
    until = str(house.chain.head().timestamp + 10**9)
    ok(house.ombud("arbitrator", "accredit", who, "--document", document, "--until", until, "-o", signed, "--json"))
    by = ("--accreditation", signed, "--key", path)
    joined = ok(house.ombud("arbitrator", "register", *by, "--stake", "3", "--json"))
    assert joined["stake"] == str(3 * MIN_STAKE)  # absences cost some
    return who, path


def logged(house):
    """Have the agent do something, and wait until the ledger knows it."""
    session = secrets.token_hex(4)
    with Ledger(
        house.stack.home.spool / "leaker",
        key=keystore.load(house.stack.home.session_key("leaker"), ""),
        log_url=house.stack.urls.log,
        name="leaker",
    ) as ledger:
        ledger.write("execute_tool", tool="leak", session=session, input={"file": "customers.csv"})
        ledger.flush(20)
    url = f"{house.stack.urls.api}/v1/sessions/{house.number}/{session}"
    found = until(lambda: httpx.get(url, trust_env=False).json().get("data", {}).get("items"))
    return found[0]["record_id"]


def until(ask, seconds=60.0):
    """Ask until there is an answer; returns it."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return found


def receipt(house, *, signer=None, **values):
    """Sign a receipt as the agent, and hand it over as a file."""
    usual = {
        "agent": AgentRef.parse(house.agent["agent"]).key,
        "epoch": 0,
        "stream": house.agent["stream"],
        "seq": 10**6,
        "record_hash": secrets.token_bytes(32),
        "counterparty": ZERO32,
        "chain": 31337,
        "log": bytes.fromhex(house.agent["log"]),
        "anchor_by": 1,
        "amount": 5,
        "tool": tool_id("pay"),
        "mandate": ZERO32,
        "running_total": 5,
    }
    said = Receipt(**usual | values)
    signer = signer or keystore.load(house.stack.home.session_key("leaker"), "")
    path = house.folder / f"receipt-{secrets.token_hex(4)}.json"
    path.write_bytes(SignedReceipt(said, signer.sign(digest(said.hash))).pack())
    return path


def opened(house, *more, record=None, by=None):
    """Open a dispute about a record, or a receipt if none is given."""
    action = (record,) if record else () if "--receipt" in more else ("--receipt", receipt(house))
    evidence = file(house, "leak.txt", "the file went out")
    claim = ("--fault", "deception", "--evidence", evidence, *(by or ("--key", house.claimant)))
    return house.ombud("dispute", "open", *action, *claim, *more, "--yes", "--json")


def answered(house):
    """Open a dispute and answer it."""
    number = ok(opened(house))["dispute"]
    answer = file(house, "answer.txt", "it was not confidential")
    return ok(house.ombud("dispute", "respond", number, "--evidence", answer, "--agent", "leaker", "--json"))


def moved(house, number):
    return ok(house.ombud("dispute", "advance", number, "--key", house.claimant, "--json"))


def vote(house, number, seat, choice="uphold"):
    reasons = file(house, f"reasons-{seat}.md", f"{choice} in {number}, by {seat}: the evidence says so")
    by = ("--reasons", reasons, "--key", house.arbitrators[seat])
    return house.ombud("dispute", "commit", number, "--vote", choice, *by, "--json")


def typed(answers, *words, home):
    """Call a command at a terminal of its own, and type answers; returns its code, and what it showed and asked."""
    terminal, inside = os.openpty()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
    begun = subprocess.Popen(
        [sys.executable, "-m", "ledger.serve", *map(str, words)],
        env={**ours, "OMBUD_HOME": str(home)}, stdin=inside, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(inside)
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    shown, asked = begun.communicate(timeout=120)
    os.close(terminal)
    return begun.returncode, shown, asked


def refused_by_contract(said, name):
    assert isinstance(said.error, ChainRevertError), said.error
    assert said.error.hint
    assert (said.error.details["name"], said.code) == (name, 7)


def refused(said, kind, code):
    assert isinstance(said.error, kind), said.error
    assert (said.error.code, said.error.exit_code) == (code, said.code)
    assert said.error.hint


def pass_time(house, until):
    house.dev.set_time(until)
    house.dev.mine()


def test_a_case_from_the_record_to_the_money(house):
    ombud, record = house.ombud, logged(house)
    chat = file(house, "chat.txt", "it said that it would")
    case = ok(opened(house, "--evidence", chat, "--statement", "It leaked a file.", record=record))
    number = case["dispute"]
    assert (case["agent_id"], case["liable"]) == (house.number, house.agent["owner"])
    assert (case["deposit"], case["fee"]) == (str(CLAIM_DEPOSIT), str(FEE))
    store = open_evidence(house.stack.settings.evidence_folder)
    listed = parse_evidence_list(store.get(case["evidence"]))
    assert [item.name for item in listed.files] == ["leak.txt", "chat.txt"]
    assert [item.sha256 for item in listed.files] == case["evidence_files"]
    assert listed.statement == "It leaked a file."
    assert case["waits"]["who"] == [house.agent["owner"]]
    served = httpx.get(f"{house.stack.urls.api}/v1/evidence/{case['evidence_files'][1]}", trust_env=False)
    assert served.status_code == 200

    idle = ok(ombud("dispute", "advance", number, "--key", house.claimant, "--json"))
    assert (idle["did"], idle["state"], idle["waits"]["for"]) == ([], "open", "a response")
    answer = file(house, "answer.txt", "it was not confidential")
    said = ombud("dispute", "respond", number, "--evidence", answer, "--agent", "leaker", "--json")
    assert ok(said)["roster"] >= len(house.arbitrators)
    more = ok(ombud("dispute", "evidence", number, chat, "--key", house.claimant, "--json"))
    assert more["evidence"] == case["evidence_files"][1]

    drawn = ok(ombud("dispute", "advance", number, "--key", house.claimant, "--json"))
    assert [step["step"] for step in drawn["did"]] == ["draw"]
    seats = drawn["did"][0]["seats"]
    assert set(seats) == set(house.arbitrators)

    early = ombud("dispute", "reveal", number, "--key", house.arbitrators[seats[0]], "--json")
    refused(early, ConflictError, "nothing_to_reveal")
    for seat, choice in zip(seats, ("uphold", "uphold", "dismiss"), strict=True):
        voted = ok(vote(house, number, seat, choice))
        ballot = json.loads((house.stack.home.root / "ballots" / f"{voted['commitment']}.json").read_text())
        assert (ballot["vote"], ballot["arbitrator"]) == (choice, seat)
        with pytest.raises(NotFoundError):
            store.meta(voted["reasons"])  # nobody reads a vote off its reasons before it is revealed
    for seat in seats:
        shown = ok(ombud("dispute", "reveal", number, "--key", house.arbitrators[seat], "--json"))
        assert shown["paid"] == str(SEAT_FEE)
        assert store.get(shown["reasons"]).endswith(b"the evidence says so")
    twice = ombud("dispute", "reveal", number, "--key", house.arbitrators[seats[0]], "--json")
    assert "has revealed already" in twice.error.message

    ruled = ok(ombud("dispute", "advance", number, "--key", house.claimant, "--json"))
    assert ([step["step"] for step in ruled["did"]], ruled["ruling"]) == (["conclude"], "upheld")
    ended = ok(ombud("dispute", "advance", number, "--skip", "--key", house.claimant, "--json"))
    assert [step["step"] for step in ended["did"]] == ["finalize", "execute"]
    assert (ended["state"], ended["waits"]) == ("executed", None)
    assert "nothing is due" in ombud("dispute", "advance", number, "--skip", "--key", house.claimant).out

    owed = ok(ombud("credit", "show", case["claimant"], "--json"))["credit"]
    assert int(owed) > CLAIM_DEPOSIT + FEE
    assert ok(ombud("credit", "claim", "--key", house.claimant, "--json"))["claimed"] == owed
    assert ombud("credit", "claim", "--key", house.claimant).error.details["name"] == "BondVault_NoCredit"


def test_people_are_told_what_it_costs_what_was_done_and_what_comes_next(house):
    ombud = house.ombud
    evidence = file(house, "leak.txt", "the file went out")
    said = ombud(
        "dispute",
        "open",
        "--receipt",
        receipt(house),
        "--fault",
        "harm",
        "--evidence",
        evidence,
        "--key",
        house.claimant,
        "--yes",
    )
    assert said.code == 0, said.error
    assert "0.05 ether; half of it is burned" in said.out
    assert "72 h to respond, 24 h to vote" in said.out
    assert f"it waits for a response from {house.agent['owner']}" in said.out
    number = next(line.split()[1] for line in said.out.splitlines() if line.startswith("dispute "))
    assert "nothing is due" in ombud("dispute", "advance", number, "--key", house.claimant).out
    answer = ombud("dispute", "respond", number, "--evidence", evidence, "--agent", "leaker").out
    assert f"anyone draws the panel with `ombud dispute advance {number}`" in answer
    drawn = ombud("dispute", "advance", number, "--key", house.claimant).out
    assert "drew the panel (block" in drawn
    assert drawn.count("  seat: 0x") == 3
    path = house.arbitrators[drawn.partition("  seat: ")[2].split()[0]]
    reasons = file(house, "why.md", "because")
    assert (
        "commitment" in ombud("dispute", "commit", number, "--vote", "refuse", "--reasons", reasons, "--key", path).out
    )
    assert "dispute evidence" not in ombud("dispute", "evidence", number, evidence, "--key", path).out
    assert "0 ether" in ombud("credit", "show", NOBODY).out


def test_nobody_is_charged_without_being_asked(house):
    evidence = file(house, "leak.txt", "the file went out")
    said = house.ombud(
        "dispute",
        "open",
        "--receipt",
        receipt(house),
        "--fault",
        "harm",
        "--evidence",
        evidence,
        "--key",
        house.claimant,
    )
    refused(said, InvalidInputError, "not_confirmed")
    assert "costs 0.08 ether" in said.error.message


def test_a_default_waits_for_time_and_blocks_and_a_late_response_undoes_it(house):
    case = ok(opened(house))
    number = case["dispute"]
    pass_time(house, case["waits"]["until"])
    entered = moved(house, number)
    assert [step["step"] for step in entered["did"]] == ["default"]
    assert (entered["ruling"], entered["waits"]["who"]) == ("upheld", [house.agent["owner"]])
    answer = file(house, "answer.txt", "it was not confidential")
    late = ok(house.ombud("dispute", "respond", number, "--evidence", answer, "--agent", "leaker", "--json"))
    assert late["panel"] is not None
    drawn = moved(house, number)
    assert [step["step"] for step in drawn["did"]] == ["draw"]


def test_a_claim_is_withdrawn_by_its_claimant_or_conceded_by_the_owner(house):
    number = ok(opened(house))["dispute"]
    stranger = house.ombud("dispute", "withdraw", number, "--agent", "leaker")
    refused_by_contract(stranger, "DisputeCourt_NotClaimant")
    assert "is not the claimant of dispute" in stranger.error.message
    given_up = ok(house.ombud("dispute", "withdraw", number, "--key", house.claimant, "--json"))
    assert given_up["dispute"] == number
    ended = moved(house, number)
    assert ([step["step"] for step in ended["did"]], ended["ruling"]) == (["execute"], "dismissed")
    number = ok(opened(house))["dispute"]
    refused_by_contract(house.ombud("dispute", "concede", number, "--key", house.claimant), "DisputeCourt_NotLiable")
    conceded = ok(house.ombud("dispute", "concede", number, "--agent", "leaker", "--json"))
    pass_time(house, conceded["waits"]["until"])
    ended = moved(house, number)
    assert ([step["step"] for step in ended["did"]], ended["ruling"]) == (["finalize", "execute"], "upheld")


def test_what_comes_too_late_or_out_of_turn_is_refused_in_words(house):
    ombud, answer = house.ombud, file(house, "answer.txt", "it was not confidential")
    case = ok(opened(house))
    number, owner = case["dispute"], ("--agent", "leaker")
    stranger = ombud("dispute", "respond", number, "--evidence", answer, "--key", house.claimant)
    refused_by_contract(stranger, "DisputeCourt_NotLiable")
    assert "is not liable in dispute" in stranger.error.message
    refused(vote(house, number, next(iter(house.arbitrators))), ConflictError, "no_panel")
    pass_time(house, case["waits"]["until"])
    pass_time(house, moved(house, number)["waits"]["until"])
    late = ombud("dispute", "respond", number, "--evidence", answer, *owner)
    refused_by_contract(late, "DisputeCourt_TooLate")
    assert "the time to respond was over on 20" in late.error.message
    assert moved(house, number)["state"] == "executed"
    refused_by_contract(
        ombud("dispute", "evidence", number, answer, "--key", house.claimant), "DisputeCourt_WrongState"
    )


def test_seats_vote_once_in_their_time_and_as_they_committed(house):
    ombud = house.ombud
    number = answered(house)["dispute"]
    refused_by_contract(vote(house, number, next(iter(house.arbitrators))), "PanelArbitrator_WrongPhase")
    seats = moved(house, number)["did"][0]["seats"]
    first = house.arbitrators[seats[0]]
    stranger = ombud("dispute", "commit", number, "--vote", "uphold", "--reasons", first, "--key", house.claimant)
    refused_by_contract(stranger, "PanelArbitrator_NotSeated")
    refused(ombud("dispute", "reveal", number, "--key", house.claimant), ConflictError, "nothing_to_reveal")
    kept = house.folder / "ballot.json"
    voted = ok(vote(house, number, seats[0]))
    refused_by_contract(vote(house, number, seats[0]), "PanelArbitrator_NotSeated")
    refused_by_contract(ombud("dispute", "reveal", number, "--key", first), "PanelArbitrator_TooEarly")
    ok(vote(house, number, seats[1]))
    pass_time(house, moved(house, number)["waits"]["until"])
    refused_by_contract(vote(house, number, seats[2]), "PanelArbitrator_TooLate")
    ballot = json.loads(Path(voted["ballot"]).read_text())
    kept.write_text(json.dumps(ballot | {"salt": "00" * 32}))
    refused_by_contract(
        ombud("dispute", "reveal", number, "--ballot", kept, "--key", first), "PanelArbitrator_WrongReveal"
    )
    Path(voted["ballot"]).rename(kept)
    refused(ombud("dispute", "reveal", number, "--key", first), NotFoundError, "no_ballot")
    assert ok(ombud("dispute", "reveal", number, "--ballot", kept, "--key", first, "--json"))["vote"] == "uphold"
    store = open_evidence(house.stack.settings.evidence_folder)
    ok(ombud("evidence", "add", Path(voted["ballot"]).with_suffix(".reasons"), "--json"))
    assert store.meta(voted["reasons"]).size > 0
    waiting = moved(house, number)
    assert (waiting["waits"]["for"], waiting["waits"]["who"]) == ("votes to be revealed", [seats[1]])
    pass_time(house, waiting["waits"]["until"])
    ruled = moved(house, number)
    # One vote of three is no quorum: others are drawn, once.
    assert [step["step"] for step in ruled["did"]] == ["conclude", "draw"]
    assert (ruled["ruling"], ruled["waits"]["for"]) == (None, "the draw of a panel")
    refused(
        ombud("dispute", "reveal", number, "--key", house.arbitrators[seats[2]]), ConflictError, "nothing_to_reveal"
    )


@pytest.mark.parametrize("command", ["respond", "evidence", "commit", "reveal", "advance"])
def test_a_dispute_that_does_not_exist_is_not_found(house, command):
    paper = file(house, "paper.txt")
    more = {
        "respond": ("--evidence", paper),
        "evidence": (paper,),
        "commit": ("--vote", "uphold", "--reasons", paper),
    }.get(command, ())
    said = house.ombud("dispute", command, 10**6, *more, "--key", house.claimant, "--json")
    refused(said, NotFoundError, "no_such_dispute")


def test_evidence_is_there_readable_and_within_the_limits(house):
    number = ok(opened(house))["dispute"]

    def add(*files):
        return house.ombud("dispute", "evidence", number, *files, "--key", house.claimant, "--json")

    big = house.folder / "big.bin"
    with big.open("wb") as out:
        out.truncate(MAX_FILE_BYTES + 1)
    refused(add(big), TooLargeError, "too_large")
    refused(add(house.folder / "nowhere.txt"), NotFoundError, "no_file")
    refused(add(house.folder), InvalidInputError, "bad_file")
    refused(add(file(house, "empty.txt", "")), InvalidInputError, "empty_evidence")
    refused(add("ab" * 32), NotFoundError, "no_such_evidence")
    refused(add(*[file(house, f"{n}.txt", f"{n}") for n in range(65)]), InvalidInputError, "bad_evidence_list")
    twice = file(house, "twice.txt", "the same")
    refused(add(twice, twice), InvalidInputError, "bad_evidence_list")


def test_a_record_made_on_chain_is_disputed_like_any_other(house):
    owner, session = Sender(house.chain, key_of(house, "direct")), SessionKey(secrets.token_bytes(32))
    for account in (owner.address, session.address):
        house.dev.fund(account, 10 * MIN_STAKE)
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [session], [StreamGrant(1)])
    made = secrets.token_bytes(32)
    Sender(house.chain, session).send("ActionLog", "record", ref.agent_id, 1, 0, ZERO32, 0, ZERO32, made, [])
    until(lambda: house.ombud("record", "show", made.hex(), "--json").code == 0)
    case = ok(opened(house, record=made.hex()))
    assert (case["agent_id"], case["liable"]) == (ref.agent_id, owner.address)


def test_an_action_is_named_once_and_known(house):
    evidence = ("--evidence", file(house, "leak.txt", "it went out"), "--key", house.claimant, "--yes")

    def open_(*more, fault="harm"):
        return house.ombud("dispute", "open", *more, "--fault", fault, *evidence)

    refused(open_(), InvalidInputError, "no_action")
    refused(open_("ab" * 32, "--receipt", receipt(house)), InvalidInputError, "no_action")
    refused(open_("ab" * 32), NotFoundError, "no_such_record")
    refused(open_("ab" * 32, fault="rudeness"), InvalidInputError, "bad_fault")
    refused(open_("--receipt", house.folder / "nowhere.json"), NotFoundError, "no_file")
    refused(open_("--receipt", file(house, "no.json", "{}")), InvalidInputError, "bad_receipt")
    forged = receipt(house, signer=SessionKey(secrets.token_bytes(32)))
    refused(open_("--receipt", forged), NotFoundError, "no_such_key")


def test_who_signs_is_said_once_and_is_not_of_the_agents_side(house):
    refused_by_contract(opened(house, by=("--agent", "leaker")), "DisputeCourt_OwnSide")
    refused(opened(house, by=("--statement", "")), InvalidInputError, "no_signer")
    refused(opened(house, "--agent", "leaker"), InvalidInputError, "no_signer")
    refused(opened(house, by=("--agent", "nobody")), NotFoundError, "no_owner_key")
    refused(opened(house, by=("--key", house.folder / "nowhere.key")), NotFoundError, "no_key_file")


def test_the_counterparty_of_a_receipt_is_named_to_the_court(house):
    injured, salt = SessionKey(secrets.token_bytes(32)).address, secrets.token_bytes(32)
    plain = receipt(house, counterparty=counterparty_of(injured))
    hidden = receipt(house, counterparty=counterparty_of(injured, salt))
    for paper, more in (
        (plain, ()),
        (plain, ("--counterparty", injured)),
        (hidden, ("--counterparty", injured, "--salt", salt.hex())),
    ):
        number = ok(opened(house, "--receipt", paper, *more, "--evidence", file(house, "x", str(more))))["dispute"]
        assert court.find(house.chain, number).case.injured == injured
    wrong = opened(house, "--receipt", hidden, "--counterparty", injured)
    refused(wrong, InvalidInputError, "wrong_counterparty")
    refused(opened(house, "--receipt", hidden, "--counterparty", "0x1"), InvalidInputError, "bad_address")


def test_an_arbitrator_needs_the_accreditors_word(house):
    ombud, path = house.ombud, key(house, "dee")
    who, document, signed = address(house, path), file(house, "dee.txt", "dee is fit"), house.folder / "dee.json"

    def accredit(*more, until="2199-01-31"):
        return ombud("arbitrator", "accredit", who, "--document", document, "--until", until, *more)

    refused(accredit("--key", house.claimant), NotAuthorisedError, "not_accreditor")
    refused(accredit(until="2020-01-31T12:00:00"), InvalidInputError, "past_moment")
    refused(accredit(until="soon"), InvalidInputError, "invalid_input")
    said = accredit("-o", signed)
    assert "signature" in said.out
    register = ("arbitrator", "register", "--accreditation")
    refused(ombud(*register, signed, "--key", house.claimant), NotAuthorisedError, "wrong_arbitrator")
    refused(ombud(*register, house.folder / "no", "--key", path), NotFoundError, "no_file")
    refused(ombud(*register, file(house, "bad.json", "{}"), "--key", path), InvalidInputError, "bad_accreditation")
    refused_by_contract(ombud(*register, signed, "--stake", "0.5", "--key", path), "PanelArbitrator_StakeTooSmall")
    assert "stake        1 ether" in ombud(*register, signed, "--key", path).out
    assert ok(ombud(*register, signed, "--stake", "0.5", "--key", path, "--json"))["stake"] == str(MIN_STAKE * 3 // 2)
    assert who in ombud("arbitrator", "retire", "--key", path).out
    refused_by_contract(ombud("arbitrator", "retire", "--key", path, "--json"), "PanelArbitrator_NotListed")
    ok(ombud(*register, signed, "--key", path, "--json"))
    assert ok(ombud("arbitrator", "retire", "--key", path, "--json"))["arbitrator"] == who


def test_a_model_is_accredited_by_its_name_and_said_to_be_one(house):
    path, signed = key(house, "judge-7"), house.folder / "judge-7.json"
    who, document = address(house, path), file(house, "judge-7.txt", "weights of this digest, asked like this")
    accredit = ("arbitrator", "accredit", who, "--document", document, "--until", "2199-01-31", "-o", signed)
    said = ok(house.ombud(*accredit, "--model", "vendor/judge@7", "--json"))
    assert said["model"] == sha256(b"vendor/judge@7").hex()
    paper = json.loads(signed.read_text())
    register = ("arbitrator", "register", "--key", path, "--json", "--accreditation")
    lie = file(house, "judge-7-as-human.json", json.dumps(paper | {"model": ZERO32.hex()}))
    refused_by_contract(house.ombud(*register, lie), "PanelArbitrator_NotAccredited")
    ok(house.ombud(*register, signed))
    (shown,) = until(lambda: [item for item in listed(house) if item["arbitrator"] == who])
    assert (shown["human"], shown["model"]) == (False, said["model"])
    (human,) = [item for item in listed(house) if item["arbitrator"] == next(iter(house.arbitrators))]
    assert (human["human"], human["model"]) == (True, None)
    ok(house.ombud("arbitrator", "retire", "--key", path, "--json"))


def listed(house):
    return ok(house.ombud("arbitrator", "list", "--json", "--limit", "100"))["data"]["items"]


def test_a_mandate_is_granted_its_breach_proved_and_it_is_revoked(house):
    ombud, principal, paper = house.ombud, key(house, "principal"), house.folder / "mandate.json"
    until = str(house.chain.head().timestamp + 10**6)
    grant = ("mandate", "grant", house.number, "--until", until, "--tool", "pay", "--key", principal)
    refused(ombud(*grant, "--cap", "-5"), InvalidInputError, "bad_cap")
    made = ok(ombud(*grant, "--cap", "100", "-o", paper, "--json"))
    assert (made["tools"], made["file"]) == (["pay"], str(paper))
    assert "tools      pay" in ombud(*grant, "--cap", "7").out
    name = bytes.fromhex(made["mandate"])

    def prove(proof, *more):
        return ombud("fault", "prove-breach", "--receipt", proof, "--mandate", paper, "--key", house.claimant, *more)

    kept = receipt(house, mandate=name, amount=100, running_total=100)
    refused_by_contract(prove(kept), "FaultProver_WithinMandate")
    refused_by_contract(prove(receipt(house, amount=101)), "FaultProver_MandateUnknown")
    unlisted = receipt(house, mandate=name, tool=tool_id("leak"))
    proved = ok(prove(unlisted, "--commit", "--json"))
    assert int(proved["slashed"]) > 0
    refused_by_contract(prove(unlisted), "FaultProver_AlreadyProved")
    over = receipt(house, mandate=name, seq=10**6 + 1, amount=101)
    assert "ether" in prove(over).out
    refused(
        ombud("fault", "prove-breach", "--receipt", over, "--mandate", house.folder / "no", "--key", principal),
        NotFoundError,
        "no_file",
    )
    refused_by_contract(ombud("mandate", "revoke", made["mandate"], "--key", house.claimant), "Mandates_NotPrincipal")
    ok(ombud("mandate", "revoke", made["mandate"], "--key", principal, "--json"))
    refused_by_contract(ombud("mandate", "revoke", made["mandate"], "--key", principal), "Mandates_AlreadyRevoked")
    spare = ok(ombud(*grant, "--cap", "9", "--json"))["mandate"]
    assert spare in ombud("mandate", "revoke", spare, "--key", principal).out
    released = ("fault", "release", proved["fault"], "--key", house.claimant)
    refused_by_contract(ombud(*released), "FaultProver_StillHeld")
    DevNode(house.chain).mine(257)
    assert "ether" in ombud(*released).out
    assert "claimed" in ombud("credit", "claim", "--key", house.claimant).out  # what the proof earned


def test_a_promised_record_is_asked_for_and_what_nobody_shows_is_punished(house):
    ombud, proof = house.ombud, receipt(house, seq=10**6 + 2)
    asked = ok(ombud("fault", "challenge", "--receipt", proof, "--key", house.claimant, "--json"))
    refused_by_contract(
        ombud("fault", "challenge", "--receipt", proof, "--key", house.claimant), "Challenges_AlreadyAsked"
    )
    hidden = ("fault", "prove-hidden", "--receipt", proof, "--key", house.claimant)
    refused_by_contract(ombud(*hidden), "Challenges_StillOpen")
    refused(ombud("fault", "answer", "--receipt", proof, "--key", house.claimant), NotFoundError, "no_such_record")
    house.dev.increase_time(asked["answer_by"] - house.chain.head().timestamp + 1)
    house.dev.mine()
    assert int(ok(ombud(*hidden, "--json"))["slashed"]) > 0


def test_receipts_that_agree_prove_nothing(house):
    one = receipt(house, seq=10**6 + 3)
    prove = ("fault", "prove-contradiction", "--receipt", one, "--key", house.claimant)
    refused_by_contract(house.ombud(*prove, "--other", one), "FaultProver_NoContradiction")
    refused_by_contract(house.ombud(*prove, "--other", receipt(house, seq=10**6 + 4)), "ReceiptFaults_OtherPlace")
    refused(house.ombud(*prove, "--record", "ab" * 32), NotFoundError, "no_such_record")


def test_a_panel_that_was_never_to_be_is_told_beforehand(house):
    """Without three arbitrators on the roster when the response comes, no panel can be drawn."""
    number = house.lonely["dispute"]
    assert house.lonely["roster"] == 0
    first = moved(house, number)
    assert first["did"] == [{**first["did"][0], "step": "draw", "seats": []}]
    assert "too few arbitrators may sit" in house.ombud("dispute", "advance", number, "--key", house.claimant).out
    assert moved(house, number)["ruling"] == "refused"


def test_what_a_party_seals_a_seat_opens_on_its_own_machine_and_an_outsider_does_not(house):
    number, ombud, words = ok(opened(house))["dispute"], house.ombud, "only the panel reads this"
    chat, elsewhere = file(house, "sealed-chat.txt", words), Ombud(house.folder / "elsewhere")
    ada, ben, outsider = (
        ("--key", path, "--api", house.stack.urls.api)
        for path in (house.folder / "ada.key", house.folder / "ben.key", key(house, "outsider"))
    )
    claimant = ("--key", house.claimant)
    ok(elsewhere("room", "key", *ada, "--json"))
    ok(ombud("dispute", "respond", number, "--evidence", chat, "--agent", "leaker", "--json"))
    moved(house, number)

    added = ok(ombud("room", "add", number, chat, *claimant, "--json"))
    name = added["sha256"]
    assert added["granted"] == [address(house, house.folder / "ada.key")]
    assert len(added["without_key"]) == 2
    (shown,) = ok(elsewhere("room", "list", number, *ada, "--json"))["files"]
    assert (shown["sha256"], shown["readers"]) == (name, added["granted"])
    assert "you" in elsewhere("room", "list", number, *ada).out
    out = house.folder / "opened.txt"
    assert elsewhere("room", "open", number, name, *ada, "-o", out).code == 0
    assert (out.read_text(), out.stat().st_mode & 0o077) == (words, 0)
    refused(elsewhere("room", "open", number, name, *ada, "-o", out), ConflictError, "file_exists")
    assert ombud("room", "open", number, name, *claimant).out == words

    refused(elsewhere("room", "list", number, *outsider), NotAuthorisedError, "role_missing")
    refused(elsewhere("room", "open", number, name, *outsider), NotAuthorisedError, "role_missing")
    refused(elsewhere("room", "open", number, name, *ben), NotFoundError, "not_granted")
    ok(elsewhere("room", "key", *ben, "--json"))
    assert len(ok(ombud("room", "grant", number, name, *claimant, "--json"))["granted"]) == 1
    assert elsewhere("room", "open", number, name, *ben).out == words
    ok(ombud("room", "revoke", number, name, address(house, ben[1]), *claimant, "--json"))
    refused(elsewhere("room", "open", number, name, *ben), NotFoundError, "not_granted")
    refused(elsewhere("room", "grant", number, name, *ada, "--json"), NotFoundError, "no_sealed_key")


def test_a_dispute_is_filed_by_answers_and_only_after_a_yes(house):
    record, evidence = logged(house), file(house, "leak-asked.txt", "the file went out, again")
    words = ("dispute", "file", record, "--key", house.claimant)
    answers = ("deception", evidence, "", "it leaked")
    code, shown, asked = typed((*answers, "n"), *words, home=house.stack.home.root)
    assert (code, "to respond" in shown, "nothing was sent" in asked) == (2, True, True), asked
    code, shown, asked = typed((*answers, "y"), *words, home=house.stack.home.root)
    assert code == 0, asked
    assert "dispute" in shown
    assert "deposit" in shown
