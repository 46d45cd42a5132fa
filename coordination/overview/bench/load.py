"""A closed loop: a few callers, each asking again as soon as it has its answer."""

import contextlib
import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

CALLERS = 8

Call = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Calls per second, and how long one took, in milliseconds."""

    count: int
    seconds: float
    milliseconds: list[float]

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    def percentile(self, percent: int) -> float:
        """The time that so many percent of the calls kept within."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


class _Loop(threading.Thread):
    """One caller, which asks again and again until it is told to stop."""

    def __init__(
        self, make_call: Callable[[], Call], start: threading.Barrier, stop: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.make_call, self.ready, self.stop = make_call, start, stop
        self.milliseconds: list[float] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            call = self.make_call()
            call()  # warm
            self.ready.wait()
            while not self.stop.is_set():
                began = time.perf_counter()
                call()
                self.milliseconds.append((time.perf_counter() - began) * 1000)
        except threading.BrokenBarrierError:
            return
        except BaseException as fault:  # noqa: BLE001 - raised again by whoever measures
            self.fault = fault
            self.ready.abort()
            self.stop.set()


def measure(
    make_call: Callable[[int], Call], *, seconds: float, callers: int = CALLERS
) -> Measured:
    """Run a call of each caller's own over and over. One that raises ends the measurement."""
    ready, stop = threading.Barrier(callers + 1), threading.Event()
    loops = [_Loop(partial(make_call, number), ready, stop) for number in range(callers)]
    for loop in loops:
        loop.start()
    with contextlib.suppress(threading.BrokenBarrierError):
        ready.wait()
    began = time.perf_counter()
    stop.wait(seconds)
    stop.set()
    for loop in loops:
        loop.join()
    for loop in loops:
        if loop.fault is not None:
            raise loop.fault
    every = [taken for loop in loops for taken in loop.milliseconds]
    return Measured(len(every), time.perf_counter() - began, every)


class Caller:
    """One kept-alive HTTP connection."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port, self.headers = port, headers
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(
        self, method: str, path: str, expected: int, body: bytes | None = None, **headers: str
    ) -> bytes:
        """The body of the answer; anything but the expected status is a fault."""
        sent = self.headers | {name.replace("_", "-"): text for name, text in headers.items()}
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # an idle connection the server had closed
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content
