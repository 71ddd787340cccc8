"""A log published into an S3 bucket (moto's server), and what it does while the bucket is gone."""

from __future__ import annotations

import socket
import time
from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ledger.cli import checkup
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.loopback import free_port
from ledger.settings import Settings
from ledger.tiles.bucket import open_bucket
from ledger.tiles.published import published_bucket
from ledger.tiles.reader import LogReader
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ACCESS = {"key_id": "test", "secret": "test"}


def eventually(holds, seconds: float = 30.0) -> bool:
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


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


def settings(endpoint: str, name: str, **more) -> Settings:
    given = {"log_bucket_key_id": "test", "log_bucket_secret": "test", "log_bucket_region": "us-east-1", **more}
    return Settings(log_bucket=name, log_bucket_endpoint=endpoint, log_bucket_prefix="logs/two", **given)


def test_the_settings_open_a_bucket_and_doctor_says_what_is_in_it(bucket, endpoint):
    given = settings(endpoint, bucket._name)
    assert checkup.check_store(given).found == f"bucket {bucket._name}, without a checkpoint"
    published_bucket(given).put("checkpoint", b"x")
    assert checkup.check_store(given).found == f"bucket {bucket._name}, with a checkpoint"
    assert published_bucket(Settings()) is None


def test_doctor_says_that_a_bucket_is_not_there(endpoint):
    (finding,) = [found for found in checkup.examine(settings(endpoint, "nobodys-bucket")) if found.name == "store"]
    assert finding.state == "fail"
    assert "nobodys-bucket does not answer" in finding.found
    assert "nothing is lost" in finding.remedy


def test_a_log_whose_bucket_dies_takes_more_and_publishes_it_when_the_bucket_is_back(bucket, endpoint, tmp_path):
    """The server goes away and comes back at the same address, as after a crash of its machine."""
    port, sent = free_port(), scene.chain(4)
    store = open_bucket(
        bucket._name, endpoint=f"http://127.0.0.1:{port}", region="us-east-1", timeout=timedelta(seconds=1), **ACCESS
    )
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    service = scene.service(tmp_path / "log", store=store)
    service.start()
    try:
        assert service.submit([sent[0].pack()])[0].accepted
        assert eventually(lambda: service.publisher.published.size == 1)
        server.stop()
        assert all(verdict.accepted for verdict in service.submit([item.pack() for item in sent[1:]]))
        assert eventually(lambda: service.publisher.error)
        assert "does not answer" in service.publisher.error
        assert service.publisher.published.size == 1
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        server.start()
        assert eventually(lambda: service.publisher.published.size == 4)
        assert service.publisher.error is None
    finally:
        service.stop()
        server.stop()
    other = open_bucket(bucket._name, endpoint=endpoint, region="us-east-1", **ACCESS)
    assert [segment for _, segment in LogReader(other).segments(0, 4)] == sent


def test_a_bucket_that_takes_the_call_and_says_nothing_is_given_up_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        slow = open_bucket("slow", endpoint=url, region="us-east-1", timeout=timedelta(milliseconds=300), **ACCESS)
        with pytest.raises(UnavailableError) as refused:
            slow.put("a", b"x")
    assert refused.value.code == "store_unavailable"
    assert "published when it answers again" in refused.value.hint


def test_a_bucket_that_is_gone_says_so(bucket, endpoint):
    gone = open_bucket("nowhere", endpoint="http://127.0.0.1:9", region="us-east-1", **ACCESS)
    for ask in (lambda: gone.get("a"), lambda: gone.put("a", b"x"), lambda: gone.list("a/"), lambda: gone.delete("a")):
        with pytest.raises(UnavailableError) as refused:
            ask()
        assert refused.value.code == "store_unavailable"
