"""How much memory and time the largest files take that are let in, and some that are not."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import av
import numpy as np
from django.conf import settings
from PIL import Image

from acute.rules.cleaning import MOST_BYTES

MEASURED = """
import runpy, sys
runpy.run_module("acute.rules.cleaning", run_name="__main__")
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], file=sys.stderr)
"""
"""The process that cleans, which tells its largest size on the other channel."""

WIDTH, HEIGHT = 8000, 5000
FRAMES = 54


@dataclass(frozen=True, slots=True)
class Upload:
    """One file: how large it is, what became of it, and what that took."""

    name: str
    megabytes: float
    outcome: str
    peak: float
    seconds: float


def _picture(kind: str, mode: str) -> bytes:
    out = BytesIO()
    Image.new(mode, (WIDTH, HEIGHT)).save(out, kind)
    return out.getvalue()


def _photograph() -> bytes:
    """As many points with as much in them as the size lets through."""
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=25)
    return out.getvalue()


def _film() -> bytes:
    """A film of nearly 25 MB."""
    out, dice = BytesIO(), np.random.default_rng(1)
    with av.open(out, "w", format="mp4") as written:
        stream: Any = written.add_stream("libx264", rate=10, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuv420p"
        for _number in range(FRAMES):
            points = dice.integers(0, 255, (480, 640, 3), dtype=np.uint8)
            written.mux(stream.encode(av.VideoFrame.from_ndarray(points, format="rgb24")))
        written.mux(stream.encode())
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "photograph, 40 Mpx JPEG": _photograph,
    "40 Mpx PNG": lambda: _picture("PNG", "RGB"),
    "40 Mpx PNG, see-through": lambda: _picture("PNG", "RGBA"),
    "40 Mpx GIF": lambda: _picture("GIF", "P"),
    "40 Mpx JPEG for print (CMYK)": lambda: _picture("JPEG", "CMYK"),
    "film": _film,
    "26 MB of nothing": lambda: bytes(MOST_BYTES["video"] + 1),
}


def measured() -> Iterator[Upload]:
    """Each file through the process that cleans, one after the other."""
    for name, make in FILES.items():
        content = make()
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED],
            input=content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            check=True,
        )
        seconds = time.perf_counter() - began
        facts = json.loads(done.stdout.partition(b"\n")[0])
        outcome = "refused" if "refused" in facts else "kept"
        peak = int(done.stderr.split()[-1]) / 1024
        yield Upload(name, len(content) / 2**20, outcome, peak, seconds)
