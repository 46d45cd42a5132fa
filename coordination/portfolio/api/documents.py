"""The PDFs that belong to an agreement."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.portfolio.api.agreements import KEY, READ, WRITE
from coordination.portfolio.serializers.approvals import DocumentIn, DocumentOut, DocumentPage
from coordination.web import idempotency
from coordination.web.api import ApiView, OneFormat, parsed
from coordination.web.http import ApiRequest, pdf_download


class DocumentListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="agreement_documents_list",
        summary="Aftalens dokumenter",
        responses=DocumentPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = approvals.managed_agreement(request.actor, uuid)
        rows = agreements.documents_of(agreement)
        return Response({"results": DocumentOut(rows, many=True).data})

    @extend_schema(
        summary="Læg en PDF på højst 10 MB på aftalen; den samme fil ligger der én gang",
        parameters=[KEY],
        request={"multipart/form-data": DocumentIn},
        responses={201: DocumentOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_add_document(request.actor)
        data = parsed(request, DocumentIn)
        made = agreement_services.add_document(
            actor=request.actor,
            agreement=approvals.managed_agreement(request.actor, uuid),
            title=data["title"],
            content=data["file"].read(agreement_services.MOST_BYTES + 1),
            now=clock.now(),
        )
        response = Response(DocumentOut(made).data, status=201)
        response["Location"] = f"/api/v1/documents/{made.uuid}"
        return response


class DocumentView(ApiView):
    scopes = {"GET": READ}
    content_negotiation_class = OneFormat

    @extend_schema(
        summary="Et dokument (PDF); det er ikke virusscannet",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: ApiRequest, uuid: UUID) -> HttpResponse:
        found = agreements.document_for(request.actor, uuid)
        return pdf_download(bytes(found.content), f"dokument-{uuid}.pdf")
