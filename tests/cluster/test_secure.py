"""A cluster behind TLS that asks who is there: a server in front of the node, with an authority of its own."""

from __future__ import annotations

import base64
import http.client
import logging
import os
import shutil
import ssl
import subprocess
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import searchnews
from searchnews.engines import open_engine
from searchnews.errors import IndexUnavailable
from tests.cluster.server import VARIABLE, address, drop, engine_at, needs_cluster

pytestmark = [
    needs_cluster,
    pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl, which makes the certificates"),
]
USER, PASSWORD = "reader", "s3cret-word"
ALLOWED = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Door(BaseHTTPRequestHandler):
    """Passes on what comes with the right name and password."""

    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("authorization") != ALLOWED:
            self._answer(401, b"Unauthorized", "text/plain")
            return
        node = http.client.HTTPConnection(urlsplit(os.environ[VARIABLE].split(",")[0]).netloc)
        node.request(self.command, self.path, body, {"content-type": self.headers.get("content-type", "")})
        answer = node.getresponse()
        self._answer(answer.status, answer.read(), answer.headers["content-type"])
        node.close()

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", *KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=tests")
    openssl("req", *KEY, "-keyout", "key.pem", "-out", "asked.pem", "-subj", "/CN=node")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2")
    openssl("x509", "-req", "-in", "asked.pem", *signed, "-out", "cert.pem")
    return folder


@pytest.fixture
def place(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index behind the door; the environment lets in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificates / "cert.pem", certificates / "key.pem")
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    for name, value in (("USER", USER), ("PASSWORD", PASSWORD), ("CA", str(certificates / "ca.pem"))):
        monkeypatch.setenv(f"SEARCHNEWS_OPENSEARCH_{name}", value)
    name = f"test-{uuid.uuid4().hex[:12]}"
    yield f"opensearch+https://127.0.0.1:{server.server_address[1]}/{name}"
    drop(engine_at(address(name)))
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_written_and_searched_and_no_password_is_logged(
    place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "story.txt").write_text("Harbour closes\n\nThe harbour of Tarn closes for a week, its master says.\n")
    report = searchnews.reindex([tmp_path], index=place, full=True, workers=1)
    with searchnews.open(place) as index:
        assert index.search("harbour").total == report.added == 1
    logged: list[Any] = [vars(record) for record in caplog.records]
    assert PASSWORD not in repr(logged)
    assert ALLOWED not in repr(logged)


def test_an_authority_that_nobody_knows_is_not_trusted(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEARCHNEWS_OPENSEARCH_CA")
    with pytest.raises(IndexUnavailable, match="opensearch_ca"):
        open_engine(place)


def test_who_is_not_let_in_is_told_which_settings(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHNEWS_OPENSEARCH_PASSWORD", "wr0ng-word")
    with pytest.raises(IndexUnavailable, match="opensearch_user") as caught:
        open_engine(place)
    assert "wr0ng-word" not in str(caught.value)
