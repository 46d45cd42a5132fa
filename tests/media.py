"""Pictures, sounds and films as phones make them, and as they should never be."""

import math
import struct
import zlib
from array import array
from functools import cache
from io import BytesIO
from typing import Any

import av
from PIL import Image, PngImagePlugin

ORIENTATION, GPS = 0x0112, 0x8825
PLACE = b"+55.6761+012.5683/"
SECRET = "hemmelig titel"


def picture(width: int = 640, height: int = 480, kind: str = "JPEG", **how: Any) -> bytes:
    """A red picture; `mode` and what Pillow's writers take are passed on."""
    out = BytesIO()
    Image.new(how.pop("mode", "RGB"), (width, height), how.pop("colour", "red")).save(
        out, kind, **how
    )
    return out.getvalue()


def picture_with_place(**how: Any) -> bytes:
    """Held upright by a phone that notes where: the camera's own picture lies on its side."""
    notes = Image.Exif()
    notes[ORIENTATION] = 6
    notes[0x010F] = SECRET
    notes.get_ifd(GPS)[1] = "N"
    notes.get_ifd(GPS)[2] = (55.0, 40.0, 33.96)
    return picture(640, 480, exif=notes, **how)


@cache
def film(
    container: str = "mp4", video: str = "libx264", sound: str = "aac", seconds: float = 1.0
) -> bytes:
    """A film with a title and a place in its notes; without `video` it is a sound."""
    out = BytesIO()
    with av.open(out, "w", format=container) as written:
        written.metadata["title"] = SECRET
        written.metadata["location"] = PLACE.decode()
        rate = 48000 if sound == "libopus" else 44100
        pictures: Any = written.add_stream(video, rate=10) if video else None
        voice: Any = written.add_stream(sound, rate=rate, layout="mono") if sound else None
        if pictures:
            pictures.width, pictures.height, pictures.pix_fmt = 160, 120, "yuv420p"
            for _number in range(round(10 * seconds)):
                written.mux(pictures.encode(av.VideoFrame(160, 120, "yuv420p")))
            written.mux(pictures.encode())
        if voice:
            for frame in _silence(voice, seconds):
                written.mux(voice.encode(frame))
            written.mux(voice.encode())
    return out.getvalue()


def _silence(voice: Any, seconds: float) -> Any:
    step = voice.codec_context.frame_size or 1024
    for number in range(math.ceil(seconds * voice.rate / step)):
        frame = av.AudioFrame(format=voice.codec_context.format.name, layout="mono", samples=step)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = voice.rate, number * step
        yield frame


def turned(film: bytes) -> bytes:
    """The same film, marked as held upright (a quarter turn in the track's matrix)."""
    place = film.index(b"tkhd") + 4 + 40
    return film[:place] + TURN + film[place + len(TURN) :]


TURN = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    )


def png_with_bomb() -> bytes:
    """A small picture with a text of two hundred megabytes, packed into some hundred kilobytes."""
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Comment", "0" * 200_000_000, zip=True)
    return picture(8, 8, "PNG", pnginfo=notes)


def wav(seconds: int) -> bytes:
    """A sound without compression."""
    samples = array("h", bytes(2 * 8000 * seconds)).tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body
