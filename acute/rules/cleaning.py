"""What somebody uploads, made harmless: kind by content, limits before decoding, no metadata.

Run as a process of its own, with limits set by the kernel: the libraries that read what strangers
send are native code. `python -m acute.rules.cleaning` reads the file and writes one line of JSON,
then the new content; a refusal is a line without content.
"""

import json
import math
import resource
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

MEGABYTE = 1024 * 1024
MOST_BYTES = {"picture": 12 * MEGABYTE, "sound": 12 * MEGABYTE, "video": 25 * MEGABYTE}
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 4096
ORIENTATION = 0x0112
"""The one thing of a camera's notes that is used: which way the picture was held."""

MOST_SECONDS = {"sound": 600, "video": 180}
MEMORY = 512 * MEGABYTE
CPU_SECONDS = 20

SIGNS = (
    (0, b"\xff\xd8\xff", "picture", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "picture", "PNG"),
    (0, b"GIF87a", "picture", "GIF"),
    (0, b"GIF89a", "picture", "GIF"),
    (0, b"OggS", "sound", "ogg"),
    (0, b"ID3", "sound", "mp3"),
    (0, b"\xff\xfb", "sound", "mp3"),
    (0, b"\xff\xf3", "sound", "mp3"),
    (8, b"WAVEfmt ", "sound", "wav"),
    (4, b"ftyp", "film", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "film", "matroska"),
)
"""Where the bytes stand that tell a file, its kind, and the one reader that may then open it."""

STILL_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"}
"""Pictures in the container of films; Pillow does not read them."""

CODECS = {
    "mp4": {"h264", "hevc", "aac", "mp3"},
    "webm": {"vp8", "vp9", "av1", "opus", "vorbis"},
    "ogg": {"opus", "vorbis", "flac"},
    "mp3": {"mp3"},
    "wav": {"pcm_s16le", "pcm_u8", "pcm_s24le"},
}
"""What each container that is written may hold; the others are refused."""

WRITTEN_AS = {"mov": "mp4", "matroska": "webm", "ogg": "ogg", "mp3": "mp3", "wav": "wav"}
TYPES = {
    ("mp4", "video"): "video/mp4",
    ("mp4", "sound"): "audio/mp4",
    ("webm", "video"): "video/webm",
    ("webm", "sound"): "audio/webm",
    ("ogg", "sound"): "audio/ogg",
    ("mp3", "sound"): "audio/mpeg",
    ("wav", "sound"): "audio/wav",
}


class Refused(Exception):
    """The file is not kept; the code says why."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file, and what it is."""

    kind: str
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0
    seconds: int = 0


def format_of(content: bytes) -> tuple[str, str]:
    """Picture or film or sound, and which reader may open it, told by the first bytes alone."""
    if not content:
        raise Refused("empty")
    if content[4:8] == b"ftyp" and content[8:12] in STILL_BRANDS:
        raise Refused("heic")
    for place, sign, kind, reader in SIGNS:
        if content[place : place + len(sign)] == sign:
            return kind, reader
    raise Refused("kind")


def clean(content: bytes) -> Cleaned:
    """The file without anything but its picture or sound, or `Refused`."""
    kind, reader = format_of(content)
    if len(content) > MOST_BYTES["video" if kind == "film" else kind]:
        raise Refused("large")
    return _picture(content, reader) if kind == "picture" else _film(content, reader)


def _picture(content: bytes, reader: str) -> Cleaned:
    """A new JPEG: the first frame, turned the right way up, on white, at most 4096 pixels wide."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is asked below, before anything is decoded
    try:
        with Image.open(BytesIO(content), formats=(reader,)) as opened:
            if math.prod(opened.size) > MOST_PIXELS:
                raise Refused("pixels")
            image = _small(opened)
        image = ImageOps.exif_transpose(image)
        out = BytesIO()
        image.save(out, "JPEG", quality=85, exif=b"")
    except Refused:
        raise
    except Exception as error:
        raise Refused("damaged") from error
    return Cleaned("picture", "image/jpeg", out.getvalue(), *image.size)


def _small(image: Any) -> Any:
    """The picture in colours without transparency, with nothing beside it but which way it turns.

    It is made smaller before anything else, in place: a second one of forty million pixels would
    take more memory than a server has to give.
    """
    from PIL import Image

    turn = image.getexif().get(ORIENTATION, 1)
    edges = (LONGEST_EDGE, LONGEST_EDGE)
    if image.mode in ("RGB", "L"):
        image.thumbnail(edges)
        plain = image.convert("RGB")
    else:
        image.thumbnail(edges, Image.Resampling.NEAREST)
        plain = _on_white(image)
    plain.info.clear()
    plain.getexif().clear()
    plain.getexif()[ORIENTATION] = turn
    return plain


def _on_white(image: Any) -> Any:
    """Without transparency; sixteen bits of grey become eight."""
    from PIL import Image

    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _film(content: bytes, reader: str) -> Cleaned:
    """The packets of one picture and one sound stream in a new container, and nothing else."""
    import av

    try:
        with av.open(BytesIO(content), format=reader, metadata_errors="ignore") as opened:
            return _rewrapped(opened, WRITTEN_AS[reader])
    except Refused:
        raise
    except Exception as error:
        raise Refused("damaged") from error


def _rewrapped(opened: Any, container: str) -> Cleaned:
    import av
    from av.stream import Disposition

    films = [row for row in opened.streams.video if not row.disposition & Disposition.attached_pic]
    kept = [*films[:1], *opened.streams.audio[:1]]
    names = {row.codec_context.codec.canonical_name for row in kept}
    if not kept or not names <= CODECS[container]:
        raise Refused("codec")
    kind = "video" if films else "sound"
    if (container, kind) not in TYPES:
        raise Refused("codec")
    width, height = (films[0].width, films[0].height) if films else (0, 0)
    if width * height > MOST_PIXELS // 4:
        raise Refused("pixels")
    out, longest = BytesIO(), MOST_SECONDS[kind]
    with av.open(out, "w", format=container, options={"fflags": "+bitexact"}) as written:
        streams = {row.index: written.add_stream_from_template(row) for row in kept}
        seconds = _copy(opened, written, kept, streams, longest)
    if len(out.getvalue()) > MOST_BYTES[kind]:
        raise Refused("large")
    return Cleaned(kind, TYPES[container, kind], out.getvalue(), width, height, seconds)


def _copy(opened: Any, written: Any, kept: list[Any], streams: dict[int, Any], longest: int) -> int:
    """Copy the packets; whole seconds, started ones too."""
    last = 0.0
    for packet in opened.demux(kept):
        if packet.dts is None:
            continue
        last = max(last, float((packet.pts or packet.dts) * packet.time_base))
        if last > longest:
            raise Refused("long")
        packet.stream = streams[packet.stream_index]
        written.mux(packet)
    if last <= 0:
        raise Refused("damaged")
    return math.ceil(last)


def main() -> None:
    """Clean standard input, within limits that the kernel holds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        cleaned = clean(sys.stdin.buffer.read(max(MOST_BYTES.values()) + 1))
    except (Refused, MemoryError) as refusal:
        code = str(refusal) if isinstance(refusal, Refused) else "damaged"
        sys.stdout.buffer.write(json.dumps({"refused": code}).encode() + b"\n")
        return
    facts = asdict(cleaned)
    del facts["content"]
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + cleaned.content)


if __name__ == "__main__":
    main()
