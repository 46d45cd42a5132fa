"""Locks, keys, passwords and the environment that children get."""

import base64
import json
import socket

import pytest

from runner.environment import ROOT
from runner.state import Home, clean_environment, free_port, port_is_free

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")


def test_a_second_run_does_not_get_the_same_home(home):
    with home.locked() as first, Home(home.path).locked() as second:
        assert (first, second) == (True, False)


def test_a_home_is_free_again_after_its_run(home):
    with home.locked():
        pass

    with Home(home.path).locked() as again:
        assert again


def test_a_refused_run_leaves_the_first_ones_addresses_alone(home):
    with home.locked():
        home.run_file.write_text("{}")
        with Home(home.path).locked():
            pass
        assert home.run_file.exists()
    assert not home.run_file.exists()


def test_keys_are_made_once_and_readable_by_the_owner_alone(home):
    ring = json.loads(home.keys().read_text())

    assert len(base64.b64decode(ring["encryption"]["1"])) == 32
    assert len(base64.b64decode(ring["index"]["1"])) == 32
    assert home.keys().stat().st_mode & 0o777 == 0o600
    assert json.loads(home.keys().read_text()) == ring


def test_passwords_differ_and_stay(home):
    first = home.passwords()

    assert len(set(first.values())) == len(first)
    assert home.passwords() == first
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600


def test_a_port_that_listens_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not port_is_free(taken.getsockname()[1])
    assert port_is_free(free_port())


@pytest.mark.parametrize("name", ["DATABASE_URL", "PGHOST", "SECRET_KEY", "PYTHONPATH"])
def test_the_callers_own_settings_do_not_leak_into_children(monkeypatch, name):
    monkeypatch.setenv(name, "foreign")

    assert name not in clean_environment()


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", "package.json", ".npmrc"])
def test_lock_files_name_no_address(name):
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_an_exact_version_and_a_hash(name):
    packages = (ROOT / name).read_text().replace("\\\n", " ").splitlines()

    assert packages
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
