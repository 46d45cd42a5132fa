from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from acute import policies, selectors, services
from acute.api.requests import KEY, READ, WRITE
from acute.serializers import AttachmentIn, AttachmentOut, AttachmentPage
from acute.services.attachments import MOST
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, OneFormat, parsed
from coordination.web.http import ApiRequest, private_file


class AttachmentListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="request_attachments_list",
        summary="Anmodningens billeder, lyd og video",
        responses=AttachmentPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = services.open_request(actor=request.actor, uuid=uuid)
        rows = selectors.attachments_of(request.actor, found)
        return Response({"results": AttachmentOut(rows, many=True).data})

    @extend_schema(
        summary="Læg et billede, en lyd eller en video ved en åben anmodning",
        description="Filen renses for alt andet end billede og lyd. `state` siger, om den er "
        "virusscannet; så længe den er `pending`, kan indholdet ikke hentes.",
        parameters=[KEY],
        request={"multipart/form-data": AttachmentIn},
        responses={202: AttachmentOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_attach(request.actor)
        content = parsed(request, AttachmentIn)["file"].read(MOST + 1)
        made = services.attach(actor=request.actor, uuid=uuid, content=content, now=clock.now())
        response = Response(AttachmentOut(made).data, status=202)
        response["Location"] = f"/api/v1/acute/attachments/{made.uuid}"
        return response


class AttachmentView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Et bilag, og hvad virusscanningen har sagt", responses=AttachmentOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return Response(AttachmentOut(selectors.attachment_for(request.actor, uuid)).data)


class AttachmentContentView(ApiView):
    scopes = {"GET": READ}
    content_negotiation_class = OneFormat

    @extend_schema(
        summary="Bilagets indhold; 409, til virusscanningen har svaret, og når den har blokeret",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: ApiRequest, uuid: UUID) -> HttpResponse:
        found, content = services.open_attachment(actor=request.actor, uuid=uuid)
        return private_file(content, found.name, found.media_type)
