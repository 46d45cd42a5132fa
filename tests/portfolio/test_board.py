"""The board: who has decided, whose turn it is, and whether the start can still be kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coordination.agreements import services as agreements
from coordination.agreements.enums import BodyKind, Decision, PartyRole
from coordination.agreements.models import Body
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor
from coordination.overview.demo.places import municipalities_of
from coordination.parties.models import Organisation
from coordination.portfolio.enums import Turn
from coordination.portfolio.pages.approval_rows import late_sentence, latest_text, standing_sentence
from coordination.portfolio.selectors.board import BoardPage, BoardRow, Wanted, board_of
from tests import make
from tests.access.stage import browser
from tests.agreements.negotiation import MET, Negotiation
from tests.overview.test_query_counts import queries_of

pytestmark = pytest.mark.django_db
JUNE = (date(2020, 6, 30), date(2020, 6, 5))
AUGUST = (date(2020, 8, 25), date(2020, 7, 31))
HERNING, IKAST, REGION = "Herning Kommune", "Ikast-Brande Kommune", "Region Midtjylland"


@pytest.fixture
def talk() -> Negotiation:
    made = Negotiation()
    made.send()
    clock.jump(make.NOW)
    return made


def meet(talk: Negotiation, body: Body, *days: tuple[date, date]) -> None:
    with rowsecurity.scope(talk.writer):
        agreements.add_meetings(actor=talk.writer, body=body, days=days)


def board(actor: Actor, today: date = make.TODAY, **wanted: object) -> BoardPage:
    with rowsecurity.scope(actor):
        return board_of(actor, today=today, wanted=Wanted(**wanted))


def rows(actor: Actor, today: date = make.TODAY, **wanted: object) -> dict[str, BoardRow]:
    found = board(actor, today, **wanted).texts
    return {row.deciding.organisation.name: row for _text, shown in found for row in shown}


def put_on_agenda(talk: Negotiation, number: int, day: date | None) -> None:
    talk.decide(
        talk.admins[number],
        talk.councils[number],
        Decision.ON_AGENDA,
        reference=replace(MET, meeting_on=day),
    )


def test_the_standing_is_told_in_one_sentence(talk):
    talk.decide(talk.colleague, talk.council)
    put_on_agenda(talk, 0, JUNE[0])
    ((text, _rows),) = board(talk.writer).texts

    assert standing_sentence(text, make.TODAY) == (
        "1 af 3 har godkendt, 1 på dagsordenen i juni, 1 uden svar."
    )
    assert standing_sentence(text, date(2019, 12, 1)) == (
        "1 af 3 har godkendt, 1 på dagsordenen i juni 2020, 1 uden svar."
    )


def test_a_reservation_counts_as_a_yes_and_a_meeting_without_a_date_is_told(talk):
    noted = replace(MET, note="Kun i dagtimerne")
    talk.decide(
        talk.admins[0], talk.councils[0], Decision.APPROVED_WITH_RESERVATION, reference=noted
    )
    put_on_agenda(talk, 1, None)
    ((text, _rows),) = board(talk.writer).texts

    assert standing_sentence(text, make.TODAY) == (
        "1 af 3 har godkendt, 1 på dagsordenen uden dato, 1 uden svar."
    )


def test_each_body_that_has_not_decided_is_told_its_latest_meeting(talk):
    meet(talk, talk.councils[0], JUNE, AUGUST)
    found = rows(talk.writer)

    assert latest_text(found[HERNING]) == "25.8.2020, papirer senest 31.7.2020"
    assert latest_text(found[IKAST]) == "Mødedatoer kendes ikke. Senest på startdagen"
    assert [row.keeps_start for row in found.values()] == [True, True, True]


def test_when_no_meeting_is_left_the_start_cannot_be_kept_and_it_is_said_plainly(talk):
    meet(talk, talk.councils[0], JUNE, (date(2020, 9, 29), date(2020, 9, 4)))
    after_papers = JUNE[1] + timedelta(1)
    ((text, _rows),) = board(talk.writer, after_papers).texts

    assert [row.deciding.organisation.name for row in text.late] == [HERNING]
    assert late_sentence(text).startswith("Starten 1.9.2020 kan ikke nås i Herning Kommune:")
    assert latest_text(rows(talk.writer, after_papers)[HERNING]) == "Intet møde tilbage før start"


def test_a_body_that_has_it_on_a_meeting_before_the_start_keeps_the_start(talk):
    meet(talk, talk.councils[0], JUNE)
    put_on_agenda(talk, 0, JUNE[0])

    found = rows(talk.writer, JUNE[1] + timedelta(1))

    assert found[HERNING].keeps_start


def test_a_body_that_meets_after_the_start_does_not_keep_it(talk):
    meet(talk, talk.councils[0], (date(2020, 9, 29), date(2020, 9, 4)))
    put_on_agenda(talk, 0, date(2020, 9, 29))

    assert not rows(talk.writer)[HERNING].keeps_start


def test_whose_turn_it_is_follows_from_the_decision(talk):
    before = rows(talk.admins[0])
    put_on_agenda(talk, 0, JUNE[0])
    coming = rows(talk.admins[0])
    past = rows(talk.admins[0], JUNE[0] + timedelta(1))
    talk.decide(talk.admins[0], talk.councils[0], Decision.POSTPONED)
    postponed = rows(talk.admins[0])
    talk.decide(talk.admins[0], talk.councils[0])
    decided = rows(talk.admins[0])

    turns = [found[HERNING].turn for found in (before, coming, past, postponed, decided)]
    assert turns == [
        Turn.PUT_ON_AGENDA,
        Turn.DECIDE,
        Turn.RECORD,
        Turn.NEW_MEETING,
        Turn.NOBODY,
    ]
    assert before[HERNING].is_own
    assert next(iter(before)) == HERNING
    assert not before[IKAST].is_own


def test_bodies_wait_for_the_one_that_recommends_first():
    talk = Negotiation(recommended=True)
    talk.send()
    (waiting, *others) = board(talk.writer).texts[0][1]
    talk.decide(talk.writer, talk.committee, is_recommendation=True)

    assert waiting.deciding.recommends
    assert {row.turn for row in others} == {Turn.RECOMMENDATION}
    assert rows(talk.writer)[HERNING].turn == Turn.PUT_ON_AGENDA


def test_the_board_shows_what_is_asked_for(talk):
    talk.decide(talk.colleague, talk.council)
    put_on_agenda(talk, 0, JUNE[0])

    assert set(rows(talk.writer, missing=True)) == {HERNING, IKAST}
    assert set(rows(talk.writer, decision=Decision.ON_AGENDA)) == {HERNING}
    assert set(rows(talk.writer, body_kind=BodyKind.REGIONAL_COUNCIL)) == {REGION}
    assert rows(talk.writer, agreement="en-anden") == {}
    assert board(talk.writer, agreement="en-anden").titles == [
        ("under-forhandling", "Aftale under forhandling")
    ]


def test_the_filters_stand_in_the_address(talk):
    talk.decide(talk.colleague, talk.council)
    region = browser(talk.writer)

    page = region.get("/aftaler/godkendelser/?mangler=1").content.decode()
    other = region.get("/aftaler/godkendelser/?beslutning=approved").content.decode()
    wrong = region.get("/aftaler/godkendelser/?beslutning=hvad&efter=x")

    assert HERNING in page
    assert f"Regionsrådet i {REGION}" not in page
    assert HERNING not in other
    assert wrong.status_code == 200


def test_an_agreement_in_force_is_not_on_the_board(talk):
    talk.all_approve()

    assert board(talk.writer) == BoardPage(texts=[], titles=[], after=None)


def test_the_home_page_says_how_many_have_not_answered(talk):
    talk.decide(talk.colleague, talk.council)
    put_on_agenda(talk, 0, JUNE[0])

    home = browser(talk.admins[1]).get("/").content.decode()

    assert "beslutninger mangler, 1 uden svar" in home
    assert "I skal sætte den på dagsordenen." in home
    assert "/aftaler/godkendelser/?aftale=under-forhandling" in home


def the_nineteen() -> list[Organisation]:
    return [make.organisation(name) for name in municipalities_of("region_midtjylland_19.csv")]


def put_before(talk: Negotiation, municipalities: list[Organisation]) -> None:
    """A text for the region and these, each with a calendar of its own; half have it on it."""
    parties = [(row, PartyRole.APPROVER) for row in (talk.region, *municipalities)]
    talk.revise(parties=parties)
    talk.send()
    for number, row in enumerate(municipalities):
        council = talk.body(row, BodyKind.MUNICIPAL_COUNCIL)
        meet(talk, council, JUNE, AUGUST)
        if number % 2:
            coming = replace(MET, meeting_on=JUNE[0])
            talk.decide(talk.writer, council, Decision.ON_AGENDA, reference=coming)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/aftaler/godkendelser/",
        "/aftaler/under-forhandling/",
        "/aftaler/under-forhandling/godkendelser/{body}/",
        "/aftaler/under-forhandling/versioner/",
        "/api/v1/agreements/{agreement}/approvals",
    ],
)
def test_nineteen_parties_cost_the_queries_of_two(address):
    talk = Negotiation()
    clock.jump(make.NOW)
    everybody = the_nineteen()
    herning = talk.councils[0]
    path = address.format(body=herning.uuid, agreement=talk.agreement.uuid)
    put_before(talk, everybody[:2])
    few = queries_of(talk.writer, path)

    put_before(talk, everybody)

    assert queries_of(talk.writer, path) == few


def test_six_texts_cost_the_queries_of_one(talk):
    one = queries_of(talk.writer, "/aftaler/godkendelser/")
    for number in range(5):
        another = replace(talk.text, title=f"Aftale {number}")
        with rowsecurity.scope(talk.writer):
            made = agreements.draft(
                actor=talk.writer,
                slug=f"aftale-nr-{number}",
                region=talk.region,
                text=another,
                now=make.NOW,
            )
            agreements.send_for_approval(actor=talk.writer, agreement=made, now=make.NOW)

    assert len(board(talk.writer).texts) == 6
    assert queries_of(talk.writer, "/aftaler/godkendelser/") == one


def test_the_texts_come_in_pages(talk, monkeypatch):
    monkeypatch.setattr("coordination.portfolio.selectors.board.TEXTS_A_PAGE", 1)
    with rowsecurity.scope(talk.writer):
        second = agreements.draft(
            actor=talk.writer,
            slug="den-anden",
            region=talk.region,
            text=replace(talk.text, title="Den anden"),
            now=make.NOW,
        )
        agreements.send_for_approval(actor=talk.writer, agreement=second, now=make.NOW)
    region = browser(talk.writer)

    first = region.get("/aftaler/godkendelser/?mangler=1")
    address = first.context["next_url"]
    then = region.get(f"/aftaler/godkendelser/{address}")

    assert [row["title"] for row in first.context["texts"]] == ["Aftale under forhandling"]
    assert [row["title"] for row in then.context["texts"]] == ["Den anden"]
    assert "mangler=1" in address
    assert then.context["next_url"] == ""
