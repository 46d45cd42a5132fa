from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.enums import Frequency
from consultants.filters import SnagFilter
from consultants.models import Snag
from consultants.serializers.points import AnswerSnagIn, SnagIn, SnagOut, SnagPage
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest


def shown(snag: Snag, status: int = 200) -> Response:
    """A snag as an answer, with its entity tag."""
    response = Response(SnagOut(snag).data, status=status)
    response["ETag"] = etag_of(snag.version)
    return response


class SnagListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="snags_list",
        summary="Knaster, som I har meldt, og dem om jeres sted",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=SnagPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, SnagFilter, selectors.snags_for(request.actor))
        return page(request, rows, SnagOut)

    @extend_schema(
        summary="Meld en knast i samarbejdet, uden oplysninger om patienter",
        parameters=[KEY],
        request=SnagIn,
        responses={201: SnagOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_file(request.actor)
        data = parsed(request, SnagIn)
        snag = services.file_snag(
            actor=request.actor,
            now=clock.now(),
            **{**data, "frequency": Frequency(data["frequency"])},
        )
        response = shown(snag, 201)
        response["Location"] = f"/api/v1/consultants/snags/{snag.uuid}"
        return response


class SnagView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="En knast, og hvad der kom ud af den", responses=SnagOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return shown(selectors.snag_for(request.actor, uuid))


class SnagAnswerView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Svar dem, der har meldt en knast, som ikke bliver til et punkt",
        parameters=[KEY],
        request=AnswerSnagIn,
        responses=SnagOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_answer(request.actor)
        data = parsed(request, AnswerSnagIn)
        return shown(services.answer_snag(actor=request.actor, uuid=uuid, now=clock.now(), **data))
