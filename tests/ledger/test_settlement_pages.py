"""What the pages of closed months show and do, and the same over REST."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Settlement, SettlementShare
from tests import make
from tests.access import settled, stage
from tests.ledger.months import APRIL, CLOSING, claim, close

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.World:
    made = make.world(starts_on=APRIL)
    clock.jump(CLOSING)
    claim(made, "paid", "1235.37")
    claim(made, "waiting", "0.01", state=ClaimState.SUBMITTED)
    return made


def home(place: make.World) -> str:
    return f"/oekonomi/afregning/{place.agreement.slug}/"


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def close_by_page(place: make.World, client, **changes):
    given = {"month": "2020-04-01", "grace_days": "2"} | changes
    return client.post(f"{home(place)}luk/", given)


def test_the_page_says_what_would_be_closed_and_the_button_closes_just_that(place):
    client = stage.browser(place.admin)
    before = shown(client, home(place))

    answer = close_by_page(place, client)

    assert "afregnes 1 ydelser for 1.235,37 kr." in before
    assert "Mangler regionens godkendelse" in before
    page = shown(client, answer.headers["Location"])
    assert page.count("1.235,37 kr.") >= 3
    assert place.practice.name in page
    assert place.municipality.name in page


def test_closing_the_wrong_month_says_which_is_next(place):
    answer = close_by_page(place, stage.browser(place.admin), month="2020-05-01")

    assert "Den næste er april 2020" in answer.content.decode()


def test_a_month_whose_days_of_grace_run_shows_no_button(place):
    clock.jump(CLOSING.replace(day=2))

    page = shown(stage.browser(place.admin), home(place))

    assert "kan lukkes fra 3.5.2020" in page
    assert "Luk april" not in page


def test_a_municipality_sees_its_share_and_nothing_to_press(place):
    april = close(place)
    clerk = stage.browser(make.actor(Role.MUNICIPAL_ADMIN, place.municipality))

    months, page = (
        shown(clerk, address)
        for address in (home(place), f"/oekonomi/afregning/maaned/{april.uuid}/")
    )

    assert "Genåbn" not in months
    assert "617,6" in page
    assert place.practice.name not in page


def test_a_file_is_fetched_twice_and_the_second_is_a_copy(place):
    april = close(place)
    client = stage.browser(place.admin)
    address = f"/oekonomi/afregning/maaned/{april.uuid}/"

    first, again = (client.post(f"{address}fil/", {"kind": "payment"}) for _time in range(2))

    assert first.content == again.content
    name = f"{place.agreement.slug}-1-betaling.csv"
    assert first.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert again.headers["Content-Disposition"] == f'attachment; filename="kopi-{name}"'
    assert name in shown(client, address)


def test_an_invoice_that_cannot_be_made_says_on_the_page_what_is_missing(place):
    april = close(place)
    client = stage.browser(place.admin)
    with scope(place.admin):
        share = SettlementShare.objects.get(settlement=april, funder=place.municipality)

    answer = client.post(
        f"/oekonomi/afregning/andel/{share.uuid}/fil/", {"kind": "invoice"}, follow=True
    )

    assert "mangler CVR-nummer og konto" in answer.content.decode()


def test_an_address_with_a_wrong_check_digit_stays_in_the_form(place):
    client = stage.browser(place.admin)
    given = settled.address(place) | {"gln": "5790000000006", "starts_on": "2.6.2020"}
    address = f"{home(place)}faktureres-til/"

    wrong = client.post(address, given)
    right = client.post(address, given | {"gln": settled.GLN})

    assert "EAN-lokationsnummeret er ikke gyldigt" in wrong.content.decode()
    assert right.status_code == 302


def test_the_latest_month_is_reopened_with_a_reason(place):
    close(place)
    client = stage.browser(place.admin)
    address = f"{home(place)}genaabn/"

    without = client.post(address, {"month": "2020-04-01", "reason": ""})
    client.post(address, {"month": "2020-04-01", "reason": "Forkert takst"})

    assert "Skriv kort hvorfor" in without.content.decode()
    assert "Genåbnet" in shown(client, home(place))
    with scope(place.admin):
        assert not Settlement.objects.standing().exists()


def test_a_practice_reads_its_month_and_fetches_it_as_a_pdf(place):
    april = close(place)
    client = stage.browser(place.doctor)

    months = shown(client, "/oekonomi/mine-afregninger/")
    page = shown(client, f"/oekonomi/mine-afregninger/{april.uuid}/")
    pdf = client.get(f"/oekonomi/mine-afregninger/{april.uuid}/afregning.pdf")

    assert "April 2020" in months
    assert "1.235,37 kr." in page
    assert "Mangler regionens godkendelse" in page
    assert pdf.content.startswith(b"%PDF")


def test_rest_closes_shows_and_hands_out_as_the_pages_do(place):
    finance = stage.program(Role.REGION_FINANCE, place.region, "agreements:write")
    reader = stage.program(Role.REGION_FINANCE, place.region, "agreements:read")
    address = f"/api/v1/agreements/{place.agreement.uuid}/settlements"

    def post(to: str, key: str, **body):
        headers = {"idempotency-key": f"{key}-0123456789abcdef"}
        return finance.post(to, body, content_type="application/json", headers=headers)

    made = post(address, "close", month="2020-04-15", grace_days=2)
    again = post(address, "again", month="2020-04-15", grace_days=2)
    detail = reader.get(made.headers["Location"]).json()
    files = f"/api/v1/settlements/{detail['id']}/files"
    first, second = (post(files, f"file{n}", kind="payment").json() for n in range(2))

    assert (made.status_code, made.json()["amount"]) == (201, "1235.37")
    assert again.json()["id"] == made.json()["id"]
    assert sum(float(row["amount"]) for row in detail["shares"]) == 1235.37
    assert [row["count"] for row in detail["left_over"]] == [1]
    assert (first["is_copy"], second["is_copy"]) == (False, True)
    assert first["sha256"] == second["sha256"]
    assert b"Kontrolsum" in reader.get(f"/api/v1/settlement-files/{first['id']}").content


def test_three_closed_months_cost_the_queries_of_one(place):
    client = stage.browser(place.admin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            shown(client, home(place))
        return len(seen)

    close(place)
    queries()
    one = queries()
    for month in (5, 6):
        close(place, date(2020, month, 1), now=datetime(2020, 8, 1, tzinfo=UTC))

    assert queries() == one
