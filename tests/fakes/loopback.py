"""A server on loopback, in threads of its own, for fakes that the real service is pointed at."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answer = tuple[int, dict[str, str], bytes]  # status, headers, body


class OnLoopback:
    """Answers over HTTP at `url` while its `with` lasts; what it answers is `over_http`."""

    def __init__(self) -> None:
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def over_http(self, path: str, body: str) -> Answer:
        """The answer to one request."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def _answer(self) -> None:
                told = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                status, headers, body = fake.over_http(self.path, told)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        return Handler


class _Quiet(ThreadingHTTPServer):
    """A client that is killed in the middle of an answer is no news here."""

    daemon_threads = True
    block_on_close = False  # a long poll that nobody hears out ends with the test

    def handle_error(self, *_: object) -> None:
        """Quiet."""
