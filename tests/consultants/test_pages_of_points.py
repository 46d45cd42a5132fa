"""The pages of snags and points, as a browser without JavaScript uses them."""

import pytest

from consultants.models import ImprovementPoint, Snag
from coordination.access import selectors as access
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from tests import make
from tests.access.stage import browser
from tests.consultants import improving

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> improving.Cooperation:
    clock.jump(make.NOW)
    return improving.cooperation()


def person(at, role):
    return browser(at.filers[role])


def test_a_ward_files_a_snag_with_three_answers(at):
    client = person(at, Role.WARD)
    form = client.get("/konsulenter/knaster/ny/")
    assert "Medicinsk afdeling" in form.content.decode()

    answer = client.post(
        "/konsulenter/knaster/ny/",
        {
            "place": str(at.department.uuid),
            "what": "Ingen svarer på telefonen.",
            "frequency": "daily",
        },
        follow=True,
    )

    assert "Ingen svarer på telefonen." in answer.content.decode()
    with rowsecurity.scope(at.filers[Role.WARD]):
        assert Snag.objects.get().filer == at.ward


def test_a_number_of_a_person_is_refused_beside_the_text_and_what_was_typed_stays(at):
    cpr = make.citizens()[0]["cpr"]
    answer = person(at, Role.WARD).post(
        "/konsulenter/knaster/ny/",
        {"place": str(at.department.uuid), "what": f"Om {cpr}", "frequency": "daily"},
    )

    assert "ligner et CPR-nummer" in answer.content.decode()


def test_a_filer_reads_what_came_of_it(at):
    improving.closed(at, improving.point(at, improving.snag(at)))

    page = person(at, Role.GP).get("/konsulenter/knaster/").content.decode()

    assert "lukket med effekt" in page
    assert "40 % → 12 %" in page


def test_the_management_sees_list_and_board_and_closes(at):
    made = improving.point(at)
    client = browser(at.management)
    for address in ("", "?visning=tavle", f"?sted={at.hospital.uuid}&stille=1", "?sted=nej"):
        assert client.get(f"/konsulenter/punkter/{address}").status_code == 200
    page = client.get(f"/konsulenter/punkter/{made.uuid}/").content.decode()
    assert "Luk punktet med en måling" in page

    client.post(
        f"/konsulenter/punkter/{made.uuid}/luk/",
        {"after": "12,5", "measured_on": "2.6.2020", "note": "De kommer i tide."},
    )

    with rowsecurity.scope(at.management):
        closed = ImprovementPoint.objects.select_related("measure").get(pk=made.pk)
    assert (closed.state, str(closed.measure.after)) == ("closed", "12.50")
    assert (
        "Luk punktet med en måling"
        not in client.get(f"/konsulenter/punkter/{made.uuid}/").content.decode()
    )


def test_an_activity_is_written_from_its_point_and_from_a_meeting_that_was_held(at):
    made = improving.point(at)
    with rowsecurity.scope(system()):
        person = make.user(Role.PRACTICE_CONSULTANT, at.hospital)
        person.practitioner = at.appointment.practitioner
        person.save(update_fields=["practitioner"])
        client = browser(access.actor_of(person, today=make.TODAY))
    log = f"/konsulenter/ansaettelser/{at.appointment.uuid}/aktivitet/"
    page = client.get(f"/konsulenter/punkter/{made.uuid}/").content.decode()
    assert f"{log}?punkt={made.uuid}" in page

    form = client.get(f"{log}?punkt={made.uuid}&slags=meeting&dag=1.6.2020").content.decode()
    assert f'value="{made.uuid}" selected' in form
    assert 'value="meeting" selected' in form
    assert 'value="1.6.2020"' in form
    said = {"kind": "meeting", "done_on": "1.6.2020", "minutes": "1", "day_number": "1"}
    answer = client.post(log, {**said, "point": str(made.uuid)}, follow=True)

    assert f"{made.number}: {made.title}" in answer.content.decode()
    assert "1:00" in client.get(f"/konsulenter/punkter/{made.uuid}/").content.decode()
