"""Challenges, custody, manifests, claims, lifecycle, assertions, forecasts and bounties by the command alone."""

from __future__ import annotations

import json
import secrets
import time
from types import SimpleNamespace

import httpx
import pytest

from ledger.chain.deploy import CHALLENGE_DEPOSIT
from ledger.chain.deployment import Deployment
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.domain.hashing import keccak, sha256
from ledger.domain.ids import AgentRef
from ledger.errors import ChainRevertError, ConflictError, InvalidInputError, NotFoundError
from ledger.sdk import Ledger, keystore
from ledger.serve.stack import Stack
from tests.integration.cli.conftest import Ombud, free_settings

pytestmark = pytest.mark.integration
ETHER = 10**18
DAY = 86_400
TASK = sha256(b"translate the manual").hex()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A stack whose clock may run ahead, with one agent that did something. Its log looks for challenges once."""
    folder = tmp_path_factory.mktemp("rooms")
    with Stack(free_settings(folder / "home", answer_seconds=3600.0)) as stack:
        ombud = Ombud(stack.home.root)
        with Chain(stack.urls.rpc, Deployment.load(stack.settings.deployment_file)) as chain:
            made = SimpleNamespace(folder=folder, stack=stack, ombud=ombud, dev=DevNode(chain), chain=chain)
            made.agent = ok(ombud("agent", "register", "worker", "--bond", "10", "--json"))
            made.client, made.asker = key(made, "client"), key(made, "asker")
            made.record = logged(made)
            yield made


def ok(said):
    assert said.code == 0, said.error
    return said.json()


def key(house, name):
    path = house.folder / f"{name}.key"
    ok(house.ombud("key", "new", path, "--json"))
    return path


def address(house, path):
    return ok(house.ombud("key", "show", path, "--json"))["address"]


def file(house, name, content="text"):
    path = house.folder / name
    path.write_text(content)
    return path


def until(ask, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return found


def run(house, *words, by="client"):
    """Run a command that signs, and return what it tells programs."""
    signs = ("--agent", "worker") if by == "worker" else ("--key", house.folder / f"{by}.key")
    return ok(house.ombud(*words, *signs, "--json"))


def caught_up(house):
    """Wait until the mirror has read what the chain holds."""
    head = house.chain.head().number
    url = f"{house.stack.urls.api}/v1/status"
    until(lambda: httpx.get(url, trust_env=False).json()["as_of"]["number"] >= head)


def asked(house, *words):
    """Run a command that reads, once the mirror has caught up."""
    caught_up(house)
    return ok(house.ombud(*words, "--json"))["data"]


def logged(house):
    with Ledger(
        house.stack.home.spool / "worker",
        key=keystore.load(house.stack.home.session_key("worker"), ""),
        log_url=house.stack.urls.log,
        name="worker",
    ) as ledger:
        session = secrets.token_hex(4)
        ledger.write("execute_tool", tool="translate", session=session, input={"text": "hello"})
        ledger.flush(20)
    url = f"{house.stack.urls.api}/v1/sessions/0/{session}"
    return until(lambda: httpx.get(url, trust_env=False).json().get("data", {}).get("items"))[0]["record_id"]


def said(house, name):
    """Write a forecast for every agent that there is."""
    count = len(asked(house, "agent", "list")["items"])
    return file(house, name, json.dumps([900_000] * count))


def credit(house, name):
    return int(ok(house.ombud("credit", "show", address(house, house.folder / f"{name}.key"), "--json"))["credit"])


def skip(house, seconds):
    house.dev.increase_time(seconds)
    house.dev.mine()


def refused_by_contract(said, name):
    assert isinstance(said.error, ChainRevertError), said.error
    assert said.error.hint
    assert (said.error.details["name"], said.code) == (name, 7)


def refused(said, kind, code):
    assert isinstance(said.error, kind), said.error
    assert said.error.code == code
    assert said.error.hint


def kept_ack(house):
    logged(house)
    found = ok(house.ombud("ack", "list", "--name", "worker", "--json"))[-1]
    path = house.folder / f"ack-{found['header'][:8]}.json"
    shown = ok(house.ombud("ack", "show", found["header"], "--name", "worker", "-o", path, "--json"))
    assert shown["anchor_by"] == found["anchorBy"]
    return found["header"], path


def test_acknowledgements_are_kept_checked_and_hold_an_operator_to_its_word(house):
    header, path = kept_ack(house)
    checked = ok(house.ombud("ack", "check", header, "--name", "worker", "--json"))
    assert checked["due"] is False
    from_log = ok(house.ombud("ack", "show", header, "--name", "nobody", "--json"))
    assert (from_log["signer"], from_log["batch_size"]) == (checked["operator"], None)
    refused(house.ombud("ack", "show", "ab" * 32, "--name", "worker", "--json"), NotFoundError, "no_ack")
    opened = run(house, "challenge", "ack", path, by="asker")
    before = credit(house, "client")
    caught_up(house)
    told = run(house, "challenge", "answer", opened["challenge"], "--ack", path)
    assert told["in_time"] is True
    assert credit(house, "client") == before + CHALLENGE_DEPOSIT
    refused_by_contract(
        house.ombud("challenge", "ack", path, "--key", house.asker, "--json"), "Challenges_AlreadyAsked"
    )
    other = (
        "challenge",
        "answer",
        opened["challenge"],
        "--ack",
        file(house, "other.json", "{}"),
        "--key",
        house.client,
    )
    refused(house.ombud(*other, "--json"), InvalidInputError, "bad_ack_file")


def test_tiles_are_asked_for_and_shown_from_the_log_itself(house):
    log = house.agent["log"]
    opened = run(house, "challenge", "tile", log, "0", "--anchor", "0", by="asker")
    assert asked(house, "challenge", "show", opened["challenge"])["state"] == "open"
    assert run(house, "challenge", "answer", opened["challenge"])["in_time"] is True
    assert asked(house, "challenge", "show", opened["challenge"])["state"] == "answered"
    refused_by_contract(
        house.ombud("challenge", "tile", log, "9", "--key", house.asker, "--json"), "Availability_NoSuchTile"
    )
    by = ("--anchor", "999", "--key", house.asker, "--json")
    refused(house.ombud("challenge", "tile", log, "0", *by), NotFoundError, "no_such_anchor")


def test_custody_is_promised_asked_for_and_kept(house):
    kept = ok(house.ombud("evidence", "add", file(house, "chat.txt", "it went out"), "--json"))["sha256"]
    run(house, "custody", "keep", kept)
    refused(
        house.ombud("custody", "keep", "ab" * 32, "--key", house.client, "--json"), NotFoundError, "no_such_evidence"
    )
    who = address(house, house.client)
    opened = run(house, "challenge", "evidence", kept, who, by="asker")
    caught_up(house)
    wrong = (
        "challenge",
        "answer",
        opened["challenge"],
        "--file",
        file(house, "wrong.txt", "no"),
        "--key",
        house.client,
    )
    refused_by_contract(house.ombud(*wrong, "--json"), "Availability_OtherEvidence")
    run(house, "challenge", "answer", opened["challenge"])
    (custodian,) = asked(house, "custody", "show", kept)["custodians"]
    assert (custodian["custodian"], custodian["defaulted"]) == (who, [])
    assert who in house.ombud("custody", "show", kept).out


def test_manifests_are_published_and_were_in_force_when(house):
    document = file(house, "agent-permissions.json", json.dumps({"tools": ["translate"]}))
    before = house.chain.head().timestamp - 1  # the next block may be of the same second
    made = run(house, "manifest", "publish", "0", document, "--tool", "translate", by="worker")
    assert made["document"] == sha256(document.read_bytes()).hex()
    run(house, "manifest", "publish", "0", file(house, "less.json", "{}"), by="worker")
    found = asked(house, "manifest", "show", "0")
    assert [item["in_force"] for item in found["manifests"]] == [False, True]
    assert ok(house.ombud("manifest", "in-force", "0", "--json"))["index"] == 1
    refused(house.ombud("manifest", "in-force", "0", "--at", str(before), "--json"), NotFoundError, "no_manifest")
    stranger = ("manifest", "publish", "0", document, "--key", house.client, "--json")
    refused_by_contract(house.ombud(*stranger), "Manifests_NotAuthorized")


def test_forecasts_committed_are_listed_and_kept_from_being_lost(house):
    forecasts, model = said(house, "said-1.json"), file(house, "model.bin")
    out = house.folder / "secret.json"
    by = ("--model", model, "-o", out, "--days", "1", "--key", house.asker, "--json")
    bad = house.ombud("forecast-book", "commit", file(house, "bad.json", "[2000000]"), *by)
    refused(bad, InvalidInputError, "bad_forecasts")
    made = ok(house.ombud("forecast-book", "commit", forecasts, *by))
    refused(house.ombud("forecast-book", "commit", forecasts, *by), ConflictError, "file_exists")
    item = asked(house, "forecast-book", "list")["items"][-1]
    assert (item["root"], item["state"], item["brier"]) == (made["root"], "running", 1_000_000)
    early = house.ombud("forecast-book", "reveal", out, "--key", house.asker, "--json")
    refused_by_contract(early, "ForecastBook_NotNow")


def test_agents_are_suspended_by_the_authority_and_marked(house):
    authority = house.stack.home.key_file("authority")
    reasons = ("--evidence", file(house, "alarm.txt", "it sends everything out"))
    by = ("--cause", "exfiltration", *reasons, "--key", authority, "--json")
    told = ok(house.ombud("lifecycle", "suspend", "0", *by))
    assert told["until"] > house.chain.head().timestamp
    record = logged(house)
    caught_up(house)
    assert ok(house.ombud("lifecycle", "show", "0", "--json"))["life"]["state"] == "suspended"
    assert asked(house, "record", "show", record)["record"]["life"] == "suspended"
    skip(house, 2)  # who is lifted is active from that very second on
    ok(house.ombud("lifecycle", "lift", "0", "--key", authority, "--json"))
    caught_up(house)
    assert ok(house.ombud("lifecycle", "show", "0", "--json"))["life"]["state"] == "active"
    assert asked(house, "record", "show", record)["record"]["life"] == "suspended"
    refused_by_contract(house.ombud("lifecycle", "suspend", "0", *by), "Lifecycle_CauseUsed")
    refused_by_contract(
        house.ombud("lifecycle", "lift", "0", "--key", house.client, "--json"), "Lifecycle_NotAuthority"
    )
    assert asked(house, "lifecycle", "authorities")["items"] == []


def test_what_nobody_shows_costs_operators_and_custodians(house):
    lost = ok(house.ombud("evidence", "add", file(house, "lost.txt", "gone"), "--json"))["sha256"]
    run(house, "custody", "keep", lost)
    gone = run(house, "challenge", "evidence", lost, address(house, house.client), by="asker")
    logged(house)  # under an anchor that nobody asked for yet
    tile = run(house, "challenge", "tile", house.agent["log"], "0", by="asker")
    caught_up(house)
    early = house.ombud("challenge", "settle", tile["challenge"], "--key", house.asker, "--json")
    refused_by_contract(early, "Challenges_StillOpen")
    skip(house, 3 * DAY + 60)
    caught_up(house)
    before = credit(house, "asker")
    settled = run(house, "challenge", "settle", tile["challenge"], by="asker")
    assert int(settled["slashed"]) > 0
    run(house, "challenge", "settle", gone["challenge"], by="asker")
    assert credit(house, "asker") == before + 2 * CHALLENGE_DEPOSIT
    (custodian,) = asked(house, "custody", "show", lost)["custodians"]
    assert custodian["defaulted"] == [gone["challenge"]]


def test_roots_and_audits_are_asserted_and_stand_when_nobody_doubts_them(house):
    accreditation, auditor = house.folder / "auditor.json", key(house, "auditor")
    signs = ("--document", file(house, "fit.txt"), "--until", str(house.chain.head().timestamp + 10**8))
    ok(house.ombud("arbitrator", "accredit", address(house, auditor), *signs, "-o", accreditation, "--json"))
    run(house, "arbitrator", "register", "--accreditation", accreditation, by="auditor")
    report = ("--evidence", file(house, "report.md", "in order"))
    audit = run(house, "assertion", "audit", house.record, *report, "--weight", "500", by="auditor")["assertion"]
    epoch = asked(house, "assertion", "roots")["standing"] + 1
    told = ("--size", "1", "--as-of-block", head(house), "--formula", keccak(b"f").hex())
    root = run(house, "assertion", "propose-root", str(epoch), keccak(b"root").hex(), *told)["assertion"]
    listed = asked(house, "assertion", "list", "--standpoint", "open")["items"]
    assert [(item["assertion"], item["kind"]) for item in listed] == [(audit, "audit"), (root, "root")]
    early = house.ombud("assertion", "conclude", audit, "--key", house.client, "--json")
    refused_by_contract(early, "Assertions_NotNow")
    skip(house, 3 * DAY)
    for name in (audit, root):
        assert run(house, "assertion", "conclude", name)["accepted"] is True
    assert run(house, "assertion", "count", audit)["gained"] == 500
    assert asked(house, "assertion", "show", audit)["audit"]["gained"] == "500"
    assert asked(house, "assertion", "list", "--about", "0")["items"][0]["standpoint"] == "accepted"
    assert asked(house, "assertion", "roots")["standing"] == epoch
    assert "audit of agent 0, accepted" in house.ombud("assertion", "show", audit).out
    nothing = house.ombud("assertion", "conclude", "ab" * 32, "--key", house.client, "--json")
    refused(nothing, NotFoundError, "no_such_assertion")


def test_a_doubted_root_goes_to_the_panel(house):
    epoch = asked(house, "assertion", "roots")["standing"] + 1
    told = ("--size", "1", "--as-of-block", head(house), "--formula", keccak(b"f").hex())
    root = run(house, "assertion", "propose-root", str(epoch), keccak(b"wrong").hex(), *told)["assertion"]
    doubt = ("--evidence", file(house, "doubt.txt", "recomputed, it is another"))
    run(house, "assertion", "challenge", root, *doubt, by="asker")
    found = asked(house, "assertion", "show", root)
    assert (found["standpoint"], found["challenge"]["challenger"]) == ("challenged", address(house, house.asker))
    skip(house, 14 * DAY)
    assert run(house, "assertion", "conclude", root)["accepted"] is False
    assert asked(house, "assertion", "roots")["items"][-1]["state"] == "rejected"


def end(house, number):
    """Let a dispute that nobody answers run to its execution."""
    for _ in range(6):
        moved = ok(house.ombud("dispute", "advance", number, "--skip", "--key", house.asker, "--json"))
        if moved["state"] == "executed":
            return
        skip(house, 3 * DAY)
    pytest.fail(f"dispute {number} does not end")


def head(house):
    return str(house.chain.head().number)


def locked(house, days=100):
    by = str(house.chain.head().timestamp + days * DAY)
    return run(house, "bounty", "lock", "0", "--amount", "2", "--task", TASK, "--until", by)["bounty"]


def test_bounties_are_released_shared_and_returned(house):
    asset = sha256(b"a glossary").hex()
    run(house, "bounty", "register-asset", "0", asset, "--bps", "1000", by="worker")
    done, idle = locked(house), locked(house, days=1)
    run(house, "bounty", "deliver", str(done), sha256(b"the manual").hex(), "--asset", asset, by="worker")
    assert ok(house.ombud("bounty", "show", str(done), "--json"))["stage"] == "delivered"
    early = house.ombud("bounty", "accept", str(done), "--key", house.asker, "--json")
    refused_by_contract(early, "Credits_NotNow")
    released = run(house, "bounty", "accept", str(done))
    assert int(released["to_agent"]) + int(released["to_assets"]) == 2 * ETHER
    refused_by_contract(house.ombud("bounty", "reclaim", str(idle), "--key", house.asker, "--json"), "Credits_NotNow")
    skip(house, DAY + 60)
    assert run(house, "bounty", "reclaim", str(idle), by="asker")["returned"] == str(2 * ETHER)
    assert "returned" in house.ombud("bounty", "show", str(idle)).out
    refused(house.ombud("bounty", "show", "999", "--json"), NotFoundError, "no_such_bounty")


def test_one_upheld_dispute_refutes_returns_prolongs_and_counts_against_a_forecast(house):
    document = file(house, "translates.md", "from and into any language, without errors")
    out = house.folder / "forecast-2.json"
    keeps = ("--model", file(house, "model.bin"), "-o", out, "--days", "20")
    skip(house, 7 * DAY)  # another week, another forecast
    book = run(house, "forecast-book", "commit", said(house, "said-2.json"), *keeps, by="asker")
    run(house, "claim", "make", "0", "translate", document, "--uri", "ipfs://t", by="worker")
    assert [item["version"] for item in asked(house, "claim", "search", "translate")["items"]] == [1]
    bounty = locked(house)
    run(house, "bounty", "deliver", str(bounty), sha256(b"nonsense").hex(), by="worker")
    authority = house.stack.home.key_file("authority")
    alarm = ("--cause", "nonsense", "--evidence", file(house, "nonsense.txt", "it makes things up"))
    ok(house.ombud("lifecycle", "suspend", "0", *alarm, "--key", authority, "--json"))

    def dispute(record, *by):
        claim = (
            "--fault",
            "negligence",
            "--evidence",
            file(house, "bad.txt", "no translation"),
            *by,
            "--yes",
            "--json",
        )
        return str(ok(house.ombud("dispute", "open", record, *claim))["dispute"])

    number = dispute(logged(house), "--key", house.client)
    ground = dispute(logged(house), "--key", authority)
    run(house, "claim", "contest", number, "translate", "1")
    run(house, "bounty", "contest", str(bounty), number)
    run(house, "lifecycle", "prolong", "0", ground)
    early = house.ombud("claim", "refute", number, "--key", house.asker, "--json")
    refused_by_contract(early, "Claims_NotRefuted")
    for one in (number, ground):
        end(house, one)
    assert run(house, "claim", "refute", number)["version"] == 1
    assert run(house, "bounty", "settle", str(bounty), number)["returned"] == str(2 * ETHER)
    assert run(house, "lifecycle", "release", "0", ground)["ended_at"] > 0
    refused_by_contract(house.ombud("lifecycle", "ban", number, "--key", house.client, "--json"), "Lifecycle_NoGround")
    assert asked(house, "claim", "search", "translate")["items"] == []
    name = keccak(b"translate").hex()
    (claim,) = [item for item in asked(house, "claim", "show", "0")["items"] if item["capability"] == name]
    assert (claim["standpoint"], claim["refuted_by"]) == ("refuted", int(number))
    skip(house, 20 * DAY)
    caught_up(house)
    seer = book["forecaster"]
    assert run(house, "forecast-book", "reveal", out)["revealed"] == book["population"]
    run(house, "forecast-book", "outcome", seer, str(book["epoch"]), number)
    shown = asked(house, "forecast-book", "show", seer, str(book["epoch"]))
    assert [step["step"] for step in shown["items"]] == ["revealed"] * book["population"] + ["upheld"]
    scored = ok(house.ombud("forecast-book", "score", seer, str(book["epoch"]), "--json"))
    told = shown["round"]
    assert (scored["brier"], scored["reference"], scored["skill"]) == (told["brier"], told["reference"], told["skill"])
    assert run(house, "forecast-book", "reveal", out)["before"] == book["population"]


def test_an_owner_retires_its_agent_and_withdraws_what_it_claims(house):
    run(house, "claim", "make", "0", "sing", file(house, "sings.md", "in tune"), by="worker")
    run(house, "claim", "withdraw", "0", "sing", by="worker")
    assert asked(house, "claim", "search", "sing")["items"] == []
    old = ok(house.ombud("agent", "register", "old", "--json"))["agent"].rpartition("/")[2]
    ok(house.ombud("lifecycle", "retire", old, "--agent", "old", "--json"))
    caught_up(house)
    assert "retired" in house.ombud("lifecycle", "show", old).out


def test_a_bond_grows_by_its_owner_alone(house):
    told = ok(house.ombud("agent", "register", "bonded", "--json"))["agent"]
    number = str(AgentRef.parse(told).agent_id)
    refused(house.ombud("bond", "add", number, "1", "--key", house.client), ConflictError, "not_the_owner")
    grown = ok(house.ombud("bond", "add", number, "1", "--agent", "bonded", "--json"))
    assert (grown["active"], grown["unbonding"], grown["release_at"]) == (str(ETHER), "0", None)


def test_anyone_closes_the_epoch_of_an_agent_whose_bond_is_leaving(house):
    told = ok(house.ombud("agent", "register", "leaver", "--bond", "2", "--json"))["agent"]
    ref = AgentRef.parse(told)
    close = ("lifecycle", "close", str(ref.agent_id), "--key", house.client)
    refused_by_contract(house.ombud(*close, "--json"), "KeyRing_StillBonded")
    for_it = ("bond", "ask-back", str(ref.agent_id), "--agent", "leaver", "--json")
    part = ok(house.ombud(*for_it, "--amount", "0.5"))
    assert (part["active"], part["unbonding"]) == (str(3 * ETHER // 2), str(ETHER // 2))
    refused_by_contract(house.ombud(*close, "--json"), "KeyRing_StillBonded")
    whole = ok(house.ombud(*for_it))
    assert (whole["active"], whole["unbonding"]) == ("0", str(2 * ETHER))
    assert whole["release_at"] > house.chain.head().timestamp
    refused(house.ombud(*for_it), NotFoundError, "no_bond")
    early = house.ombud("bond", "take-back", str(ref.agent_id), "--agent", "leaver", "--json")
    refused_by_contract(early, "BondVault_StillUnbonding")
    said = house.ombud(*close)
    assert said.code == 0, said.error
    assert "epoch     0" in said.out
    refused_by_contract(house.ombud(*close, "--json"), "KeyRing_EpochNotOpen")
    caught_up(house)
    shown = ok(house.ombud("agent", "show", str(ref.agent_id), "--json"))
    (epoch,) = shown["data"]["epochs"]
    assert (epoch["ended_by"], epoch["cause"]) == ("unbonding", None)
    assert "by unbonding" in house.ombud("agent", "show", str(ref.agent_id)).out
