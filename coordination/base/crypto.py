"""AES-256-GCM boxes bound to their place, and a keyed index for exact look-up.

Keys come from a file outside the database (`SAMSPIL_KEYS_FILE`): `{"encryption": {id: base64},
"index": {id: base64}}`. The newest id encrypts, any id decrypts, so keys can be rotated row by row.
"""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE_BYTES = 12
INDEX_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    encryption: dict[int, bytes]
    index: tuple[bytes, ...]


@cache
def keys() -> Keys:
    """The key ring, read once per process; fails loudly where it is missing or short."""
    raw = json.loads(Path(settings.SAMSPIL_KEYS_FILE).read_text())
    ring = {int(key_id): base64.b64decode(key) for key_id, key in raw["encryption"].items()}
    newest_first = sorted(raw["index"], key=int, reverse=True)
    index = tuple(base64.b64decode(raw["index"][key_id]) for key_id in newest_first)
    if not ring or not index or any(len(key) != 32 for key in [*ring.values(), *index]):
        raise ValueError("SAMSPIL_KEYS_FILE must hold base64 keys of 32 bytes")
    return Keys(ring, index)


def encrypt(plain: bytes, *, place: str) -> bytes:
    """version | key id | nonce | ciphertext and tag, bound to its `place` (table|row|column)."""
    key_id = max(keys().encryption)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(keys().encryption[key_id]).encrypt(nonce, plain, place.encode())
    return bytes([VERSION, key_id]) + nonce + sealed


def decrypt(sealed_blob: bytes | memoryview | None, *, place: str) -> bytes:
    """The plain bytes; raises `cryptography.exceptions.InvalidTag` if moved or altered."""
    blob = bytes(sealed_blob or b"\x00")
    if blob[0] != VERSION:
        raise ValueError("unknown version of an encrypted value")
    nonce, sealed = blob[2 : 2 + NONCE_BYTES], blob[2 + NONCE_BYTES :]
    return AESGCM(keys().encryption[blob[1]]).decrypt(nonce, sealed, place.encode())


def blind_index(plain: bytes, *, purpose: str) -> bytes:
    """16 bytes that are equal for equal values and useless without the newest index key."""
    return blind_indexes(plain, purpose=purpose)[0]


def blind_indexes(plain: bytes, *, purpose: str) -> list[bytes]:
    """The index under every key of the ring, newest first, so that a rotation hides no row."""
    message = purpose.encode() + b"\x00" + plain
    return [hmac.new(key, message, hashlib.sha256).digest()[:INDEX_BYTES] for key in keys().index]
