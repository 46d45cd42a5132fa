"""People in front of a running demo, each with a browser of their own.

    with House(browser, addresses, folder) as house:
        nurse = house.enter("sygeplejerske", width=PHONE)
        house.look(nurse, picture="nurse-inbox")

A look holds the page against WCAG 2.2 AA. When the house is left, every console must be clean (the
browser reports breaches of the content security policy there) and nothing may have answered with
an error that the test did not ask for.
"""

import itertools
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from coordination.overview.demo.people import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "screenshots"
TAKES_PICTURES = os.environ.get("SAMSPIL_SCREENSHOTS") == "1"
LARGEST_PICTURE = 250_000

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
WIDE, PHONE = 1440, 360
HEIGHTS = {WIDE: 900, PHONE: 740}
TALLEST = {WIDE: 1400, PHONE: 2000}
"""Where a picture of a long page is cut."""

AT_ONCE = 10_000
"""Milliseconds within which a page must show what another person did."""

expect.set_options(timeout=AT_ONCE)


class House:
    """A running demo, and what went wrong in the browsers of those who visit it."""

    def __init__(self, browser: Browser, addresses: list[str], folder: Path) -> None:
        self.browser = browser
        self.addresses = itertools.cycle(addresses)
        self.folder = folder
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.refusals: list[tuple[int, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._tell_where_they_stood()
        for page in self.pages:
            page.context.close()
        if error is None:
            assert self.complaints == []
            assert self.refusals == []

    def door(self, *, width: int = WIDE, javascript: bool = True) -> Page:
        """A new browser at the log-in page; the next one gets the next web server."""
        context = self.browser.new_context(
            base_url=next(self.addresses),
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=javascript,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
        )
        context.set_default_timeout(AT_ONCE)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._answered)
        page.goto("/log-ind/")
        self.pages.append(page)
        return page

    def enter(self, username: str, *, width: int = WIDE, javascript: bool = True) -> Page:
        """A person who has logged in by the ordinary form."""
        page = self.door(width=width, javascript=javascript)
        log_in(page, username)
        return page

    def look(self, page: Page, picture: str = "") -> None:
        """The page must be free of faults against WCAG 2.2 AA at its width; perhaps a picture."""
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert _fits(page), f"{page.url} is wider than {page.viewport_size}"
        if picture and TAKES_PICTURES:
            self._take_pictures(page, picture)

    def forgive(self, *statuses: int) -> None:
        """These answers, and no others, were asked for by the test."""
        assert [status for status, _url in self.refusals] == list(statuses), self.refusals
        self.refusals.clear()

    def _take_pictures(self, page: Page, name: str) -> None:
        usual = page.viewport_size
        assert usual is not None
        PICTURES.mkdir(exist_ok=True)
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            path = PICTURES / f"{name}-{width}.png"
            tall = page.evaluate("document.documentElement.scrollHeight")
            cut = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST[width])}
            page.screenshot(path=path, full_page=True, clip=cut, animations="disabled")
            assert path.stat().st_size < LARGEST_PICTURE, path
        page.set_viewport_size(usual)

    def _heard(self, message: ConsoleMessage) -> None:
        # An answer of 400 or more is also said on the console; `_answered` keeps those.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.refusals.append((response.status, response.url))

    def _tell_where_they_stood(self) -> None:
        print(self.complaints, self.refusals)
        for number, page in enumerate(self.pages):
            path = self.folder / f"page-{number}.png"
            page.screenshot(path=path, full_page=True)
            print(f"{page.url} looked like {path}")


def log_in(page: Page, username: str, password: str = DEMO_PASSWORD) -> None:
    """Fill the log-in form and send it."""
    page.get_by_label("Brugernavn").fill(username)
    page.get_by_label("Adgangskode").fill(password)
    page.locator("main form").first.get_by_role("button", name="Log ind").click()


def title(page: Page, text: str) -> None:
    """The page's heading must be this one."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def choose(page: Page, label: str) -> None:
    """Tick a choice by its words, the way a thumb does."""
    page.locator("label").filter(has_text=label).click()


def find_citizen(page: Page, cpr: str) -> None:
    """From the nurse's list to the form for one citizen."""
    page.get_by_role("link", name="Ny anmodning").click()
    page.get_by_label("CPR-nummer").fill(cpr)
    page.get_by_role("button", name="Find borger").click()


def fill_request(page: Page, question: str, *, saturation: str = "91") -> None:
    """A whole request; nothing is sent."""
    choose(page, "Vejrtrækning")
    choose(page, "Straks")
    page.get_by_label("Spørgsmål til lægen").fill(question)
    page.get_by_role("textbox", name="Respirationsfrekvens").fill("24")
    page.get_by_role("textbox", name="Iltmætning").fill(saturation)
    page.get_by_role("textbox", name="Temperatur").fill("38,4")
    page.get_by_label("Ring tilbage på").fill("20 10 20 30")
    choose(page, "Borgeren har sagt ja")


def send(page: Page) -> None:
    """Send the request that is on the screen."""
    page.get_by_role("button", name="Send anmodning").click()


def _fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
