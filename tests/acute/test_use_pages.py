"""The report of use as a page, a spreadsheet and over REST: the same figures and filter."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from coordination.base import clock
from coordination.base.actor import Role
from tests import make
from tests.access import stage
from tests.acute.shared import JANUARY, TOWNS, Shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Shared:
    return Shared()


def rows_of(answer) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_spreadsheet_says_what_the_page_says_with_danish_decimals(shared):
    shared.sessions(20, 10, 9, 3)
    clock.jump(make.NOW)
    browser = stage.browser(shared.admin)

    page = browser.get(reverse("acute-use", args=[shared.agreement.slug]))
    text = rows_of(browser.get(reverse("acute-use-csv", args=[shared.agreement.slug])))
    book = browser.get(reverse("acute-use-xlsx", args=[shared.agreement.slug]))

    assert "4.707,40" in page.content.decode()
    by_name = {row[0]: row for row in text}
    amount = by_name["Kommune"].index("Kroner brugt")
    assert by_name[TOWNS[0]][amount] == "4707,40"
    assert by_name[TOWNS[3]][amount] == "skjult"
    assert by_name[TOWNS[0]][1:3] == ["1.1.2020", "31.5.2020"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    cells = {row[0].value: row for row in sheet.iter_rows()}
    assert cells[TOWNS[0]][amount].value == 4707.40
    assert cells[TOWNS[0]][amount].number_format == "#,##0.00"
    assert cells[TOWNS[3]][amount].value == "skjult"


def test_the_address_is_the_filter(shared):
    shared.sessions(20, 10, 9, 8, on=JANUARY)
    clock.jump(make.NOW)
    address = reverse("acute-use", args=[shared.agreement.slug]) + "?fra=2020-K2&til=2020-K2"
    colleague = make.actor(Role.REGION_FINANCE, shared.region)

    mine, theirs = (stage.browser(who).get(address) for who in (shared.admin, colleague))

    assert "1.4.2020 – 31.5.2020" in mine.content.decode()
    assert stage.bare(mine).count(b"<tr>") == stage.bare(theirs).count(b"<tr>")
    assert "1.4.2020 – 31.5.2020" in theirs.content.decode()


@pytest.mark.parametrize("asked", ["fra=2020-K2&til=2020-K1", "fra=1999-K1", "til=x"])
def test_a_period_that_is_not_there_is_refused_in_words(shared, asked):
    clock.jump(make.NOW)
    browser = stage.browser(shared.admin)

    page = browser.get(reverse("acute-use", args=[shared.agreement.slug]) + f"?{asked}")
    file = browser.get(reverse("acute-use-xlsx", args=[shared.agreement.slug]) + f"?{asked}")

    assert "form-error" in page.content.decode()
    assert "<table" not in page.content.decode()
    assert file.status_code == 302


def test_the_programming_interface_says_the_same(shared):
    shared.sessions(20, 10, 9, 3)
    clock.jump(make.NOW)
    program = stage.program(Role.REGION_FINANCE, shared.region)

    answer = program.get(reverse("api-use", args=[shared.agreement.uuid]))
    spring = program.get(
        reverse("api-use", args=[shared.agreement.uuid]), {"from_day": "2020-05-01"}
    )

    body = answer.json()
    assert [row["sessions"] for row in body["municipalities"]] == [10, None, 20, None]
    assert (body["total"]["sessions"], body["total"]["amount"]) == (42, "9885.54")
    assert (body["from_day"], body["until_day"]) == ("2020-01-01", "2020-05-31")
    assert spring.json()["from_day"] == "2020-04-01"
    assert program.get(answer.wsgi_request.path, {"from_day": "x"}).status_code == 400
