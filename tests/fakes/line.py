"""A line between a service and its server that can be cut, or go silent as a pulled plug does."""

import contextlib
import socket
import threading
from collections.abc import Callable


class Line:
    """Listens on loopback and carries bytes to what `connect` opens. Use as a context manager."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._server = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._silent = threading.Event()
        self._gone = threading.Event()

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    def __enter__(self) -> "Line":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        self._server.close()
        self.cut()

    def silence(self) -> None:
        """From now on nothing passes and nobody is told: connections stay open."""
        self._silent.set()

    def heal(self) -> None:
        """New connections pass again; the old ones are lost."""
        self._silent.clear()
        self.cut()

    def cut(self) -> None:
        """Every connection ends now, on both sides."""
        ends, self._ends = self._ends, []
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while not self._gone.is_set():
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = self._connect()
            self._ends += [near, far]
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := here.recv(65536):
                if not self._silent.is_set():
                    there.sendall(data)
            there.shutdown(socket.SHUT_RDWR)
        here.close()
