"""Our checkpoint and tiles, checked by Go's x/mod/sumdb: note and tlog, of Debian's golang-golang-x-mod-dev.

    apt-get install golang-go golang-golang-x-mod-dev && pytest tests/interop

Skipped, and said so, where Go or that package is absent. `OMBUD_NEED_GO=1` makes its absence a failure.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain.cosignature import cosign, witness_key
from ledger.domain.note import LogState, public_bytes, sign_checkpoint, verifier_key
from ledger.tiles.store import FolderStore
from ledger.tiles.writer import LogWriter
from tests.unit.logserver import scene

SOURCE = Path(__file__).parent / "golang" / "main.go"
GOPATH = Path("/usr/share/gocode")
PACKAGE = GOPATH / "src" / "golang.org" / "x" / "mod" / "sumdb" / "tlog"
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32)
NAME = "witness.example/w"
OLD, SIZE = 3, 530


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    go = shutil.which("go")
    if go is None or not PACKAGE.is_dir():
        why = "Go or golang-golang-x-mod-dev is absent: nothing but our own code looked at the tiles"
        if os.environ.get("OMBUD_NEED_GO"):
            pytest.fail(why)
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("go")
    target = folder / "check"
    env = {**os.environ, "GOPATH": str(GOPATH), "GO111MODULE": "off", "GOFLAGS": "", "GOCACHE": str(folder / "cache")}
    done = subprocess.run(
        [go, "build", "-o", str(target), str(SOURCE)], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def log(tmp_path):
    """A log of over two tiles, published twice, the second time with a cosignature."""
    store = FolderStore(tmp_path)
    writer = LogWriter(store)
    roots = {}
    segments = scene.chain(SIZE)
    for begin, end in ((0, OLD), (OLD, SIZE)):
        part = segments[begin:end]
        writer.append([item.entry.pack() for item in part], [item.pack() for item in part])
        state = LogState(scene.ORIGIN, writer.size, writer.root())
        note = sign_checkpoint(state, scene.ED25519, scene.OPERATOR, 31337, scene.LOG)
        writer.publish(note.with_lines([cosign(state, NAME, WITNESS, 1_700_000_000)]))
        roots[end] = base64.b64encode(state.root).decode()
    return tmp_path, roots


def run(checker, folder: Path, *more: str):
    key = verifier_key(scene.ORIGIN, public_bytes(scene.ED25519))
    return subprocess.run(
        [str(checker), str(folder), key, *more], capture_output=True, text=True, timeout=120, check=False
    )


def test_go_reads_note_tiles_and_growth_of_our_log(checker, log):
    folder, roots = log
    done = run(checker, folder, str(OLD), roots[OLD], str(witness_key(NAME, public_bytes(WITNESS))))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"note: {scene.ORIGIN}, {SIZE} leaves, 2 signatures hold, 1 are by keys unknown here",
        f"tiles: {SIZE} entries are in the tree",
        f"growth: the tree of {SIZE} leaves extends that of {OLD}",
    ]


def test_go_refuses_what_we_refuse(checker, log):
    folder, roots = log
    assert "tree:" in run(checker, folder, str(OLD + 1), roots[OLD]).stderr
    tile = next(path for path in (folder / "tile" / "0").rglob("*") if path.is_file())
    tile.write_bytes(bytes(tile.stat().st_size))
    assert run(checker, folder, str(OLD), roots[OLD]).returncode == 1
    checkpoint = folder / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n"))
    assert "note:" in run(checker, folder, str(OLD), roots[OLD]).stderr
