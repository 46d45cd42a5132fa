"""What applies in a municipality on a day: the same for everybody, and nothing else is told."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from coordination.access.models import User
from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, ClauseKind, PartyRole, State
from coordination.agreements.models import Agreement
from coordination.agreements.selectors.applicable import Applicable, applicable_agreements
from coordination.agreements.services import ClauseText, Text
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.periods import Period
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.portfolio.selectors import finder
from tests import make
from tests.access import stage
from tests.access.matrix import ALL
from tests.agreements.negotiation import Negotiation

pytestmark = pytest.mark.django_db

FIRST, LAST, AFTER = date(2020, 9, 1), date(2021, 8, 31), date(2021, 9, 1)
MIDDLE = date(2020, 12, 1)
COLUMNS = ["kind", "title", "starts_on", "ends_before", "suspended_from", "suspended_before"]


def applying(
    municipality: Organisation, on: date, practice: Organisation | None = None
) -> list[Applicable]:
    """What somebody who meets no agreement otherwise is told."""
    with rowsecurity.scope(make.actor(Role.PARAMEDIC, make.organisation("Region Midtjylland"))):
        return applicable_agreements(
            municipality_id=municipality.pk,
            practice_id=practice.pk if practice else None,
            on=on,
        )


def titles(*asked: Any) -> list[str]:
    return [row.title for row in applying(*asked)]


def in_force() -> Negotiation:
    talk = Negotiation()
    talk.send()
    talk.all_approve()
    return talk


def regional(*parties: Organisation) -> Negotiation:
    """An agreement to which no municipality is party, in force; the region alone approves."""
    talk = Negotiation(municipalities=())
    text = Text(
        title="For hele regionen",
        kind=AgreementKind.HORIZONTAL,
        legal_basis="Sundhedsloven",
        starts_on=FIRST,
        ends_before=None,
        parties=[
            (talk.region, PartyRole.APPROVER),
            *((row, PartyRole.PROVIDER) for row in parties),
        ],
        clauses=[ClauseText(ClauseKind.TASK, "Hjælp hinanden.")],
    )
    with rowsecurity.scope(talk.writer):
        talk.agreement = agreements.draft(
            actor=talk.writer, slug="regional", region=talk.region, text=text, now=make.NOW
        )
    talk.send()
    talk.decide(talk.colleague, talk.council)
    return talk


def test_an_agreement_applies_from_its_first_day_to_its_last():
    talk = in_force()
    herning = talk.municipalities[0]

    days = [date(2020, 8, 31), FIRST, LAST, AFTER]

    assert [len(applying(herning, day)) for day in days] == [0, 1, 1, 0]


def test_the_answer_has_what_is_published():
    talk = in_force()

    assert applying(talk.municipalities[0], MIDDLE) == [
        Applicable(
            kind=AgreementKind.ACUTE_ADVICE,
            title="Aftale under forhandling",
            period=Period(FIRST, AFTER),
            suspended=None,
            task="Ring til lægen, og log samtalen.",
        )
    ]


def test_a_draft_and_a_text_under_approval_apply_nowhere():
    talk = Negotiation()
    herning = talk.municipalities[0]
    assert titles(herning, MIDDLE) == []

    talk.send()
    talk.decide(talk.admins[0], talk.councils[0])

    assert titles(herning, MIDDLE) == []


def test_an_agreement_that_has_ended_applied_on_its_days():
    talk = in_force()

    with rowsecurity.scope(talk.writer):
        Agreement.objects.update(state=State.ENDED)

    assert titles(talk.municipalities[0], MIDDLE) == ["Aftale under forhandling"]


def test_a_municipality_that_is_no_party_has_no_agreement():
    in_force()

    assert titles(make.organisation("Struer Kommune"), MIDDLE) == []
    assert titles(make.organisation("Næstved Kommune"), MIDDLE) == []


def test_who_has_left_has_no_agreement_and_the_others_have():
    talk = in_force()
    leaver, other = talk.municipalities
    with rowsecurity.scope(talk.admins[0]):
        agreements.leave(
            actor=talk.admins[0],
            agreement=talk.now(),
            organisation_id=leaver.pk,
            leaves_before=MIDDLE,
        )

    assert len(titles(leaver, date(2020, 11, 30))) == 1
    assert titles(leaver, MIDDLE) == []
    assert len(titles(other, MIDDLE)) == 1


def test_a_start_without_all_applies_for_those_who_joined():
    talk = Negotiation()
    talk.send()
    talk.decide(talk.colleague, talk.council)
    talk.decide(talk.admins[0], talk.councils[0])
    with rowsecurity.scope(talk.writer):
        agreements.start_with_approvers(
            actor=talk.writer, agreement=talk.agreement, reason="Haster", now=make.NOW
        )
    joined, waiting = talk.municipalities
    assert titles(joined, FIRST) == ["Aftale under forhandling"]
    assert titles(waiting, FIRST) == []

    talk.decide(talk.admins[1], talk.councils[1], now=datetime(2020, 10, 5, 9, tzinfo=UTC))

    assert titles(waiting, date(2020, 10, 4)) == []
    assert titles(waiting, date(2020, 10, 5)) == ["Aftale under forhandling"]


def test_a_suspension_is_told_before_it_begins_and_while_it_lasts():
    talk = in_force()
    herning = talk.municipalities[0]
    with rowsecurity.scope(talk.writer):
        agreements.add_suspended_interval(
            actor=talk.writer,
            agreement=talk.agreement,
            starts_on=MIDDLE,
            ends_before=date(2021, 1, 1),
            reason="Midlerne er brugt",
        )

    days = (date(2020, 11, 30), MIDDLE, date(2021, 1, 1))
    with rowsecurity.scope(talk.writer):
        before, during, after = (finder.answer_for(herning, None, on=day) for day in days)

    assert before.rows[0].suspended == during.rows[0].suspended == Period(MIDDLE, date(2021, 1, 1))
    assert (bool(before.instead), bool(during.instead), bool(after.instead)) == (False, True, False)
    assert after.rows[0].suspended is None


def test_an_agreement_of_the_region_alone_applies_in_all_its_municipalities():
    regional()

    assert titles(make.organisation("Struer Kommune"), FIRST) == ["For hele regionen"]
    assert titles(make.organisation("Næstved Kommune"), FIRST) == []


def test_an_agreement_of_the_region_goes_on_under_its_successor():
    midt, new = make.organisation("Region Midtjylland"), make.organisation("Region Østdanmark")
    regional()
    Relation.objects.create(
        subject=midt, object=new, kind=RelationKind.SUCCEEDED_BY, starts_on=date(2027, 1, 1)
    )

    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        assert titles(make.organisation("Struer Kommune"), day) == ["For hele regionen"]


def test_an_agreement_with_who_represents_a_practice_applies_for_it_alone():
    """The region looks after it and has left; the practice's representative takes part."""
    region, struer = make.organisation("Region Midtjylland"), make.organisation("Struer Kommune")
    plo, other = (
        Organisation.objects.create(
            kind=OrganisationKind.GP_ORGANISATION, name=name, starts_on=make.SINCE
        )
        for name in ("PLO A", "PLO B")
    )
    bound, free = (make.practice(struer, region, row) for row in (plo, other))
    talk = regional(plo)
    with rowsecurity.scope(talk.writer):
        agreements.leave(
            actor=talk.writer,
            agreement=talk.now(),
            organisation_id=region.pk,
            leaves_before=MIDDLE,
        )

    assert titles(struer, MIDDLE, bound) == ["For hele regionen"]
    assert titles(struer, MIDDLE, free) == []
    assert titles(struer, MIDDLE) == []


def test_nobody_without_a_role_is_told_anything():
    talk = in_force()

    with rowsecurity.scope(None):
        rows = applicable_agreements(
            municipality_id=talk.municipalities[0].pk, practice_id=None, on=MIDDLE
        )

    assert rows == []


def test_the_function_gives_a_stranger_seven_columns_and_still_no_row_of_the_tables():
    place = make.world()
    stranger = make.actor(Role.WARD, make.organisation("Region Sjælland"))
    with rowsecurity.scope(stranger), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM applicable_agreements(%s, NULL, %s)",
            [place.municipality.pk, make.TODAY],
        )
        columns = [column.name for column in cursor.description]
        told = str(cursor.fetchall())
        hidden = []
        for table in ("agreement", "party", "clause", "version", "suspendedinterval"):
            cursor.execute(f"SELECT count(*) FROM agreements_{table}")
            hidden.append(cursor.fetchone())

    assert columns == [*COLUMNS, "task"]
    assert place.agreement.title in told
    for secret in (
        place.plo.name,
        place.region.name,
        place.municipality.name,
        "3000000",
        "opsiges",
    ):
        assert secret not in told
    assert hidden == [(0,)] * 5


def page_of(client, actor: Actor, **asked: Any) -> str:
    client.force_login(User.objects.get(pk=actor.user_id))
    answer = client.get("/aftaler/hvad-gaelder/", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_every_role_reads_the_same_answer(client):
    place = make.world()
    clock.jump(make.NOW)
    asked = {"kommune": place.municipality.uuid, "dag": "2.6.2020"}

    pages = {
        main_of(page_of(client, make.actor(role, stage.place_of(role, place)), **asked))
        for role in sorted(ALL)
    }

    (only,) = pages
    assert place.agreement.title in only
    assert "Almen praksis rådgiver personale" in only


def test_a_doctor_is_asked_nothing_about_the_own_practice(client):
    place = make.world()
    clock.jump(make.NOW)

    page = page_of(client, place.doctor)

    assert f"{place.practice.name} den 2.6.2020" in page
    assert place.agreement.title in page


def test_without_an_advice_agreement_the_page_says_what_to_do(client):
    place = make.world()
    clock.jump(make.NOW)
    struer = make.organisation("Struer Kommune")

    page = main_of(page_of(client, place.nurse, kommune=struer.uuid))

    assert "Ring til borgerens egen læge" in page
    assert "Ingen aftaler gælder her den dag." in page


def test_a_day_that_cannot_be_read_is_told_and_answers_nothing(client):
    place = make.world()

    page = main_of(page_of(client, place.nurse, dag="i morgen"))

    assert "Skriv dagen som dag.måned.år" in page
    assert place.agreement.title not in page


def asked_by(client, actor: Actor, **asked: Any) -> Any:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.get("/api/v1/agreements/applicable", asked)


def test_a_system_gets_the_same_answer_as_a_page(client):
    place = make.world()
    clock.jump(make.NOW)

    answer = asked_by(client, place.doctor).json()

    assert answer["municipality"]["id"] == str(place.municipality.uuid)
    assert answer["practice"]["id"] == str(place.practice.uuid)
    assert (answer["on"], answer["instead"]) == ("2020-06-02", "")
    (row,) = answer["results"]
    assert row.pop("task").startswith("Almen praksis rådgiver")
    assert row == {
        "kind": "acute_advice",
        "title": place.agreement.title,
        "starts_on": "2019-09-01",
        "ends_before": "2021-01-01",
        "suspended_from": None,
        "suspended_before": None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"municipality": "Herning"},
        {"municipality": UUID(int=1)},
        {"practice": UUID(int=1)},
        {"on": "2.6.2020"},
        {"day": "2020-06-02"},
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(client, asked):
    place = make.world()

    assert asked_by(client, place.nurse, **asked).status_code == 400
