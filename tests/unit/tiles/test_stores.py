"""Objects appear whole or not at all, in a folder and over HTTP, and no path leaves its store."""

from __future__ import annotations

import zlib
from pathlib import Path

import httpx
import pytest

from ledger.errors import InvalidInputError, NotFoundError, TooLargeError, UnavailableError
from ledger.tiles.append_file import OsAppendFile
from ledger.tiles.bundles import pack_entries, split_hashes, unpack_entries
from ledger.tiles.http_store import MAX_OBJECT_BYTES, HttpStore
from ledger.tiles.store import FolderStore, put_all

PAGE = 2


def reply(data: bytes, **more) -> httpx.Response:
    """Answer with bytes that are still to be read, as a server does."""
    return httpx.Response(200, stream=httpx.ByteStream(data), **more)


def serve(folder: FolderStore) -> HttpStore:
    """Read a folder through HTTP, with lists in pages of two."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/log/")
        if path.endswith("/"):
            found = folder.list(path, request.url.params["start_after"], request.url.params["before"])
            return reply("\n".join(found[:PAGE]).encode())
        try:
            return reply(folder.get(path))
        except NotFoundError:
            return httpx.Response(404)

    return HttpStore("http://log.test/log/", httpx.Client(transport=httpx.MockTransport(answer)))


@pytest.mark.parametrize("over_http", [False, True])
def test_what_is_put_is_got_and_listed(tmp_path: Path, over_http):
    folder = FolderStore(tmp_path)
    for name in ("a", "b/1", "b/2", "b/3", "b/4", "c"):
        folder.put(name, name.encode())
    folder.put("a", b"again")
    (tmp_path / "b" / ".5.draft").write_bytes(b"cut short")
    store = serve(folder) if over_http else folder
    assert store.get("a") == b"again"
    assert store.list("b/") == ["b/1", "b/2", "b/3", "b/4"]
    assert store.list("b/", start_after="b/1", before="b/4") == ["b/2", "b/3"]
    assert store.list("none/") == []
    for missing in ("d", "b/9", "a/1", "b"):
        with pytest.raises(NotFoundError):
            store.get(missing)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", ".hidden", "a/.hidden", "a\n", "a" * 201]
)
def test_a_path_that_could_leave_the_store_is_refused(tmp_path: Path, path):
    with pytest.raises(InvalidInputError, match="names no object"):
        FolderStore(tmp_path).get(path)
    with pytest.raises(InvalidInputError, match="names no object"):
        FolderStore(tmp_path).put(path, b"x")


def test_a_put_that_fails_leaves_the_old_object_and_no_draft(tmp_path: Path):
    store = FolderStore(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"x")
    with pytest.raises(OSError, match="directory"):
        store.put("a", b"y")
    assert store.list("") == ["a/b"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_many_objects_are_put_together_in_whatever_store(tmp_path: Path):
    objects = {f"tile/{number // 50}/{number}": b"%d" % number for number in range(150)}
    together, plain = FolderStore(tmp_path / "a"), FolderStore(tmp_path / "b")
    put_all(together, objects)
    put_all(_OneByOne(plain), objects)
    for store in (together, plain):
        assert {path: store.get(path) for path in store.list("")} == objects
        assert not list(store._root.rglob(".*"))


class _OneByOne:
    """A store that knows no `put_all`."""

    def __init__(self, store: FolderStore) -> None:
        self.get, self.put, self.delete, self.list = store.get, store.put, store.delete, store.list


def test_of_many_objects_those_that_cannot_be_put_leave_no_draft(tmp_path: Path):
    store = FolderStore(tmp_path)
    (tmp_path / "b" / "c").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        store.put_all({"a": b"1", "b": b"2", "d": b"3"})
    assert store.list("") == ["a"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_deleting_the_last_object_removes_its_folder_and_twice_is_no_error(tmp_path: Path):
    store = FolderStore(tmp_path)
    store.put("tile/0/000.p/3", b"x")
    store.delete("tile/0/000.p/3")
    store.delete("tile/0/000.p/3")
    assert not (tmp_path / "tile/0/000.p").exists()


def test_a_log_is_not_written_over_http(tmp_path: Path):
    store = serve(FolderStore(tmp_path))
    with pytest.raises(InvalidInputError):
        store.put("a", b"x")
    with pytest.raises(InvalidInputError):
        store.delete("a")


def test_a_dead_or_failing_log_is_unavailable():
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    dead = HttpStore("http://log.test", httpx.Client(transport=httpx.MockTransport(refuse)))
    with pytest.raises(UnavailableError, match="cannot be reached"):
        dead.get("checkpoint")
    failing = HttpStore("http://log.test", httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(500))))
    with pytest.raises(UnavailableError, match="answered 500"):
        failing.get("checkpoint")


@pytest.mark.parametrize(
    ("body", "detail", "hint"),
    [
        (b'{"detail": "no cbor2", "hint": "install it", "code": "x"}', "500 for 'a': no cbor2", "install it"),
        (b'{"detail": "' + b"x" * 9000 + b'"}', "x" * 300, "try again later"),
        (b'{"detail": 7}', "500 for 'a'", "try again later"),
        (b"<html>", "500 for 'a'", "try again later"),
    ],
)
def test_why_a_log_fails_is_said_in_its_own_words_as_far_as_they_are_a_problem(body, detail, hint):
    answer = httpx.MockTransport(lambda _: httpx.Response(500, stream=httpx.ByteStream(body)))
    with pytest.raises(UnavailableError) as found:
        HttpStore("http://log.test", httpx.Client(transport=answer)).get("a")
    assert found.value.message.endswith(detail)
    assert found.value.hint == hint
    assert len(found.value.message) < 400


def test_an_append_file_reads_what_was_appended_and_is_private(tmp_path: Path):
    path = tmp_path / "new" / "file"
    file = OsAppendFile(path)
    file.append(b"hello ")
    file.append(b"world")
    file.sync()
    assert (file.size(), file.read(6, 100), file.read(11, 5)) == (11, b"world", b"")
    file.truncate(5)
    file.append(b"!")
    file.close()
    assert path.read_bytes() == b"hello!"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_bundles_keep_entries_apart_and_refuse_bad_lengths():
    assert unpack_entries(pack_entries([b"a", b"", b"bc"])) == [b"a", b"", b"bc"]
    with pytest.raises(InvalidInputError):
        unpack_entries(b"\x00\x05abc")
    with pytest.raises(InvalidInputError):
        pack_entries([bytes(65_536)])
    with pytest.raises(InvalidInputError):
        split_hashes(bytes(33))


def hostile(answer, **more) -> HttpStore:
    return HttpStore("http://log.test", httpx.Client(transport=httpx.MockTransport(answer)), **more)


def test_an_object_over_the_limit_is_given_up_before_it_fills_the_memory():
    sent = []

    def endless():
        while True:
            sent.append(1)
            yield bytes(1 << 20)

    with pytest.raises(TooLargeError, match=r"'checkpoint' .* over"):
        hostile(lambda _: httpx.Response(200, content=endless())).get("checkpoint")
    assert len(sent) == MAX_OBJECT_BYTES // (1 << 20) + 1


def test_an_object_is_never_unpacked():
    small = zlib.compress(bytes(1 << 20))
    store = hostile(lambda _: reply(small, headers={"content-encoding": "deflate"}))
    assert store.get("checkpoint") == small


def test_an_object_that_drips_in_is_given_up():
    times = iter(range(0, 10_000, 50))

    def dripping():
        while True:
            yield b"x"

    store = hostile(lambda _: httpx.Response(200, content=dripping()), monotonic=lambda: next(times))
    with pytest.raises(UnavailableError, match="took over 120 s"):
        store.get("checkpoint")


@pytest.mark.parametrize("page", [b"packs/1", b"packs/2\npacks/1", b"packs/1\npacks/1", b"\xff\xfe"])
def test_a_list_that_goes_round_in_circles_is_given_up(page):
    with pytest.raises(UnavailableError, match="out of order"):
        hostile(lambda _: reply(page)).list("packs/")


def test_an_endless_list_is_given_up():
    def answer(request: httpx.Request) -> httpx.Response:
        first = int(request.url.params["start_after"].removeprefix("packs/") or 0) + 1
        return reply("\n".join(f"packs/{first + n:020d}" for n in range(10_000)).encode())

    with pytest.raises(TooLargeError, match="over 65536 paths"):
        hostile(answer).list("packs/")


@pytest.mark.parametrize("url", ["http://log\x00.test", "http://log.test:99999"])
def test_a_url_that_cannot_be_asked_is_unavailable(url):
    with httpx.Client() as client, pytest.raises(UnavailableError, match="cannot be reached"):
        HttpStore(url, client).get("checkpoint")
