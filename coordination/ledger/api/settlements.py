from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import FileKind
from coordination.ledger.models import Settlement, SettlementFile
from coordination.ledger.serializers.settlements import (
    IssuedOut,
    MonthCloseIn,
    MonthFileIn,
    MonthReopenIn,
    OwnLeftOverOut,
    OwnLineOut,
    OwnMonthDetailOut,
    OwnMonthResults,
    SettlementDetailOut,
    SettlementFileOut,
    SettlementOut,
    SettlementPage,
    SettlementShareOut,
    ShareFileIn,
    TallyOut,
)
from coordination.web import idempotency
from coordination.web.api import ApiView, OneFormat, page, parsed
from coordination.web.http import ApiRequest, file_download

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]
READ, WRITE = "agreements:read", "agreements:write"


class SettlementListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="settlements_list",
        summary="Aftalens lukkede måneder, genåbnede også",
        parameters=PAGING,
        responses=SettlementPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        return page(request, selectors.settlements_of(request.actor, agreement), SettlementOut)

    @extend_schema(
        summary="Luk en måned; er den lukket, svares med den, som den blev lukket",
        parameters=[KEY],
        request=MonthCloseIn,
        responses={201: SettlementOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_settle(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        data = parsed(request, MonthCloseIn)
        made = services.close_month(
            actor=request.actor, agreement=agreement, now=clock.now(), **data
        )
        response = Response(SettlementOut(made).data, status=201)
        response["Location"] = f"/api/v1/settlements/{made.uuid}"
        return response


class SettlementReopenView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Genåbn den senest lukkede måned",
        parameters=[KEY],
        request=MonthReopenIn,
        responses=SettlementOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_settle(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        data = parsed(request, MonthReopenIn)
        done = services.reopen_latest(
            actor=request.actor, agreement=agreement, now=clock.now(), **data
        )
        return Response(SettlementOut(done).data)


class SettlementView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        summary="En lukket måned med beløb pr. praksis og betaler", responses=SettlementDetailOut
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = selectors.settlement_page(request.actor, uuid)
        files = selectors.files_of(request.actor, found.settlement)
        shares = {row.pk: row.uuid for row in found.shares}
        return Response(
            {
                **SettlementOut(found.settlement).data,
                "is_whole": found.is_whole,
                "practices": TallyOut(found.practices, many=True).data,
                "shares": SettlementShareOut(found.shares, many=True).data,
                "left_over": TallyOut(found.left_over, many=True).data,
                "files": [
                    SettlementFileOut(_file(row, shares.get(row.share_id or 0))).data
                    for row in files
                ],
            }
        )


def _file(row: SettlementFile, share: UUID | None) -> dict[str, Any]:
    names = ("uuid", "kind", "name", "sha256", "made_at", "made_by")
    return {name: getattr(row, name) for name in names} | {"share_uuid": share}


def _issued(issued: services.Issued, share: UUID | None) -> Response:
    body = {**_file(issued.file, share), "name": issued.name, "is_copy": issued.is_copy}
    response = Response(IssuedOut(body).data, status=201)
    response["Location"] = f"/api/v1/settlement-files/{issued.file.uuid}"
    return response


class MonthFileView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Lav en fil af måneden, eller få den samme igen, mærket som kopi",
        parameters=[KEY],
        request=MonthFileIn,
        responses={201: IssuedOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_settle(request.actor)
        found: Settlement = selectors.settlement_for(request.actor, uuid)
        kind = FileKind(parsed(request, MonthFileIn)["kind"])
        return _issued(
            services.issue(actor=request.actor, settlement=found, kind=kind, now=clock.now()), None
        )


class ShareFileView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Lav opgørelse, e-faktura eller kreditnota af en betalers andel",
        parameters=[KEY],
        request=ShareFileIn,
        responses={201: IssuedOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_fetch(request.actor)
        share = selectors.share_for(request.actor, uuid)
        kind = FileKind(parsed(request, ShareFileIn)["kind"])
        issued = services.issue(
            actor=request.actor,
            settlement=share.settlement,
            kind=kind,
            share=share,
            now=clock.now(),
        )
        return _issued(issued, share.uuid)


class SettlementFileView(ApiView):
    scopes = {"GET": READ}
    content_negotiation_class = OneFormat

    @extend_schema(
        summary="Filen, som den forlod huset",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: ApiRequest, uuid: UUID) -> HttpResponse:
        found = selectors.file_for(request.actor, uuid)
        return file_download(bytes(found.content), found.name, "application/octet-stream")


class OwnMonthListView(ApiView):
    scopes = {"GET": "acute:read"}

    @extend_schema(
        operation_id="own_settlements_list",
        summary="Egen praksis' afregnede måneder",
        responses=OwnMonthResults,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = [
            {
                "id": row["settlement__uuid"],
                "agreement": row["settlement__agreement__title"],
                "starts_on": row["settlement__starts_on"],
                "closed_at": row["settlement__closed_at"],
                "claim_count": row["count"],
                "amount": row["sum"],
            }
            for row in selectors.own_months(request.actor)
        ]
        return Response(OwnMonthResults({"results": rows}).data)


class OwnMonthView(ApiView):
    scopes = {"GET": "acute:read"}

    @extend_schema(summary="Egen praksis' måned, ydelse for ydelse", responses=OwnMonthDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        _settlement, lines, waiting = selectors.own_month(request.actor, uuid)
        return Response(
            {
                "lines": OwnLineOut(lines, many=True).data,
                "left_over": OwnLeftOverOut(waiting, many=True).data,
            }
        )
