from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from acute import services
from acute.api.requests import KEY, WRITE
from acute.serializers import MoreMinutesIn, SessionOut
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest


class ExtendView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Læg minutter fra samme forløb til en session; den gamle tilbageføres",
        parameters=[KEY],
        request=MoreMinutesIn,
        responses={201: SessionOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, MoreMinutesIn)
        session = services.extend_session(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        response = Response(SessionOut(session).data, status=201)
        response["Location"] = f"/api/v1/acute/sessions/{session.uuid}"
        return response
