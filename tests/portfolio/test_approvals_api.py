"""Versions, decisions, bodies, meetings and documents for other systems."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from coordination.agreements.services import MOST_BYTES
from coordination.base import clock
from coordination.base.actor import Role
from coordination.web.models import IdempotencyRecord
from tests import make
from tests.agreements.negotiation import Negotiation
from tests.portfolio.test_drafting_api import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Negotiation:
    clock.jump(make.NOW)
    return Negotiation()


@pytest.fixture
def esdh(talk) -> Caller:
    return Caller(talk.region)


def found(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def problem(answer: HttpResponse, status: int) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    return str(found(answer, status)["code"])


def upload(caller: Caller, path: str, key: str, content: bytes, **data: str) -> HttpResponse:
    file = SimpleUploadedFile("bilag.pdf", content, content_type="application/pdf")
    headers = {"idempotency-key": f"a-key-of-an-upload-{key}"}
    return caller.client.post(
        f"/api/v1/{path}", {"title": "Bilag", "file": file} | data, headers=headers
    )


def test_a_text_is_sent_read_decided_about_and_put_into_force(talk, esdh):
    path = f"agreements/{talk.agreement.uuid}"
    found(esdh.send("POST", f"{path}/send"))
    (version,) = found(esdh.send("GET", f"{path}/versions"))["results"]
    text = found(esdh.send("GET", f"versions/{version['id']}"))
    clerk = Caller(talk.municipalities[0], Role.MUNICIPAL_ADMIN)
    decided = {
        "body": str(talk.councils[0].uuid),
        "decision": "approved",
        "meeting_on": "2020-05-27",
        "content_hash": version["content_hash"],
    }

    row = found(clerk.send("POST", f"{path}/approvals", decided))
    summary = found(esdh.send("GET", f"{path}/approvals"))
    started = found(esdh.send("POST", f"{path}/start", {"reason": "Vagten er bemandet"}))

    assert (row["decision"], row["turn"], row["agreement_state"]) == (
        "approved",
        "nobody",
        "approval",
    )
    assert "Herning Kommune" in {line["name"] for line in text["lines"]}
    assert (summary["approved"], summary["approvers"], summary["is_open"]) == (1, 3, True)
    assert {line["decision"] for line in summary["results"]} == {"approved", "not_sent"}
    assert started["state"] == "in_force"


def test_what_is_wrong_with_a_decision_is_a_problem_document(talk, esdh):
    path = f"agreements/{talk.agreement.uuid}/approvals"
    talk.send()
    right = {
        "body": str(talk.councils[0].uuid),
        "decision": "approved",
        "meeting_on": "2020-05-27",
        "content_hash": talk.now().version.content_hash,
        "case_number": "20-1",
    }

    def refused(status: int, **changes: Any) -> str:
        return problem(esdh.send("POST", path, right | changes), status)

    other = talk.body(make.organisation("Næstved Kommune"), talk.councils[0].kind)
    assert refused(409, content_hash="x") == "text_changed"
    assert refused(422, case_number="") == "reference_missing"
    assert refused(422, decision="reservation") == "reservation_missing"
    assert refused(422, meeting_on="2020-06-30") == "meeting_in_the_future"
    assert refused(422, body=str(other.uuid)) == "not_an_approver"
    assert refused(422, body=str(talk.committee.uuid)) == "not_an_approver"
    assert refused(404, body="00000000-0000-4000-8000-000000000000") == "not_found"
    assert refused(422, decision="måske") == "invalid"
    assert refused(422, hash="x") == "invalid"
    found(esdh.send("POST", path, right))


def test_versions_are_compared_with_the_one_before_or_a_named_one(talk, esdh):
    talk.send()
    talk.revise(ends_before=date(2022, 1, 1))
    path = f"agreements/{talk.agreement.uuid}/versions"
    second, first = (row["id"] for row in found(esdh.send("GET", path))["results"])

    forward = found(esdh.send("GET", f"versions/{second}/difference"))
    back = found(esdh.send("GET", f"versions/{first}/difference?from={second}"))
    nothing = found(esdh.send("GET", f"versions/{first}/difference"))

    (change,) = forward["changes"]
    assert (change["name"], change["mark"]) == ("Periode", "changed")
    assert {"mark": "added", "text": "31.12.2021"} in change["pieces"]
    assert {"mark": "removed", "text": "31.12.2021"} in back["changes"][0]["pieces"]
    assert (nothing["before"], nothing["changes"]) == (None, [])
    assert problem(esdh.send("GET", f"versions/{first}/difference?from=1"), 400) == "bad_request"


def test_a_version_is_not_compared_with_one_of_another_agreement(talk, esdh):
    other = make.world()
    mine = talk.now().version.uuid

    answer = esdh.send("GET", f"versions/{mine}/difference?from={other.agreement.version.uuid}")

    assert problem(answer, 404) == "not_found"


def test_bodies_are_found_by_organisation_kind_and_day(talk, esdh):
    region = talk.region.uuid

    def kinds(**query: str) -> list[str]:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        rows = found(esdh.send("GET", f"bodies?organisation={region}&{asked}"))["results"]
        return sorted(row["kind"] for row in rows)

    assert kinds(on="2020-06-02") == ["practice_plan_committee", "regional_council"]
    assert kinds(on="2027-01-01") == ["regional_council"]
    assert kinds(kind="practice_plan_committee") == ["practice_plan_committee"]
    assert problem(esdh.send("GET", "bodies?name=x"), 400) == "bad_request"


def test_meetings_are_entered_and_listed(talk, esdh):
    path = f"bodies/{talk.councils[0].uuid}/meetings"
    days = {"meetings": [{"held_on": "2020-06-30", "papers_by": "2020-06-05"}]}

    first, again = (found(esdh.send("POST", path, days), 201) for _turn in range(2))
    rows = found(esdh.send("GET", f"{path}?from_day=2020-06-01&until_day=2020-07-01"))["results"]
    wrong = {"meetings": [{"held_on": "2020-06-30", "papers_by": "2020-07-05"}]}

    assert (first, again) == ({"new": 1}, {"new": 0})
    assert [row["held_on"] for row in rows] == ["2020-06-30"]
    assert problem(esdh.send("POST", path, wrong), 422) == "papers_after_meeting"
    assert problem(esdh.send("POST", path, {"meetings": []}), 422) == "invalid"


def test_a_document_is_filed_once_and_given_back(talk, esdh):
    path = f"agreements/{talk.agreement.uuid}/documents"

    answer = upload(esdh, path, "one", b"%PDF-1.7 bilag")
    again = upload(esdh, path, "one", b"%PDF-1.7 bilag")
    other = upload(esdh, path, "one", b"%PDF-1.7 andet")
    (row,) = found(esdh.send("GET", path))["results"]
    saved = esdh.client.get(answer["Location"], headers={"accept": "application/pdf"})

    assert found(answer, 201) == row
    assert again["Idempotent-Replayed"] == "true"
    assert problem(other, 422) == "idempotency_key_reused"
    assert (row["size"], row["is_virus_scanned"]) == (14, False)
    assert saved.content == b"%PDF-1.7 bilag"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Disposition"].startswith("attachment;")


def test_what_is_no_document_is_a_problem(talk, esdh):
    path = f"agreements/{talk.agreement.uuid}/documents"

    assert problem(upload(esdh, path, "no-pdf", b"MZ"), 422) == "not_a_pdf"
    large = b"%PDF-" + b"x" * MOST_BYTES
    assert problem(upload(esdh, path, "large", large), 422) == "too_large"
    assert problem(upload(esdh, path, "no-title", b"%PDF-1", title=""), 422) == "invalid"
    json = esdh.send("POST", path, {"title": "Bilag"})
    assert problem(json, 415) == "unsupported_media_type"
    assert "multipart/form-data" in json.json()["detail"]
    assert not IdempotencyRecord.objects.filter(status__isnull=False).exists()


def test_a_strangers_agreement_has_no_versions_approvals_or_documents(talk):
    stranger = Caller(make.organisation("Struer Kommune"), Role.MUNICIPAL_ADMIN)
    path = f"agreements/{talk.agreement.uuid}"

    for part in ("versions", "approvals", "documents"):
        assert problem(stranger.send("GET", f"{path}/{part}"), 404) == "not_found"
    mine = talk.now().version.uuid
    assert problem(stranger.send("GET", f"versions/{mine}"), 404) == "not_found"
