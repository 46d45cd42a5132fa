"""Real Postgres for every test: a template with reference data, cloned where a test needs its own.

Ordinary tests run in a transaction that is rolled back. Tests of races, web processes and workers
take `own_database`, a clone of their own. All of them connect as an application role.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop

from tests import databases

ROOT = Path(__file__).resolve().parent.parent
DEEP = os.environ.get("SAMSPIL_DEEP") == "1"

settings.register_profile("untimed", deadline=None)  # how long a case takes is the bench's to say
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """This worker's database for tests that roll back."""
    from django.db import connection

    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        databases.clone(databases.reference_template(), name)
        connection.close()
        connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
        databases.check_invariants(name)
        databases.drop(name)


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, request) -> Iterator[databases.Database]:
    """A clone of the reference data for one test, with real commits; its invariants hold after."""
    yield from _own(databases.reference_template(), django_db_blocker)


@pytest.fixture
def demo_database(django_db_setup, django_db_blocker) -> Iterator[databases.Database]:
    """As `own_database`, with the demo in it."""
    yield from _own(databases.demo_template(), django_db_blocker)


def _own(template: str, blocker) -> Iterator[databases.Database]:
    from django.db import connection

    name = f"own_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    usual = connection.settings_dict["NAME"]
    with blocker.unblock():
        databases.clone(template, name)
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield databases.Database(name)
            connection.close()
            databases.check_invariants(name)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            databases.drop(name)
