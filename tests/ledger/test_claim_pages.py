"""The region works through what waits; the practice sees what came back and sends it in again."""

import re
from datetime import timedelta

import pytest

from coordination.access import services as people
from coordination.access.models import User
from coordination.agreements.enums import MoneyUsed
from coordination.base import clock
from coordination.base.actor import Role, system
from coordination.base.rowsecurity import scope
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim
from tests import make
from tests.access import stage
from tests.ledger import steps

pytestmark = pytest.mark.django_db

TICK = re.compile(r'name="krav" value="([0-9a-f-]{36})"')


@pytest.fixture(autouse=True)
def _today(db):
    clock.jump(make.NOW)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(place: make.World, claim: Claim) -> str:
    with scope(place.admin):
        return Claim.objects.get(pk=claim.pk).state


def claims_of(place: make.World, count: int) -> list[Claim]:
    """Sessions on days of their own, the oldest last."""
    days = [make.TODAY - timedelta(number) for number in range(count)]
    return [steps.claim_of(place, steps.session(place, on=day)) for day in days]


def finance(place: make.World):
    return make.actor(Role.REGION_FINANCE, place.region)


def test_ticked_claims_are_approved_and_the_rest_waits():
    place = make.world()
    first, second, third = claims_of(place, 3)
    browser = stage.browser(place.admin)
    assert len(TICK.findall(text(browser.get("/oekonomi/krav/")))) == 3

    answer = browser.post(
        "/oekonomi/krav/godkend/", {"krav": [first.uuid, second.uuid]}, follow=True
    )

    assert "2 krav er godkendt: 470,74 kr." in text(answer)
    assert [state_of(place, row) for row in (first, second, third)] == [
        "approved",
        "approved",
        "submitted",
    ]


def test_what_cannot_be_approved_is_named_with_why():
    place = make.world()
    first, second = claims_of(place, 2)
    steps.reject(place.admin, second)

    answer = stage.browser(place.admin).post(
        "/oekonomi/krav/godkend/", {"krav": [first.uuid, second.uuid]}, follow=True
    )

    page = text(answer)
    assert "1 krav er godkendt" in page
    assert f"{place.practice.name}, 1.6.2020: Kravet står nu som “Afvist”" in page


def test_the_list_returns_with_its_filters_after_a_decision():
    place = make.world()
    (claim,) = claims_of(place, 1)

    answer = stage.browser(place.admin).post(
        "/oekonomi/krav/godkend/", {"krav": claim.uuid, "back": "month=6.2020&cursor=x"}
    )

    assert answer.headers["Location"] == "/oekonomi/krav/?month=6.2020"


def test_finance_sees_what_waits_for_finance():
    place = make.world()
    first, second = claims_of(place, 2)
    steps.approve(place.admin, first)
    browser = stage.browser(finance(place))

    page = text(browser.get("/oekonomi/krav/"))
    browser.post("/oekonomi/krav/til-udbetaling/", {"krav": [first.uuid]})

    assert TICK.findall(page) == [str(first.uuid)]
    assert (state_of(place, first), state_of(place, second)) == ("cleared", "submitted")


def test_the_own_claim_cannot_be_ticked_and_says_so():
    place = make.world()
    (claim,) = claims_of(place, 1)
    user = User.objects.get(pk=place.doctor.user_id)
    with scope(system()):
        own = people.grant_role(
            actor=system(),
            user=user,
            organisation=place.region,
            role=Role.REGION_ADMIN,
            starts_on=make.SINCE,
        )
    browser = stage.browser(place.doctor)
    browser.post("/skift-rolle/", {"membership": own.uuid})

    page = text(browser.get("/oekonomi/krav/"))
    answer = browser.post("/oekonomi/krav/godkend/", {"krav": claim.uuid}, follow=True)

    assert "Dit eget krav" in page
    assert not TICK.findall(page)
    assert "Du har selv indsendt kravet" in text(answer)
    assert state_of(place, claim) == "submitted"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("month=5.2020", 0),
        ("month=2020-06", 2),
        ("state=alle", 3),
        ("state=rejected", 1),
        ("practice=findes-ikke", 0),
        ("state=cleared", 0),
    ],
)
def test_the_filters_of_the_address_choose_the_rows(asked, found):
    place = make.world()
    rows = [steps.claim_of(place, steps.session(place, ordinal=n)) for n in (1, 2, 3)]
    steps.reject(place.admin, rows[2])

    page = text(stage.browser(place.admin).get(f"/oekonomi/krav/?{asked}"))

    assert page.count('<th scope="row"') == found


def test_every_page_of_the_list_is_reached_by_key_the_oldest_first(monkeypatch):
    monkeypatch.setattr("coordination.ledger.pages.claims.PAGE_SIZE", 2)
    place = make.world()
    times = [make.NOW + timedelta(minutes=n) for n in range(5)]
    rows = [
        steps.claim_of(place, steps.session(place, ordinal=n + 1, now=moment))
        for n, moment in enumerate(times)
    ]
    browser, path, seen = stage.browser(place.admin), "/oekonomi/krav/", []
    while path:
        page = text(browser.get(path))
        seen += TICK.findall(page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following.group(1).replace("&amp;", "&") if following else ""

    assert seen == [str(row.uuid) for row in rows]


def test_a_double_is_warned_of_and_compared_side_by_side_then_rejected():
    place = make.world()
    first = steps.claim_of(place, steps.session(place))
    second = steps.claim_of(place, steps.session(place, ordinal=2, minutes=20))
    browser = stage.browser(place.admin)

    listed = text(browser.get("/oekonomi/krav/"))
    compared = text(browser.get(f"/oekonomi/krav/{second.uuid}/"))
    browser.post(f"/oekonomi/krav/{second.uuid}/afvis/", {"reason": "Samme opkald"})

    assert listed.count("Samme borger samme dag i 1 andet krav") == 2
    assert "Nr. 2 samme dag: Nyt forløb" in listed
    assert compared.count("compare-card") == 2
    assert "<strong>15 min.</strong>" in compared
    assert state_of(place, second) == "rejected"
    assert "Samme borger samme dag" not in text(browser.get("/oekonomi/krav/"))
    assert state_of(place, first) == "submitted"


def test_a_double_in_another_practice_is_seen_by_the_region_alone():
    place = make.world()
    mine = steps.claim_of(place, steps.session(place))
    other = make.practice(place.municipality, place.region, place.plo)
    steps.copied_claim(place, mine, practice=other)

    seen = text(stage.browser(place.admin).get(f"/oekonomi/krav/{mine.uuid}/"))
    own = text(stage.browser(place.doctor).get(f"/oekonomi/krav/{mine.uuid}/"))

    assert other.name in seen
    assert other.name not in own


def test_no_page_of_the_region_names_the_citizen():
    place = make.world()
    claim = steps.claim_of(place, steps.session(place))
    browser = stage.browser(place.admin)

    pages = [browser.get(path) for path in ("/oekonomi/krav/", f"/oekonomi/krav/{claim.uuid}/")]

    for page in map(text, pages):
        assert place.patient.name not in page
        assert str(place.patient.uuid) not in page
        assert claim.case_mark not in page


def test_a_rejection_without_a_reason_says_so_in_the_form():
    place = make.world()
    (claim,) = claims_of(place, 1)

    answer = stage.browser(place.admin).post(f"/oekonomi/krav/{claim.uuid}/afvis/", {"reason": ""})

    assert "Skriv kort hvorfor." in text(answer)
    assert state_of(place, claim) == "submitted"


def test_the_practice_meets_what_was_rejected_first_and_answers():
    place = make.world()
    rejected, _other = claims_of(place, 2)
    steps.reject(place.admin, rejected, reason="Ligner samme forløb")
    browser = stage.browser(place.doctor)

    page = text(browser.get("/oekonomi/mine-krav/"))
    browser.post(f"/oekonomi/krav/{rejected.uuid}/indsend/", {"answer": "To opkald"})

    assert page.index("Ligner samme forløb") < page.index("Juni 2020")
    assert state_of(place, rejected) == "submitted"
    assert "Praksis svarer: To opkald" in text(stage.browser(place.admin).get("/oekonomi/krav/"))


def test_staff_see_the_claims_and_cannot_send_them_in():
    place = make.world()
    (claim,) = claims_of(place, 1)
    steps.reject(place.admin, claim)
    browser = stage.browser(make.actor(Role.PRACTICE_STAFF, place.practice))

    assert "Ser ud til" in text(browser.get("/oekonomi/mine-krav/"))
    assert "Ret og indsend igen" not in text(browser.get(f"/oekonomi/krav/{claim.uuid}/"))
    answer = browser.post(f"/oekonomi/krav/{claim.uuid}/indsend/", {"answer": "Nej"})
    assert answer.status_code == 403


def test_a_rejected_session_is_corrected_after_its_new_amount_was_seen():
    place = make.world()
    session = steps.session(place, minutes=15)
    claim = steps.claim_of(place, session)
    steps.reject(place.admin, claim)
    browser, address = stage.browser(place.doctor), f"/akut/sessioner/{session.uuid}/"

    shown = text(browser.post(address, {"minutes": 10, "reason": "Tastefejl", "shown": ""}))
    key = re.search(r'name="shown" value="([^"]*)"', shown).group(1)
    unsaved = state_of(place, claim)
    answer = browser.post(address, {"minutes": 10, "reason": "Tastefejl", "shown": key})

    assert "156,91" in shown
    assert unsaved == "rejected"
    assert answer.headers["Location"] == "/oekonomi/mine-krav/"
    assert state_of(place, claim) == ClaimState.WITHDRAWN
    with scope(place.admin):
        new = Claim.objects.exclude(pk=claim.pk).get(agreement=place.agreement)
    assert (str(new.amount), new.state, new.answer) == ("156.91", "submitted", "Tastefejl")
    assert str(place.budget().spent) == "156.91"


def test_minutes_changed_after_the_amount_was_seen_are_shown_again():
    place = make.world()
    session = steps.session(place, minutes=15)
    browser, address = stage.browser(place.doctor), f"/akut/sessioner/{session.uuid}/"

    answer = browser.post(address, {"minutes": 20, "reason": "Tastefejl", "shown": "10 "})

    assert "313,82" in text(answer)
    assert state_of(place, steps.claim_of(place, session)) == "submitted"


def test_the_oldest_that_wait_for_money_are_posted_from_the_page():
    place = make.world(amount="100.00", money_used=MoneyUsed.HOLD)
    newer, older = claims_of(place, 2)
    steps.contribute(place, newer.amount)
    browser = stage.browser(place.admin)

    page = text(browser.get("/oekonomi/krav/?state=unfunded"))
    answer = browser.post(f"/oekonomi/krav/daekning/{place.agreement.slug}/", follow=True)

    assert "2 krav på 470,74" in page.replace("\u00a0", " ")
    assert "1 krav har fået dækning: 235,37 kr." in text(answer)
    assert (state_of(place, older), state_of(place, newer)) == ("submitted", "unfunded")
