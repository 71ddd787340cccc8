"""The TypeScript client is of today's document, compiles strictly, and asks a live API from Node."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from ledger.api.app import create_app
from ledger.api.signing import Signer
from ledger.chain.node_process import find_node
from ledger.domain.thumbprint import encode_url
from ledger.store.mirror import Mirror
from scripts import openapi, typescript
from tests.fakes.asked import index, sources_of
from tests.fakes.dashboard import served
from tests.fakes.world import CHAIN_ID, REGISTRY, World

pytestmark = pytest.mark.integration
SIGNER = Signer(b"\x07" * 32)
STRANGER = Signer(b"\x08" * 32)


@pytest.fixture
def url(redis_url):
    world = World()
    log = world.new_log()
    first = world.new_agent({0: bytes(32), 1: log})
    for _ in range(2):
        world.new_agent({0: bytes(32), 1: log})
    world.logs[log].append(first.segment(3), first.segment(2, session="a/b c"))
    world.anchor(log)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    with served(create_app(sources_of(world, mirror), signer=SIGNER)) as at:
        yield at
    mirror.close()


@pytest.fixture
def story():
    """Compile client and story inside the repository, where their packages are found."""
    typescript.BUILT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=typescript.BUILT.parent, prefix="client-") as folder:
        typescript.compiled(Path(folder), typescript.CLIENT / "tests")
        yield Path(folder, "tests", "story.js")


def test_the_types_are_of_todays_document():
    written = typescript.TYPES.read_text(encoding="utf-8")
    assert typescript.types(openapi.document()) == written, "run ./scripts/client"


def test_the_client_reads_walks_pages_and_takes_nothing_that_was_not_signed_for_it(url, story):
    command = [find_node(), str(story), url, encode_url(SIGNER.public), encode_url(STRANGER.public)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    forged = ["SealError", "bad_answer_signature"]
    assert json.loads(told.stdout) == {
        "agent": [0, True],
        "agents": [0, 1, 2],
        "requests": 3,
        "records": [0, 1, 2, 3, 4],
        "session": 2,
        "unknown": ["ProblemError", 404, "no_such_agent", True],
        "refused": ["ProblemError", 400, "invalid_input", True],
        "guarded": ["ProblemError", 401, "not_identified", True],
        "unpinned": "taken",
        "stranger": forged,
        "late": forged,
        "same": "taken",
        "changed": forged,
        "unsigned": forged,
        "otherwise": forged,
        "down": ["ProblemError", 502, "refused", False],
        "nobody": ["TypeError"],
        "badKey": ["TypeError"],
    }
