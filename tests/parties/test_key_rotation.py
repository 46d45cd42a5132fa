"""Keys are rotated without hiding or losing a citizen."""

import base64
import json
import os
from pathlib import Path

import pytest

from coordination.base import crypto
from coordination.base.rowsecurity import scope
from coordination.parties import services as parties
from tests import databases, make

pytestmark = pytest.mark.slow


@pytest.fixture
def two_keys(tmp_path, settings, monkeypatch):
    """A key file with a second, newer key in each ring."""
    ring = json.loads(Path(settings.SAMSPIL_KEYS_FILE).read_text())
    for part in ring.values():
        part["2"] = base64.b64encode(os.urandom(32)).decode()
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(ring))
    monkeypatch.setenv("SAMSPIL_KEYS_FILE", str(file))
    settings.SAMSPIL_KEYS_FILE = str(file)
    crypto.keys.cache_clear()
    yield
    crypto.keys.cache_clear()


def test_every_citizen_is_sealed_anew_and_found_all_along(own_database, request):
    place = make.world()
    number = make.citizens()[14]["cpr"]
    request.getfixturevalue("two_keys")

    done = databases.manage(own_database.name, "owner", "reseal_cprs")

    assert done.returncode == 0, done.stderr
    assert "1 citizens" in done.stdout
    with scope(place.nurse):
        found = parties.find_patient(actor=place.nurse, cpr=number)
    assert found is not None
    assert bytes(found.cpr_sealed)[1] == 2
