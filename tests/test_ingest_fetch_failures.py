"""What can go wrong on the network: one sentence each, in time, and nothing hostile in it."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Loopback, Reply, closed_port, rss

from reader.config import Config
from reader.ingest.fetch import Fetcher, UnansweredError
from reader.ingest.unpack import TooLargeError, Unpacker, UnpackError
from reader.model import FetchError

BODY = rss(items=50).encode()


@pytest.fixture
def site():
    with Loopback() as site:
        yield site


@pytest.fixture
def fetcher():
    with Fetcher(Config(timeout=1, feed_megabytes=1)) as fetcher:
        yield fetcher


def failure(fetcher: Fetcher, address: str) -> FetchError:
    with pytest.raises(FetchError) as failed:
        fetcher.get(address)
    message = str(failed.value)
    assert message.isprintable()
    assert message.endswith(".")
    assert message.count("\n") == 0
    return failed.value


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "400 Bad Request"),
        (401, "name and password"),
        (403, "refuses"),
        (404, "404 Not Found: the feed is no longer there"),
        (410, "gone for good"),
        (418, "418"),
        (429, "too often"),
        (500, "500 Internal Server Error"),
        (503, "overloaded"),
        (599, "599"),
        (999, "999"),
        (204, "204"),
        (206, "206"),
        (300, "300"),
    ],
)
def test_every_status_is_told_in_our_own_words(site, fetcher, status, words):
    site.pages["/rss"] = Reply(
        status, b"\x1b]0;owned\x07", reason="\x1b[31mHOSTILE\x9b1m", content_type="text/html"
    )
    error = failure(fetcher, site.url("/rss"))
    assert str(error).startswith(site.url("/rss") + ": ")
    assert words in str(error)
    assert "HOSTILE" not in str(error)
    assert error.status == status


def test_a_cloudflare_check_is_named(site, fetcher):
    site.pages["/rss"] = Reply(403, headers=(("cf-mitigated", "challenge"),))
    assert "Cloudflare" in str(failure(fetcher, site.url("/rss")))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("0", 0), ("soon", None), ("9" * 30, None), ("-5", None), ("1e9", None)],
)
def test_retry_after_in_seconds(site, fetcher, said, seconds):
    site.pages["/rss"] = Reply(429, headers=(("Retry-After", said),))
    assert failure(fetcher, site.url("/rss")).retry_after == seconds


def test_retry_after_as_a_date(site, fetcher):
    when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 3_600))
    site.pages["/rss"] = Reply(503, headers=(("Retry-After", when),))
    error = failure(fetcher, site.url("/rss"))
    assert 3_500 <= error.retry_after <= 3_600
    assert "come back in 1 hour" in str(error)


def test_nobody_listens(fetcher):
    error = failure(fetcher, f"http://127.0.0.1:{closed_port()}/rss")
    assert "refused the connection" in str(error)
    assert not error.offline


def test_a_name_that_cannot_be_found(fetcher):
    error = failure(fetcher, "http://no-such-host.invalid/rss")
    assert "no-such-host.invalid" in str(error)
    assert "name" in str(error)


@pytest.mark.parametrize(
    "address", ["", "ftp://example.org/", "http://", "not an address", "file:///etc/passwd"]
)
def test_what_is_no_address_is_never_asked(fetcher, address):
    assert "no web address" in str(failure(fetcher, address))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=BODY, cut=10),
        Reply(body=BODY, gzipped=True, cut=10),
        Reply(body=BODY, chunked=True, cut=10),
        Reply(body=BODY, chunked=True, cut=5),
        Reply(body=BODY, chunked=True, cut=len(BODY)),
        Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss"),
        Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(BODY)[:-9]),
    ],
    ids=["length", "gzip", "chunk", "last-chunk", "all", "chunk-size", "gzip-until-close"],
)
def test_half_an_answer_is_no_answer(site, fetcher, reply):
    site.pages["/rss"] = reply
    assert "part of its answer" in str(failure(fetcher, site.url("/rss")))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\x1b[31m garbage",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
    ids=["closed", "bytes", "ssh", "status", "headers", "header", "gzip", "brotli", "twice"],
)
def test_garbage_is_told_as_such(site, fetcher, raw):
    site.pages["/rss"] = Reply(raw=raw)
    failure(fetcher, site.url("/rss"))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=BODY, drip=0.05),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500, drip=0.05),
        Reply(raw=b"HTTP/1.1 100 Continue\r\n\r\n" * 500, drip=0.02),
        Reply(body=BODY, wait=30),
        Reply(body=b"1\r\n" * 500, drip=0.05, chunked=True),
        Reply(raw=b"HTTP/1.0 200 OK\r\n\r\n" + BODY, drip=0.02),
    ],
    ids=["body", "headers", "continue", "silence", "chunks", "until-close"],
)
def test_a_drip_ends_at_the_deadline(site, fetcher, reply):
    site.pages["/rss"] = reply
    assert "did not answer within 1 s" in str(failure(fetcher, site.url("/rss")))


def test_the_deadline_holds_over_redirects(site, fetcher):
    for number in range(10):
        site.pages[f"/{number}"] = Reply(302, headers=(("Location", f"/{number + 1}"),), wait=0.4)
    assert "did not answer within 1 s" in str(failure(fetcher, site.url("/0")))
    assert len(site.asked()) < 5


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"\0" * 50_000_000, gzipped=True),
        Reply(body=b"x" * 1_100_000),
        Reply(body=b"x" * 1_100_000, chunked=True),
        Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss"),
        Reply(raw=b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 3_000_000),
    ],
    ids=["bomb", "length", "chunked", "promised", "endless"],
)
def test_what_is_too_large_is_refused(site, fetcher, reply):
    site.pages["/rss"] = reply
    assert "larger than 1 MB" in str(failure(fetcher, site.url("/rss")))


def test_an_endless_error_page_is_not_read(site, fetcher):
    site.pages["/rss"] = Reply(raw=b"HTTP/1.1 500 Oops\r\n\r\n" + b"x" * 100_000, drip=0.005)
    began = time.monotonic()
    assert failure(fetcher, site.url("/rss")).status == 500
    assert time.monotonic() - began < 30


def test_close_ends_what_is_running(site):
    site.pages["/rss"] = Reply(wait=60)
    fetcher = Fetcher(Config(timeout=60))
    failed: list[str] = []

    def ask() -> None:
        try:
            fetcher.get(site.url("/rss"))
        except FetchError as error:
            failed.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    while not site.asked("/rss"):
        time.sleep(0.01)
    fetcher.close()
    thread.join(20)
    assert not thread.is_alive()
    assert "stopped" in failed[0]
    with pytest.raises(FetchError, match="stopped"):
        fetcher.get(site.url("/rss"))


# -- TLS -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_that_nobody_signed_is_refused(tmp_path, fetcher):
    subprocess.run(
        [
            *["openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"],
            *["-pkeyopt", "ec_paramgen_curve:P-256"],
            *["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            *("-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with Loopback(tls=context) as safe:
        safe.feed("/rss", BODY)
        error = failure(fetcher, safe.url("/rss"))
        assert "certificate of 127.0.0.1 is not valid (it is signed by itself)" in str(error)
        assert not isinstance(error, UnansweredError)
        assert safe.asked() == []


def test_https_where_only_http_is_spoken(site, fetcher):
    error = failure(fetcher, f"https://127.0.0.1:{site.port}/rss")
    assert isinstance(error, UnansweredError)


# -- compression ---------------------------------------------------------------------------------


def packed(body: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.compress(body)
    if encoding == "raw deflate":
        stream = zlib.compressobj(wbits=-15)
        return stream.compress(body) + stream.flush()
    return zlib.compress(body) if encoding == "deflate" else body


@settings(deadline=None, max_examples=60)
@given(
    body=st.binary(max_size=3_000),
    encoding=st.sampled_from(["gzip", "deflate", "raw deflate", ""]),
    step=st.integers(1, 700),
    limit=st.integers(0, 3_500),
)
def test_unpacking_in_any_pieces(body, encoding, step, limit):
    sent = packed(body, encoding)
    unpacker = Unpacker(encoding.removeprefix("raw "), limit)
    try:
        for at in range(0, len(sent), step):
            unpacker.feed(sent[at : at + step])
        assert unpacker.body() == body
    except TooLargeError:
        assert len(body) > limit


@settings(deadline=None, max_examples=60)
@given(body=st.binary(min_size=1, max_size=2_000), cut=st.integers(1, 30))
def test_a_cut_stream_is_noticed(body, cut):
    sent = gzip.compress(body)
    unpacker = Unpacker("gzip", 10_000)
    unpacker.feed(sent[: max(1, len(sent) - cut)])
    with pytest.raises(UnpackError):
        unpacker.body()


def test_two_gzip_members_and_padding():
    unpacker = Unpacker("gzip", 1_000)
    for piece in (gzip.compress(b"one "), gzip.compress(b"two"), b"\0" * 10, b"\0"):
        unpacker.feed(piece)
    assert unpacker.body() == b"one two"


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_to_nowhere(site: Loopback, fetcher: Fetcher, status: int) -> None:
    site.pages["/rss"] = Reply(status)
    failed = failure(fetcher, site.url("/rss"))
    assert "address to go to is missing" in str(failed)
    assert failed.status == status
