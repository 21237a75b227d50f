"""The road between a phone and the portal: it can be cut, refuse one address, or lose an answer that was on its way."""

import socket
import threading
from contextlib import suppress

CHUNK = 65536


class Wire:
    """Passes bytes on between a browser and the server. What it loses, the server has already said and committed."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to = to
        self.is_cut = False
        self.lost = 0
        self._losing: tuple[bytes, int] = (b"", 0)
        self._refused = b""
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def host(self) -> str:
        return f"localhost:{self._door.getsockname()[1]}"

    def cut(self) -> None:
        """No bar of signal: what is open dies, what comes is turned away."""
        self.is_cut = True
        for one in list(self._open):
            _close(one)

    def mend(self) -> None:
        self.is_cut, self._refused, self._losing = False, b"", (b"", 0)

    def refuse(self, request: str) -> None:
        """Requests that begin so die before the server hears of them; all others pass."""
        self._refused = request.encode()

    def lose(self, request: str, *, times: int = 1) -> None:
        """The answers to the next requests that begin so never arrive."""
        self._losing = (request.encode(), times)

    def close(self) -> None:
        self.cut()
        _close(self._door)

    def _serve(self) -> None:
        while True:
            try:
                phone, _address = self._door.accept()
            except OSError:
                return
            if self.is_cut:
                _close(phone)
                continue
            threading.Thread(target=self._join, args=(phone,), daemon=True).start()

    def _join(self, phone: socket.socket) -> None:
        try:
            portal = socket.create_connection(self.to)
        except OSError:
            return _close(phone)
        self._open |= {phone, portal}
        is_doomed = threading.Event()
        answers = threading.Thread(target=self._answers, args=(portal, phone, is_doomed), daemon=True)
        answers.start()
        with suppress(OSError):
            while data := phone.recv(CHUNK):
                if self._refused and data.startswith(self._refused):
                    break
                start, times = self._losing
                if times and data.startswith(start):
                    self._losing = (start, times - 1)
                    is_doomed.set()
                portal.sendall(data)
        if not is_doomed.is_set():
            _close(portal)
        answers.join(30)
        return self._end(phone, portal)

    def _answers(self, portal: socket.socket, phone: socket.socket, is_doomed: threading.Event) -> None:
        with suppress(OSError):
            while data := portal.recv(CHUNK):
                if is_doomed.is_set():
                    self.lost += 1
                    break
                phone.sendall(data)
        self._end(phone, portal)

    def _end(self, *both: socket.socket) -> None:
        for one in both:
            self._open.discard(one)
            _close(one)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
