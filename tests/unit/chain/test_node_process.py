"""A machine without a fitting Node.js is told so, and what to do."""

from __future__ import annotations

import pytest

from ledger.chain import node_process
from ledger.chain.node_process import find_node
from ledger.cli import checkup
from ledger.errors import SetupError
from ledger.settings import Settings


@pytest.fixture
def bare(monkeypatch):
    """A machine without the wheel and without a system-wide Node.js."""
    monkeypatch.setattr(node_process, "find_spec", lambda _: None)
    monkeypatch.setattr(node_process.shutil, "which", lambda _: None)
    return monkeypatch


def test_without_node_the_error_says_how_to_get_it(bare):
    with pytest.raises(SetupError, match=r"no Node\.js 22 or later here") as caught:
        find_node()
    assert caught.value.code == "no_node"
    assert "scripts/setup" in caught.value.hint
    assert "install Node.js 22" in caught.value.hint


def test_a_node_that_is_too_old_is_named_with_its_version(bare):
    bare.setattr(node_process.shutil, "which", lambda _: "/bin/true")
    bare.setattr(node_process, "node_version", lambda _: (18, 19, 1))
    with pytest.raises(SetupError, match=r"/bin/true is 18\.19"):
        find_node()


def test_the_doctor_finds_it_missing_and_goes_on(bare):
    findings = {item.name: item for item in checkup.examine(Settings(rpc_url="http://127.0.0.1:9"))}
    assert (findings["node"].state, "install Node.js" in findings["node"].remedy) == ("fail", True)
    assert findings["contracts"].state == "ok"
