"""A log published into an S3 bucket (moto's server), and what it does while the bucket is gone."""

from __future__ import annotations

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.tiles.bucket import open_bucket
from ledger.tiles.reader import LogReader
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ACCESS = {"access_key_id": "test", "secret_access_key": "test"}


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, request):
    name = f"log-{abs(hash(request.node.name)) % 10**8}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    client.create_bucket(Bucket=name)
    return open_bucket(name, prefix="logs/one", endpoint=endpoint, region="us-east-1", **ACCESS)


def test_what_is_put_is_got_listed_replaced_and_removed(bucket):
    for name in ("a", "b/1", "b/2", "b/3"):
        bucket.put(name, name.encode())
    bucket.put("a", b"again")
    assert bucket.get("a") == b"again"
    assert bucket.list("b/") == ["b/1", "b/2", "b/3"]
    assert bucket.list("b/", start_after="b/1", before="b/3") == ["b/2"]
    assert bucket.list("none/") == []
    bucket.delete("a")
    bucket.delete("a")
    with pytest.raises(NotFoundError):
        bucket.get("a")
    with pytest.raises(InvalidInputError):
        bucket.get("../a")


def test_a_log_is_published_into_a_bucket_and_read_from_it(bucket, tmp_path):
    service = scene.service(tmp_path / "log", store=bucket)
    service.start()
    sent = scene.chain(3, 2)
    assert all(verdict.accepted for verdict in service.submit([item.pack() for item in sent]))
    service.stop()
    reader = LogReader(bucket)
    assert [segment for _, segment in reader.segments(0, 3)] == sent
    again = scene.service(tmp_path / "log", store=bucket)
    assert again.publisher.published.size == 3
    again.start()
    again.stop()


def test_a_bucket_that_is_gone_says_so(bucket, endpoint):
    gone = open_bucket("nowhere", endpoint="http://127.0.0.1:9", region="us-east-1", **ACCESS)
    for ask in (lambda: gone.get("a"), lambda: gone.put("a", b"x"), lambda: gone.list("a/"), lambda: gone.delete("a")):
        with pytest.raises(UnavailableError) as refused:
            ask()
        assert refused.value.code == "store_unavailable"
