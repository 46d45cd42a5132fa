from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.notices import policies, selectors, services
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
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest

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
