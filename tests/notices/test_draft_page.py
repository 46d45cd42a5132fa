"""The pages of a notice: its plan, its body's task, its consents and its resumption."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.notices import selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.models import Notice
from tests import make
from tests.access import stage
from tests.notices.steps import (
    WHIT_SUNDAY_MORNING,
    agreement_now,
    alliance,
    draft,
    given,
    leave_open,
    receive,
    received,
    settle,
    spent,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.World:
    """The 2019 agreement on Whit Sunday 2020, its clause on suspension read in two ways."""
    made = make.world()
    spent(made)
    leave_open(made)
    clock.jump(WHIT_SUNDAY_MORNING)
    return made


def text_of(answer) -> str:
    """The words of a page with single spaces between them."""
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def draft_page(place, actor=None, kind: str = "suspender", **query: str):
    address = reverse("notice-draft", args=[place.agreement.slug, kind])
    return stage.browser(actor or place.admin).get(address, query)


def post(place, kind: str = "suspender", **sent: str):
    address = reverse("notice-draft", args=[place.agreement.slug, kind])
    return stage.browser(place.admin).post(address, sent)


def notice_page(actor, notice):
    return stage.browser(actor).get(reverse("notice", args=[notice.uuid]))


def notices_in(place) -> list[Notice]:
    with scope(place.admin):
        return list(Notice.objects.all())


def test_the_draft_page_shows_each_readings_days_and_what_waiting_costs(place):
    text = text_of(draft_page(place))

    assert "for sidste dag 28.10.2020" in text
    assert "fra dag til dag 14.8.2020 28.9.2020 29.10.2020" in text
    assert "17.7.2020 31.8.2020 31.10.2020" in text
    assert "Kan læses på flere måder" in text
    assert "sidste dag 28.11.2020, og tiden derimellem koster 234.250,51 kr." in text


def test_another_day_is_planned_without_saving_and_nothing_typed_is_lost(place):
    answer = post(
        place, show="1", wanted_last_day_on="30.9.2020", body="", reason="Midlerne slipper op"
    )

    text = text_of(answer)
    assert "for sidste dag 30.9.2020" in text
    assert "fra dag til dag 17.7.2020 31.8.2020 1.10.2020" in text
    assert "Midlerne slipper op" in text
    assert notices_in(place) == []


def test_a_day_in_the_address_is_the_one_that_is_planned(place):
    assert "for sidste dag 31.7.2020" in text_of(draft_page(place, dag="31.7.2020"))
    assert "for sidste dag 28.10.2020" in text_of(draft_page(place, dag="i morgen"))


def test_a_day_that_cannot_be_reached_any_more_is_said(place):
    text = text_of(post(place, show="1", wanted_last_day_on="5.6.2020", body="", reason=""))

    assert "Kan ikke nås. Modtager alle varslet i dag, bliver sidste dag 30.6.2020." in text


def test_a_saved_draft_keeps_the_day_and_gives_the_body_a_task_on_the_first_page(place):
    committee = re.search(
        r'<option value="([^"]+)"[^>]*>Praksisplanudvalget', draft_page(place).content.decode()
    )
    assert committee is not None
    answer = post(
        place, wanted_last_day_on="28.10.2020", body=committee[1], reason="Midlerne slipper op"
    )

    (notice,) = notices_in(place)
    assert answer["Location"] == reverse("notice", args=[notice.uuid])
    assert (notice.state, notice.wanted_last_day_on) == (NoticeState.DRAFT, date(2020, 10, 28))
    home = text_of(stage.browser(place.admin).get("/"))
    assert "Praksisplanudvalget i Region Midtjylland: skal varslet om suspension afgives?" in home
    assert "Senest 14.8.2020" in home
    assert agreement_now(place).ends_before == date(2021, 1, 1)


def test_a_draft_page_without_a_day_or_a_reason_says_what_is_missing(place):
    text = text_of(post(place, wanted_last_day_on="", body="", reason=""))

    assert "Skriv den dag, I ønsker." in text
    assert "Skriv kort hvorfor." in text


def test_a_draft_says_why_it_cannot_be_given_yet_and_then_can(place):
    notice = draft(place, now=WHIT_SUNDAY_MORNING)

    before = text_of(notice_page(place.admin, notice))
    settle(place, trigger="money_will")
    after = text_of(notice_page(place.admin, notice))

    assert "Afgør først, hvilken læsning der gælder." in before
    assert "Afgør først" not in after
    assert "De andre parter får besked i Samspil og på mail." in after


def test_what_a_body_decided_is_recorded_from_the_page(place):
    committee = stage.browser(place.admin)
    with scope(place.admin):
        notice = draft(place, body=bodies(place)[0], wanted_last_day_on=date(2020, 10, 28))
    address = reverse("notice-body", args=[notice.uuid])

    ahead = text_of(committee.post(address, {"decided_on": "1.6.2020", "note": ""}))
    committee.post(address, {"decided_on": "29.5.2020", "note": "Punkt 4"})

    assert "Dagen ligger i fremtiden" in ahead
    assert "Besluttet 29.5.2020, registreret af" in text_of(notice_page(place.admin, notice))


def bodies(place):
    return selectors.bodies_for(place.admin, place.agreement, today=make.TODAY)


def test_the_other_party_sees_no_task_of_the_giver(place):
    with scope(place.admin):
        committee = bodies(place)[0]
    settle(place)
    notice = draft(place, body=committee, wanted_last_day_on=date(2020, 10, 28))
    stage.browser(place.admin).post(reverse("notice-give", args=[notice.uuid]))
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    assert "Opgave til Praksisplanudvalget" in text_of(notice_page(place.admin, notice))
    assert "Opgave til" not in text_of(notice_page(clerk, notice))


def test_the_parties_agree_one_by_one_that_a_notice_is_taken_back(place):
    clock.jump(make.NOW)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    doctors = make.actor(Role.GP_ORGANISATION, place.plo)
    notice = received(place, given(place), make.TODAY)
    browsers = [stage.browser(actor) for actor in (clerk, doctors)]

    stage.browser(place.admin).post(
        reverse("notice-withdraw", args=[notice.uuid]), {"reason": "Tillægsbevilling"}
    )
    asked = text_of(notice_page(clerk, notice))
    for number, browser in enumerate(browsers):
        assert f"{number} af 2, der har modtaget varslet, er enige." in text_of(
            browser.get(reverse("notice", args=[notice.uuid]))
        )
        browser.post(reverse("notice-agree", args=[notice.uuid]))

    assert "Vi er enige i at trække det tilbage" in asked
    assert "Vi er enige" not in text_of(notice_page(place.admin, notice))
    assert "Trukket tilbage Tillægsbevilling" in text_of(notice_page(clerk, notice))


def test_a_notice_in_effect_says_so_by_its_dates_and_can_be_resumed(place):
    notice = received(place, given(place), date(2020, 6, 10))
    clock.jump(datetime(2020, 8, 10, 9, tzinfo=UTC))

    text = text_of(notice_page(place.admin, notice))
    agreement = reverse("agreement-detail", args=[place.agreement.slug])
    browser = stage.browser(place.admin)
    assert "Suspenderet fra 11.7.2020" in text_of(browser.get(agreement))
    browser.post(
        reverse("notice-resume", args=[notice.uuid]),
        {"resumes_on": "1.9.2020", "reason": "Tillægsbevilling"},
    )

    assert "I virkning" in text
    assert "Træk varslet tilbage" not in text
    assert "Genoptages 1.9.2020" in text_of(notice_page(place.admin, notice))
    assert "Suspenderet fra 11.7.2020, genoptages 1.9.2020" in text_of(browser.get(agreement))


def test_a_party_that_leaves_does_so_from_the_agreements_page(client):
    friends = alliance()
    clock.jump(make.NOW)
    agreement = reverse("agreement-detail", args=[friends.agreement.slug])
    address = reverse("notice-draft", args=[friends.agreement.slug, "udtraed"])
    clerk, region = stage.browser(friends.clerk), stage.browser(friends.admin)

    assert address in clerk.get(agreement).content.decode()
    assert address not in region.get(agreement).content.decode()
    assert "Jeres sidste dag i aftalen" in text_of(clerk.get(address))
    refused = region.post(
        address, {"wanted_last_day_on": "31.12.2020", "body": "", "reason": "Nej"}
    )
    assert "Varsl opsigelse i stedet." in text_of(refused)

    notice = given(friends, NoticeKind.LEAVE, friends.clerk)
    receive(friends.admin, notice, friends.region, friends.stayer, friends.plo)

    assert "udtræder efter 31.8.2020" in text_of(clerk.get(agreement))


def test_a_withdrawn_draft_is_put_aside(place):
    gone = withdraw(place.admin, draft(place))

    assert "Trukket tilbage" in text_of(notice_page(place.admin, gone))
