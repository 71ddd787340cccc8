"""No import of ours lets deeply nested JSON overflow the stack."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {
    "views": (
        "from ledger.chain.node import Chain; from ledger.errors import SetupError\n"
        "try: Chain('http://127.0.0.1:1').views\n"
        "except SetupError: import web3"
    ),
    "accounts": "from ledger.chain.wellknown import well_known_key; well_known_key(0)",
    "keystore": (
        "import pathlib, tempfile; from ledger.sdk import keystore\n"
        "keystore.create(pathlib.Path(tempfile.mkdtemp()) / 'k', '', profile='local')"
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_recursion_limit_stays_as_it_was(name):
    code = (
        f"import sys\nbefore = sys.getrecursionlimit()\n{PROGRAMS[name]}\n"
        "print('py_ecc' in sys.modules, sys.getrecursionlimit() == before)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "True"], done.stderr
