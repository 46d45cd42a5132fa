"""Ask the malware scanner clamd, over its own small protocol (INSTREAM)."""

import socket
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 256 * 1024
SECONDS = 20


class NoAnswer(Exception):
    """The scanner is away, or answered neither yes nor no."""


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMD)
    if address.scheme == "unix":
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(SECONDS)
        found.connect(address.path)
        return found
    return socket.create_connection((address.hostname, address.port or 3310), timeout=SECONDS)


def is_clean(content: bytes) -> bool:
    """Whether the scanner finds nothing; `NoAnswer` where it does not say."""
    try:
        with _connected() as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
            scanner.sendall(bytes(4))
            answer = _read(scanner)
    except OSError as error:
        raise NoAnswer from error
    if answer.endswith(b" FOUND"):
        return False
    if answer == b"stream: OK":
        return True
    raise NoAnswer


def _read(scanner: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        part = scanner.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")
