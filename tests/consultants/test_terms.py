"""One more term, an end before time, and who is told before."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from consultants import selectors, services
from consultants.enums import ConsultantKind, Ending, TermKind
from consultants.errors import ExtendedAlready, NoticeTooShort, PatientInText
from consultants.models import Appointment
from coordination.access import selectors as access
from coordination.access.models import Membership, User
from coordination.agreements import policies as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import Decision
from coordination.agreements.errors import NotForDoctors
from coordination.agreements.models import Agreement, Body
from coordination.agreements.services import Reference
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from coordination.parties.models import Organisation, Practitioner
from coordination.reminders.models import Reminder
from tests import make
from tests.access import stage, waiting
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL = "Regionshospitalet Gødstrup"
FORM = 'name="content_hash"'


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.jump(make.NOW)


def person_of(doctor: Practitioner, role: Role, place: Organisation) -> User:
    """The log-in of a doctor, with one role before any appointment."""
    with rowsecurity.scope(system()):
        person = make.user(role, place)
    person.practitioner = doctor
    person.save(update_fields=["practitioner"])
    return person


def extend(made: Appointment, last_day_on: date, today: date = make.TODAY) -> Appointment:
    clerk = steps.office(Role.REGION_ADMIN, made.employer)
    with rowsecurity.scope(clerk):
        return services.extend(actor=clerk, uuid=made.uuid, last_day_on=last_day_on, today=today)


def end(made: Appointment, last_day_on: date, **said) -> Appointment:
    clerk = steps.office(Role.REGION_ADMIN, made.employer)
    with rowsecurity.scope(clerk):
        return services.end(
            actor=clerk,
            uuid=made.uuid,
            last_day_on=last_day_on,
            today=make.TODAY,
            **{
                "ending": Ending.BY_EMPLOYER,
                "received_on": date(2020, 6, 2),
                "reason": "Ny ordning",
                **said,
            },
        )


def test_a_consultant_is_appointed_again_once():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))

    extended = extend(made, date(2025, 12, 31))
    with pytest.raises(ExtendedAlready):
        extend(made, date(2028, 12, 31))

    assert (extended.extended_on, extended.last_day_on) == (date(2023, 1, 1), date(2025, 12, 31))


def test_notice_is_counted_by_the_rule_of_the_appointment():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))

    with pytest.raises(NoticeTooShort, match=r"30\.9\.2020"):
        end(made, date(2020, 9, 29))
    ended = end(made, date(2020, 9, 30))

    assert ended.last_day_on == date(2020, 9, 30)


def test_by_consent_an_appointment_ends_when_both_want_it():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))

    assert end(made, date(2020, 6, 30), ending=Ending.AGREED).last_day_on == date(2020, 6, 30)


@pytest.mark.parametrize("form", ["{0}{1}", "{0}-{1}", "{0} {1}", "({0}–{1})"])
def test_a_reason_with_a_patient_in_it_is_refused(form):
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))
    number = make.citizens()[1]["cpr"].replace("-", "")

    with pytest.raises(PatientInText):
        end(made, date(2020, 9, 30), reason="Klage " + form.format(number[:6], number[6:]))


def test_a_consultant_holds_the_role_until_the_last_hours_are_signed():
    place, host = make.world(), make.organisation(HOSPITAL)
    doctor = steps.doctor(place.practice)
    person = person_of(doctor, Role.GP, place.practice)

    made = steps.appointment(place, host, practitioner=doctor)
    held = Membership.objects.get(user=person, role=Role.PRACTICE_CONSULTANT)
    before = (held.organisation, held.starts_on, held.ends_before)
    end(made, date(2020, 9, 30))
    held.refresh_from_db()

    assert before == (host, steps.STARTS, date(2023, 4, 1))
    assert held.ends_before == date(2021, 1, 1)


def test_a_consultant_of_a_municipality_never_decides_for_the_doctors():
    place = make.world()
    doctor = steps.doctor(place.practice)
    person = person_of(doctor, Role.GP_ORGANISATION, place.plo)
    deciding = waiting.build(place).of(Role.GP_ORGANISATION)["deciding"]
    address = reverse("approval-record", kwargs=deciding)
    before = access.actor_of(person, today=make.TODAY)
    can_record = FORM in stage.browser(before).get(address).content.decode()

    steps.appointment(place, place.municipality, kind=ConsultantKind.MUNICIPAL, practitioner=doctor)
    after = access.actor_of(person, today=make.TODAY)

    assert (before.role, before.is_municipal_consultant) == (Role.GP_ORGANISATION, False)
    assert (after.role, after.is_municipal_consultant) == (Role.GP_ORGANISATION, True)
    assert can_record
    assert FORM not in stage.browser(after).get(address).content.decode()
    agreements.check_decide_for_doctors(before, "gp_board")
    with pytest.raises(NotForDoctors):
        agreements.check_decide_for_doctors(after, "gp_board")
    agreements.check_decide_for_doctors(after, "municipal_council")


def test_the_service_refuses_a_decision_for_the_doctors_too():
    place = make.world()
    board = waiting.build(place)
    clerk = make.actor(Role.GP_ORGANISATION, place.plo)
    barred = replace(clerk, is_municipal_consultant=True)
    with rowsecurity.scope(barred):
        pending = Agreement.objects.get(uuid=board.things["pending"])
        body = Body.objects.get(uuid=board.of(Role.GP_ORGANISATION)["body"])
        with pytest.raises(NotForDoctors):
            agreement_services.record_decision(
                actor=barred,
                agreement=pending,
                body=body,
                decision=Decision.APPROVED,
                content_hash=board.content_hash,
                reference=Reference(meeting_on=waiting.MET),
                now=make.NOW,
            )


def test_the_day_to_decide_is_the_latest_that_the_notice_allows():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))

    days = selectors.days_of([made], after=make.TODAY)

    assert [(day.kind, day.on) for day in days] == [
        (TermKind.DECIDE, date(2022, 9, 30)),
        (TermKind.ENDS, date(2022, 12, 31)),
    ]


def test_reminders_go_to_the_employer_and_close_when_the_matter_is_settled():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL))
    now = datetime(2022, 8, 1, 6, tzinfo=UTC)

    planned = services.remind_terms(now=now)
    again = services.remind_terms(now=now)
    extend(made, date(2025, 12, 31), today=date(2022, 8, 1))
    services.remind_terms(now=now)

    with rowsecurity.sweep():
        rows = Reminder.objects.filter(group__startswith=f"appointment:{made.uuid}")
        decide = rows.filter(group__endswith="decide")
        assert {row.organisation_id for row in rows} == {made.employer_id}
        assert set(decide.values_list("state", flat=True)) == {"closed"}
    assert (planned, again) == (8, 0)


def test_the_calendar_says_when_a_term_ends_and_must_be_decided():
    place = make.world()
    made = steps.appointment(place, make.organisation(HOSPITAL))

    body = stage.browser(place.admin).get("/aftaler/kalender/").content.decode()

    assert "30.9.2022" in body
    assert made.practitioner.name in body
