"""Recording a decision, sending, starting, comparing, meeting and filing, in the browser's way."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from coordination.agreements import selectors
from coordination.agreements.enums import Decision, State
from coordination.agreements.selectors import approvals
from coordination.agreements.services import MOST_BYTES
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor
from tests import make
from tests.access.stage import browser
from tests.agreements.negotiation import MET, Negotiation

pytestmark = pytest.mark.django_db
SLUG = "under-forhandling"


@pytest.fixture
def talk() -> Negotiation:
    clock.jump(make.NOW)
    return Negotiation()


def read(actor: Actor, route: str, *args: object, **query: str) -> str:
    answer = browser(actor).get(reverse(route, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(actor: Actor, route: str, *args: object, **data: Any) -> HttpResponse:
    return browser(actor).post(reverse(route, args=args), data)


def record(talk: Negotiation, actor: Actor, number: int = 0, **data: Any) -> HttpResponse:
    wanted = {
        "decision": "approved",
        "meeting_on": "27.5.2020",
        "agenda_number": "3",
        "content_hash": newest(talk).content_hash,
    }
    return send(actor, "approval-record", SLUG, talk.councils[number].uuid, **(wanted | data))


def newest(talk: Negotiation):
    with rowsecurity.scope(talk.writer):
        return selectors.newest_version(talk.agreement)


def decision(talk: Negotiation, number: int = 0) -> str:
    with rowsecurity.scope(talk.writer):
        rows = newest(talk).approvals.filter(body=talk.councils[number])
        return str(rows.get().decision) if rows else ""


def test_a_decision_is_recorded_with_its_place_and_shown_with_before_and_after(talk):
    talk.send()
    coming = replace(MET, meeting_on=date(2020, 6, 30))
    talk.decide(talk.writer, talk.councils[0], Decision.ON_AGENDA, reference=coming)

    answer = record(talk, talk.writer, decision="reservation", note="Kun i dagtimerne")

    assert answer.status_code == 302
    page = read(talk.writer, "approval-record", SLUG, talk.councils[0].uuid)
    assert "På dagsordenen → Godkendt med forbehold (møde 27.5.2020, version 1)" in page
    assert "Kun i dagtimerne" in page
    agreement = read(talk.admins[0], "agreement-detail", SLUG)
    assert "Kommunalbestyrelsen i Herning Kommune: På dagsordenen → Godkendt" in agreement


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"decision": "reservation", "note": ""},
            "Skriv forbeholdet, som det står i beslutningen.",
        ),
        ({"meeting_on": "30.6.2020"}, "Mødet er ikke holdt endnu."),
        ({"meeting_on": ""}, "Skriv mødedatoen."),
        ({"meeting_on": "i går"}, "Skriv dagen som dag.måned.år"),
        ({"agenda_number": ""}, "skal den kunne findes"),
        ({"decision": ""}, "Vælg, hvad organet besluttede."),
        ({"link": "referat"}, "Skriv hele adressen"),
        ({"content_hash": "en ældre tekst"}, "Teksten er ændret, siden I så den."),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_typed_is_lost(talk, wrong, sentence):
    talk.send()

    answer = record(talk, talk.writer, **({"case_number": "", "note": "Til møde"} | wrong))

    page = answer.content.decode()
    assert sentence in page
    assert f">\n{wrong.get('note', 'Til møde')}</textarea>" in page
    assert newest(talk).content_hash in page
    assert decision(talk) == ""


def test_sent_twice_a_decision_is_recorded_once(talk):
    talk.send()
    key = "one-key-for-one-form-only"

    first = record(talk, talk.admins[0], idempotency_key=key)
    second = record(talk, talk.admins[0], idempotency_key=key)

    assert (first.status_code, second.status_code) == (302, 302)
    page = read(talk.admins[0], "approval-record", SLUG, talk.councils[0].uuid)
    assert page.count("Uden svar → Godkendt") == 1


def test_a_municipality_reads_its_neighbours_decision_and_records_only_its_own(talk):
    talk.send()

    page = read(talk.admins[0], "approval-record", SLUG, talk.councils[1].uuid)

    assert "Registrér beslutningen" not in page
    assert "Der er ikke registreret noget endnu." in page
    assert record(talk, talk.admins[0], 1).status_code == 403
    assert record(talk, talk.admins[0], 0).status_code == 302


def test_the_last_decision_says_that_the_agreement_is_adopted(talk):
    talk.send()
    talk.decide(talk.colleague, talk.council)
    talk.decide(talk.admins[0], talk.councils[0])
    client = browser(talk.admins[1])
    address = reverse("approval-record", args=[SLUG, talk.councils[1].uuid])

    answer = client.post(
        address,
        {
            "decision": "approved",
            "meeting_on": "27.5.2020",
            "content_hash": newest(talk).content_hash,
        },
        follow=True,
    )

    assert "Alle har godkendt, så aftalen er vedtaget." in answer.content.decode()
    assert talk.now().state == State.IN_FORCE


def test_a_body_is_shown_what_changed_since_it_last_decided(talk):
    talk.send()
    talk.decide(talk.admins[0], talk.councils[0])
    talk.revise(title="Aftale om weekender")
    talk.send()

    known = read(talk.admins[0], "approval-record", SLUG, talk.councils[0].uuid)
    unknown = read(talk.admins[1], "approval-record", SLUG, talk.councils[1].uuid)

    assert "Ændret siden version 1" in known
    assert "Det, der godkendes" in unknown


def test_a_text_is_sent_by_a_button_and_then_not_again(talk):
    assert "Send til godkendelse" in read(talk.writer, "agreement-detail", SLUG)
    assert "Send til godkendelse" not in read(talk.admins[0], "agreement-detail", SLUG)

    send(talk.writer, "agreement-send", SLUG)

    assert talk.now().state == State.APPROVAL
    assert "Send til godkendelse" not in read(talk.writer, "agreement-detail", SLUG)
    assert send(talk.admins[0], "agreement-send", SLUG).status_code == 403


def test_a_start_without_all_names_who_is_left_out_and_stays_on_the_agreement(talk):
    talk.send()
    talk.decide(talk.colleague, talk.council)
    talk.decide(talk.admins[0], talk.councils[0])
    asked = read(talk.writer, "agreement-start", SLUG)
    empty = send(talk.writer, "agreement-start", SLUG, reason=" ")

    done = send(talk.writer, "agreement-start", SLUG, reason="Vagten er bemandet")

    assert "Ikast-Brande Kommune: uden svar" in asked
    assert "Skriv kort hvorfor." in empty.content.decode()
    assert done.status_code == 302
    page = read(talk.admins[1], "agreement-detail", SLUG)
    sentence = "Sat i kraft for 2 af 3: Vagten er bemandet. Endnu ikke med: Ikast-Brande Kommune."
    assert sentence in page
    assert "Sat i kraft uden alle: Vagten er bemandet" in page


def test_a_start_is_refused_in_place_before_anybody_has_approved(talk):
    talk.send()

    page = send(talk.writer, "agreement-start", SLUG, reason="Haster").content.decode()

    assert "Ingen part har godkendt endnu" in page
    assert "Haster" in page


def test_any_two_versions_are_held_against_each_other_with_names(talk):
    talk.send()
    talk.revise(parties=talk.text.parties[:2], ends_before=None, recommending_body=talk.committee)

    page = read(talk.admins[0], "version-difference", SLUG)
    back = read(talk.admins[0], "version-difference", SLUG, fra="2", til="1")

    assert "Fra version 1 til version 2" in page
    assert "Fjernet" in page
    assert "Ikast-Brande Kommune" in page
    assert "Praksisplanudvalget i Region Midtjylland" in page
    assert str(talk.municipalities[1].uuid) not in page
    assert "Tilføjet" in back


@pytest.mark.parametrize("query", [{"til": "9"}, {"fra": "nul"}, {"fra": "0", "til": "1"}])
def test_a_version_that_is_not_there_is_not_found(talk, query):
    assert (
        browser(talk.writer).get(reverse("version-difference", args=[SLUG]), query).status_code
        == 404
    )


def test_meetings_are_entered_one_a_line_and_taken_out_again(talk):
    council = talk.councils[0]
    lines = "30.6.2020, papirer senest 5.6.2020\n\n25-8-2020 31/7-2020"
    wrong = send(talk.admins[0], "body-meetings", council.uuid, days=lines)
    fine = lines.replace("31/7-2020", "31/7/2020")

    answer = send(talk.admins[0], "body-meetings", council.uuid, days=fine)
    page = read(talk.admins[0], "body-meetings", council.uuid)
    with rowsecurity.scope(talk.writer):
        first = approvals.meetings_of(council).last()
    send(talk.admins[0], "body-meeting-remove", first.uuid)

    assert "Linje 3: dagen 31/7-2020 findes ikke." in wrong.content.decode()
    assert answer.status_code == 302
    assert page.index("30.6.2020") < page.index("25.8.2020")
    assert [row.held_on for row in approvals.meetings_of(council)] == [date(2020, 8, 25)]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("", "Skriv mindst ét møde."),
        ("30.6.2020", "Linje 1: skriv mødets dag og sidste dag for papirer."),
        ("31.6.2020, papirer senest 5.6.2020", "Linje 1: dagen 31.6.2020 findes ikke."),
        ("5.6.2020, papirer senest 30.6.2020", "kan ikke afleveres efter mødet"),
        ("30.6.2020, papirer senest 5.6.2020\n" * 201, "Skriv højst 200 møder ad gangen."),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_place(talk, days, sentence):
    answer = send(talk.admins[0], "body-meetings", talk.councils[0].uuid, days=days)

    assert sentence in answer.content.decode()
    assert not approvals.meetings_of(talk.councils[0]).exists()


def test_a_neighbours_calendar_is_read_and_not_changed(talk):
    page = read(talk.admins[0], "body-meetings", talk.councils[1].uuid)
    answer = send(
        talk.admins[0],
        "body-meetings",
        talk.councils[1].uuid,
        days="30.6.2020, papirer senest 5.6.2020",
    )

    assert "Tilføj møder" not in page
    assert answer.status_code == 403


def pdf(content: bytes = b"%PDF-1.7 bilag") -> SimpleUploadedFile:
    return SimpleUploadedFile("bilag.exe", content, content_type="text/html")


def test_a_document_is_filed_and_given_back_as_a_file_to_be_saved(talk):
    answer = send(talk.admins[0], "agreement-documents", SLUG, title="Åbent bilag <1>", file=pdf())
    page = read(talk.writer, "agreement-detail", SLUG)
    with rowsecurity.scope(talk.writer):
        (document,) = selectors.documents_of(talk.agreement)

    saved = browser(talk.writer).get(reverse("agreement-document", args=[document.uuid]))

    assert answer.status_code == 302
    assert "Åbent bilag &lt;1&gt;" in page
    assert "Filerne er ikke virusscannet." in page
    assert saved.content == b"%PDF-1.7 bilag"
    assert saved["Content-Type"] == "application/pdf"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Disposition"] == 'attachment; filename="aabent-bilag-1.pdf"'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"file": pdf(b"MZ")}, "Filen er ikke en PDF."),
        ({"file": pdf(b"%PDF-" + b"x" * MOST_BYTES)}, "Filen fylder mere end 10 MB."),
        ({"file": pdf(b"")}, "Filen er tom."),
        ({"file": ""}, "Vælg en fil."),
        ({"title": "", "file": pdf()}, "Skriv, hvad dokumentet er."),
    ],
)
def test_what_is_no_document_is_refused_in_place(talk, data, sentence):
    answer = send(talk.writer, "agreement-documents", SLUG, **({"title": "Bilag"} | data))

    assert sentence in answer.content.decode()
    with rowsecurity.scope(talk.writer):
        assert selectors.documents_of(talk.agreement) == []


def test_a_text_that_waits_says_since_when_and_one_that_applies_does_not(talk):
    talk.send()
    waiting = read(talk.writer, "agreement-detail", SLUG)
    talk.all_approve()
    adopted = read(talk.writer, "agreement-detail", SLUG)
    talk.revise(title="Ny titel")
    talk.send()
    changed = read(talk.writer, "agreement-detail", SLUG)

    assert "sendt 2.6.2020, for 0 dage siden · begynder 1.9.2020" in waiting
    assert "for 0 dage siden" not in adopted
    assert "Version 2 · sendt 2.6.2020, for 0 dage siden · gælder, når alle har godkendt" in changed


def test_a_rejected_text_is_told_as_such_and_records_no_more(talk):
    talk.send()
    talk.decide(talk.admins[0], talk.councils[0], Decision.REJECTED)

    page = read(talk.writer, "approval-record", SLUG, talk.councils[1].uuid)

    assert "Teksten er ikke til godkendelse nu" in page
    assert "Registrér beslutningen" not in page
    assert "1 afvist" in read(talk.writer, "agreement-detail", SLUG)
