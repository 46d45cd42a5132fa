"""A Chromium for the session, and the demo's pages as they are delivered."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import databases, processes
from tests.databases import Database
from tests.journeys.browsing import House

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is: $CHROMIUM, or the first on the path. Without one the journeys are skipped,
    and with REQUIRE_BROWSER=1 they fail."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "no Chromium found: install one, or set CHROMIUM=/path/to/it"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium; every person gets a context of their own in it."""
    arguments = ["--disable-dev-shm-usage"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory) -> Iterator[None]:
    """The style sheets and scripts as they are now, collected where the web servers look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMSPIL_STATIC_ROOT", str(tmp_path_factory.mktemp("static")))
        done = databases.manage("postgres", "worker", "collectstatic", "--no-input", "-v0")
        assert done.returncode == 0, done.stderr
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[Database]:
    """One demo for all tests of a file; its invariants hold after the last of them."""
    name = f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        databases.clone(databases.demo_template(), name)
        yield Database(name)
        databases.check_invariants(name)
        databases.drop(name)


@pytest.fixture(scope="module")
def address(demo: Database, tmp_path_factory) -> Iterator[str]:
    """Where the web server of that demo answers."""
    with processes.on(demo, tmp_path_factory.mktemp("demo")) as running:
        yield running.web(1)[0]


@pytest.fixture
def house(address: str, browser: Browser, tmp_path) -> Iterator[House]:
    """The people of one test; their consoles are clean when it ends."""
    with House(browser, [address], tmp_path) as house:
        yield house
