from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.notices import letters, policies, selectors, services
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.notices.serializers import (
    NoticeDetailOut,
    NoticeIn,
    NoticeOut,
    NoticeResults,
    ReceiptIn,
    ReceiptOut,
    WithdrawIn,
)
from coordination.web import idempotency
from coordination.web.api import ApiView, OneFormat, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest, pdf_download

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
READ, WRITE = "agreements:read", "agreements:write"


def _show(notice: Notice, status: int = 200) -> Response:
    receipts = ReceiptOut(selectors.receipts_of(notice), many=True).data
    return Response({**NoticeOut(notice).data, "receipts": receipts}, status=status)


class NoticeListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="notices_list", summary="Aftalens varsler", responses=NoticeResults)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        rows = selectors.notices_of(request.actor, agreement)
        return Response({"results": NoticeOut(rows, many=True).data})

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
            before_money_used=data["before_money_used"],
            now=clock.now(),
        )
        response = _show(made, 201)
        response["Location"] = f"/api/v1/notices/{made.uuid}"
        return response


class NoticeView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Et varsel, og hvem der har modtaget det", responses=NoticeDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(selectors.notice_for(request.actor, uuid))


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
        return _show(services.give(actor=request.actor, uuid=uuid, now=clock.now()))


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
        return _show(
            services.receive(
                actor=request.actor,
                uuid=uuid,
                organisations=receivers,
                received_on=data["received_on"],
                today=clock.today(),
            )
        )


class NoticeWithdrawView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Træk varslet tilbage, før det får virkning",
        parameters=[KEY],
        request=WithdrawIn,
        responses=NoticeDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_withdraw(request.actor)
        data = parsed(request, WithdrawIn)
        reason = data["reason"]
        return _show(
            services.withdraw(actor=request.actor, uuid=uuid, reason=reason, today=clock.today())
        )
