from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from acute import selectors, services
from acute.api.requests import KEY, WRITE
from acute.serializers import FiguresOut, ReportIn, RequestOut, UseIn
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class FiguresView(ApiView):
    scopes = {"GET": "agreements:read"}

    @extend_schema(
        operation_id="agreement_figures",
        summary="Nøgletal fra loggen: tid til kontakt, udfald og undgåede indlæggelser",
        description="Antal under 5 vises ikke, og heller ikke tal, de kunne regnes ud af.",
        parameters=[UseIn],
        responses=FiguresOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        given = UseIn(data=request.query_params.dict())
        if not given.is_valid():
            raise BadRequest(f"Ret værdien af {', '.join(sorted(given.errors))}.")
        found = selectors.figures_of(
            request.actor,
            uuid,
            today=clock.today(),
            first=given.validated_data.get("from_day"),
            last=given.validated_data.get("until_day"),
        )
        return Response(FiguresOut(found).data)


class ReportView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Oplys, om rådet sparede borgeren for en indlæggelse",
        parameters=[KEY],
        request=ReportIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReportIn)
        told = services.report_admission(
            actor=request.actor, uuid=uuid, avoided=data["avoided"], now=clock.now()
        )
        return Response(RequestOut(told).data, headers={"ETag": etag_of(told.version)})
