"""Tutorials and how-to pages, done as they are written: one after another, on a ledger of their own, by a shell.

The ledger keeps its mirror in a cluster and publishes its log in a bucket, so that the pages about them are true.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ledger.serve.stack import Stack
from tests.integration.cli.conftest import free_settings
from tests.integration.store.conftest import cluster
from tests.resident import Resident

pytestmark = pytest.mark.integration
__all__ = ["cluster"]
ROOT = Path(__file__).resolve().parents[3]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
PAGES = [
    *TUTORIALS,
    *(ROOT / "docs" / "how-to" / f"{name}.md" for name in ("redis-cluster", "object-store", "backups")),
]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
SECONDS = 600
TOLD = {
    "1-agent-developer": ["draft", "records in 2 segments", "does not hold", "refused with exit code 2"],
    "2-claimant": ["it waits for a response from", "BondLocked"],
    "3-arbitrator": ["state       executed", "ruling      upheld", "3 to uphold, 0 to dismiss"],
    "4-regulator": ["state: executed ruling: upheld", "AI Act, Art. 74", "holds: dispute", "holds: export"],
    "5-operator": ["the same as the live index", "dispute,verdict"],
    "redis-cluster": ["  block "],
    "object-store": ["bucket {BUCKET}, with a checkpoint", "origin"],
    "backups": ["./keys/operator.key", "the same as the live index"],
}
"""What each page must have shown by its end."""


def parts(page: Path) -> tuple[dict[str, str], str]:
    """The files of a page by name, and its commands. Blocks of other languages only show something."""
    files, commands = {}, []
    for language, title, body in BLOCK.findall(page.read_text()):
        if title:
            files[title] = body
        elif language == "sh":
            commands.append(body)
    return files, "\n".join(commands)


def test_every_page_is_told_what_it_must_show():
    assert [page.stem for page in PAGES] == list(TOLD)
    assert all(commands for _, commands in map(parts, PAGES))


@pytest.fixture
def bucket():
    """Names and keys of a bucket, as the page about it calls them."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    name = f"log-{secrets.token_hex(4)}"  # servers of one process share what they hold
    given = {"BUCKET": name, "ENDPOINT": f"http://{host}:{port}", "KEY_ID": "test", "KEY_SECRET": "test"}
    access = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=given["ENDPOINT"], **access).create_bucket(Bucket=name)
    yield given
    server.stop()


def test_each_page_can_be_done_as_it_is_written(tmp_path, cluster, bucket):
    published = {
        "log_bucket": bucket["BUCKET"],
        "log_bucket_prefix": "logs/one",
        "log_bucket_region": "us-east-1",
        "log_bucket_endpoint": bucket["ENDPOINT"],
        "log_bucket_key_id": bucket["KEY_ID"],
        "log_bucket_secret": bucket["KEY_SECRET"],
    }
    node = cluster.url.removeprefix("redis+cluster://").removesuffix("/0")
    settings = free_settings(tmp_path / "home", redis_url=cluster.url, **published)
    with Stack(settings) as stack, Resident(tmp_path / "resident") as resident:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
        env = {
            **ours,
            "OMBUD_HOME": str(stack.home.root),
            "API": stack.urls.api,
            "NODE": node,
            **bucket,
            "PATH": os.pathsep.join([str(resident.bin), str(Path(sys.executable).parent), ours["PATH"]]),
        }
        (tmp_path / "verifier-js").symlink_to(ROOT / "verifier-js")  # pages are done in the checkout
        for page in PAGES:
            files, commands = parts(page)
            for name, text in files.items():
                (tmp_path / name).write_text(text)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands],
                cwd=tmp_path,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            assert done.returncode == 0, f"{page.name}\n{done.stdout[-4000:]}"
            wanted = [words.replace("{BUCKET}", bucket["BUCKET"]) for words in TOLD[page.stem]]
            missing = [words for words in wanted if words not in done.stdout]
            assert not missing, f"{page.name}: {missing}\n{done.stdout[-6000:]}"
