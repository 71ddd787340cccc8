"""A log's life on a whole stack: published in a bucket, witnessed, time-stamped, verified by both, closed and left.

One story, for it ends with the operator gone and months passed: no other test shares this stack.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.domain.note import public_bytes, verifier_key
from ledger.domain.tiles_layout import CHECKPOINT, note_path, stamp_path
from ledger.errors import LedgerError
from ledger.home import Home
from ledger.loopback import free_port
from ledger.sdk import Ledger, keystore
from ledger.serve.stack import Stack
from ledger.serve.world import checkpoint_key
from tests.fakes import authority
from tests.fakes.javascript import verify_all, verify_statements
from tests.integration.cli.conftest import Ombud, free_settings
from tests.integration.cli.test_moving import until
from tests.integration.logserver.test_witness_process import answers
from tests.integration.logserver.test_witness_process import ombud as ombud_of

pytestmark = pytest.mark.integration
NAME, BUCKET, PREFIX = "witness.test/w1", "log", "logs/one"
UNBONDING = 96 * 86_400


@pytest.fixture
def bucket():
    """An S3 service with one bucket: its client, and the settings that publish a log there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    access = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **access)
    client.create_bucket(Bucket=BUCKET)
    ours = {"log_bucket": BUCKET, "log_bucket_prefix": PREFIX, "log_bucket_endpoint": endpoint}
    yield client, {**ours, "log_bucket_region": "us-east-1", "log_bucket_key_id": "test", "log_bucket_secret": "test"}
    server.stop()


@pytest.fixture
def witness(tmp_path):
    """A witness, in its own process, of the log that the home folder will have; gives the setting that names it."""
    settings = free_settings(tmp_path / "home")
    log = verifier_key(settings.log_origin, public_bytes(checkpoint_key(settings)))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    words = ("witness", "run", "--log", log, "--name", NAME, "--port", str(port))
    process = subprocess.Popen(ombud_of(tmp_path / "other", *words), stderr=subprocess.PIPE)
    try:
        yield f"{url}#{answers(url, process)['verifier_key']}"
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def objects(client) -> set[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{PREFIX}/")
    return {item["Key"].removeprefix(f"{PREFIX}/") for page in pages for item in page.get("Contents", [])}


def write(home: Home, url: str) -> None:
    known, key = home.agent("payer"), home.session_key("payer")
    with Ledger(
        home.spool / "payer", key=keystore.load(key, ""), log_url=url, name="payer", segment_seconds=0.1
    ) as own:
        own.bind(known.agent, known.epoch, known.stream)
        own.write("chat", session="life")
        own.flush(20)


def refusal(home: Home, url: str) -> str:
    """Return the code with which a log refuses one more record; nothing, if it takes it."""
    try:
        write(home, url)
    except LedgerError as error:
        return error.code
    return ""


def files_of_both(ombud: Ombud, agent: str, folder: Path) -> dict[str, Path]:
    """Export a record as a bundle and as a statement."""
    listed = ombud("record", "list", agent, "--json").json()["data"]["items"]
    made = {"bundle": folder / "bundle.json", "scitt": folder / "record.scitt"}
    for noun, file in made.items():
        assert ombud("record", noun, listed[0]["record_id"], "-o", file).code == 0
    return made


def test_a_log_is_published_in_a_bucket_witnessed_stamped_verified_by_both_closed_and_left(tmp_path, bucket, witness):
    client, published = bucket
    root = authority.make_authority(tmp_path / "tsa")
    home = Home(tmp_path / "home")
    with authority.served(tmp_path / "tsa") as tsa:
        settings = free_settings(home.root, witnesses=witness, timestamp_url=tsa, **published)
        with Stack(settings) as stack:
            ombud = Ombud(home.root, {f"OMBUD_{name.upper()}": value for name, value in published.items()})
            agent = ombud("agent", "register", "payer", "--json").json()["agent"]
            write(home, stack.urls.log)
            until(lambda: ombud("record", "list", agent, "--json").json()["data"]["items"])
            told = ombud("log", "status", "--json").json()
            size = told["anchored"]["size"]
            assert {note_path(size), stamp_path(size), CHECKPOINT} <= objects(client)
            assert not (home.log / "public").exists()

            words = ["--witness", witness.partition("#")[2], "--tsa-root", str(root)]
            made = files_of_both(ombud, agent, tmp_path)
            said = ombud("verify", made["bundle"], *words)
            assert said.code == 0, said.out
            assert "cosigned by at least 1 of the 1 witnesses" in said.out
            (second,) = verify_all([json.dumps(json.loads(made["bundle"].read_text())).encode()], *words)
            assert (second["ok"], second["unchecked"]) == (True, [])
            key = ("--log-key", told["verifier_key"])
            assert ombud("verify", made["scitt"], *key).code == 0
            assert verify_statements([made["scitt"].read_bytes()], *key)[0]["ok"]

            lines = {one["name"]: one for one in ombud("doctor", "--json").json()["checks"]}
            assert {lines[name]["state"] for name in ("store", "witnesses", "stamps", "scitt")} == {"ok"}
            assert (NAME in lines["witnesses"]["found"], BUCKET in lines["store"]["found"]) == (True, True)
            shown = ombud("log", "status").out
            assert all(word in shown for word in (NAME, told["verifier_key"]))
            assert re.search(r"time stamps +asked", shown)

            leave(stack, ombud, home)


def leave(stack: Stack, ombud: Ombud, home: Home) -> None:
    """Close the log, and leave it once nothing is owed; the bond comes back after its time, not before."""
    assert ombud("log", "leave").error.code == "not_closing"
    assert ombud("log", "close", "--successor", "next/log").code == 0
    until(lambda: refusal(home, stack.urls.log) == "log_closing")  # the server looks at its folder now and then
    until(lambda: (said := ombud("log", "leave", "--json")).code == 0 or said.error.code != "not_drained")
    waiting = ombud("log", "leave", "--json").json()
    assert (waiting["step"], waiting["amount"]) == ("waiting", MIN_OPERATOR_BOND)
    with Chain(stack.settings.rpc_url, stack.world.deployment) as chain:
        DevNode(chain).increase_time(UNBONDING + 1)
        DevNode(chain).mine()
    taken = ombud("log", "leave", "--json").json()
    assert (taken["step"], taken["amount"]) == ("taken", MIN_OPERATOR_BOND)
    assert ombud("log", "leave", "--json").json()["step"] == "done"
