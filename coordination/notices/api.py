from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.notices import letters, policies, selectors, services
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.notices.serializers import (
    BodyDecisionIn,
    BodyTaskOut,
    NoticeDetailOut,
    NoticeIn,
    NoticeOut,
    NoticeResults,
    ReceiptIn,
    ReceiptOut,
    ResumeIn,
    WithdrawIn,
)
from coordination.web import idempotency
from coordination.web.api import ApiView, OneFormat, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest, pdf_download

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
READ, WRITE = "agreements:read", "agreements:write"


def _out(
    request: ApiRequest, notice: Notice, resumed: dict[int, date], today: date
) -> dict[str, Any]:
    """A notice with what follows from the day, whether or not a sweep has been there."""
    own = allowed(policies.check_see_body, request.actor, notice.given_by_id)
    return {
        **NoticeOut(notice).data,
        "state": notice.state_on(today).value,
        "wanted_last_day_on": notice.wanted_last_day_on if own else None,
        "resumes_on": resumed.get(notice.pk),
    }


def _show(request: ApiRequest, notice: Notice, status: int = 200) -> Response:
    today = clock.today()
    body = {
        **_out(request, notice, selectors.resumptions([notice]), today),
        "receipts": ReceiptOut(selectors.receipts_of(notice), many=True).data,
        "body_task": _task(request, notice),
    }
    return Response(body, status=status)


def _task(request: ApiRequest, notice: Notice) -> dict[str, Any] | None:
    if notice.body is None or not allowed(
        policies.check_see_body, request.actor, notice.given_by_id
    ):
        return None
    task = {
        "body": notice.body,
        "due_on": selectors.due_on(notice),
        "decided_on": notice.decided_on,
        "note": notice.decided_note,
    }
    return dict(BodyTaskOut(task).data)


class NoticeListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="notices_list", summary="Aftalens varsler", responses=NoticeResults)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        rows = list(selectors.notices_of(request.actor, agreement))
        resumed, today = selectors.resumptions(rows), clock.today()
        return Response({"results": [_out(request, row, resumed, today) for row in rows]})

    @extend_schema(
        summary="Skriv et varsel; det har ingen virkning, før det afgives",
        parameters=[KEY],
        request=NoticeIn,
        responses={201: NoticeDetailOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_draft(request.actor)
        data = parsed(request, NoticeIn)
        made = services.draft(
            actor=request.actor,
            agreement=agreements.agreement_for(request.actor, uuid),
            kind=NoticeKind(data["kind"]),
            reason=data["reason"],
            wanted_last_day_on=data["wanted_last_day_on"],
            body=agreements.body_for(data["body"]) if data["body"] else None,
            now=clock.now(),
        )
        response = _show(request, made, 201)
        response["Location"] = f"/api/v1/notices/{made.uuid}"
        return response


class NoticeView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Et varsel, og hvem der har modtaget det", responses=NoticeDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(request, selectors.notice_for(request.actor, uuid))


class NoticeLetterView(ApiView):
    scopes = {"GET": READ}
    content_negotiation_class = OneFormat

    @extend_schema(
        summary="Varslet som brev (PDF/UA): til egen part, eller til den, afgiveren vælger",
        parameters=[OpenApiParameter("receiver", OpenApiTypes.UUID)],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: ApiRequest, uuid: UUID) -> HttpResponse:
        content = letters.letter_of(request.actor, uuid, _receiver(request))
        return pdf_download(content, f"varsel-{uuid}.pdf")


def _receiver(request: ApiRequest) -> UUID | None:
    try:
        given = request.query_params.get("receiver")
        return UUID(given) if given else None
    except ValueError as error:
        raise BadRequest("receiver skal være id på en af varslets modtagere.") from error


class NoticeGiveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Afgiv varslet til de andre parter",
        parameters=[KEY],
        request=None,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(request, services.give(actor=request.actor, uuid=uuid, now=clock.now()))


class NoticeReceiveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Registrér, hvornår parter modtog varslet; den sidste fastlægger datoen",
        parameters=[KEY],
        request=ReceiptIn,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_receive(request.actor)
        data = parsed(request, ReceiptIn)
        notice = selectors.notice_for(request.actor, uuid)
        wanted = set(data["organisations"])
        receivers = [
            row.organisation_id
            for row in selectors.receipts_of(notice)
            if row.organisation.uuid in wanted
        ]
        done = services.receive(
            actor=request.actor,
            uuid=uuid,
            organisations=receivers,
            received_on=data["received_on"],
            today=clock.today(),
        )
        return _show(request, done)


class NoticeWithdrawView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Træk varslet tilbage, eller spørg dem, der har modtaget det, om de er enige",
        parameters=[KEY],
        request=WithdrawIn,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_withdraw(request.actor)
        reason = parsed(request, WithdrawIn)["reason"]
        done = services.withdraw(actor=request.actor, uuid=uuid, reason=reason, now=clock.now())
        return _show(request, done)


class NoticeAgreeView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Vær enig, for egen part, i at varslet trækkes tilbage",
        parameters=[KEY],
        request=None,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        now = clock.now()
        return _show(request, services.agree_withdrawal(actor=request.actor, uuid=uuid, now=now))


class NoticeBodyView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Registrér, hvornår organet besluttede varslet",
        parameters=[KEY],
        request=BodyDecisionIn,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_record_body(request.actor)
        data = parsed(request, BodyDecisionIn)
        done = services.record_body(actor=request.actor, uuid=uuid, today=clock.today(), **data)
        return _show(request, done)


class NoticeResumeView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Genoptag aftalen efter en suspension, som parterne har aftalt",
        parameters=[KEY],
        request=ResumeIn,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_resume(request.actor)
        data = parsed(request, ResumeIn)
        return _show(
            request, services.resume(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        )
