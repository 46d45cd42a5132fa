from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base import clock
from coordination.ledger import policies, selectors, services
from coordination.ledger.serializers.settlements import (
    InvoiceAddressIn,
    InvoiceSenderIn,
    InvoicingOut,
)
from coordination.parties import selectors as parties
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
READ, WRITE = "agreements:read", "agreements:write"


def _out(request: ApiRequest, agreement: Agreement, status: int = 200) -> Response:
    found = selectors.invoicing_of(request.actor, agreement, on=clock.today())
    rows: list[dict[str, Any]] = [
        {
            "funder": row,
            "gln": said.gln if said else None,
            "reference": said.reference if said else None,
            "starts_on": said.starts_on if said else None,
        }
        for row, said in found.funders
    ]
    body = InvoicingOut({"sender": found.sender, "results": rows}).data
    return Response(body, status=status)


class InvoiceAddressesView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        summary="Hvor betalernes fakturaer sendes hen i dag, og hvem der sender dem",
        responses=InvoicingOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_set_address(request.actor)
        return _out(request, agreements.agreement_for(request.actor, uuid))

    @extend_schema(
        summary="Sig, hvor en betalers fakturaer sendes hen fra en dag",
        parameters=[KEY],
        request=InvoiceAddressIn,
        responses={201: InvoicingOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_set_address(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        data = parsed(request, InvoiceAddressIn)
        funder = data.pop("funder")
        services.set_invoice_address(
            actor=request.actor,
            agreement=agreement,
            funder=parties.organisations_named([funder])[funder],
            **data,
        )
        return _out(request, agreement, 201)


class InvoiceSenderView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sig, hvordan regionen står på sine fakturaer fra en dag",
        parameters=[KEY],
        request=InvoiceSenderIn,
        responses={201: InvoicingOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_invoice(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        found = selectors.invoicing_of(request.actor, agreement, on=clock.today())
        services.set_invoice_sender(
            actor=request.actor,
            agreement=agreement,
            region=found.region,
            **parsed(request, InvoiceSenderIn),
        )
        return _out(request, agreement, 201)
