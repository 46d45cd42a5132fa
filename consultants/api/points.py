from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.enums import Better, PointState
from consultants.filters import PointFilter
from consultants.models import ImprovementPoint
from consultants.serializers.points import (
    ClosePointIn,
    ContentIn,
    MoveIn,
    NoteIn,
    PointDetailOut,
    PointIn,
    PointOut,
    PointPage,
    PointStepOut,
    SnagsIn,
)
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest

CONTENT = tuple(ContentIn().fields)


def shown(request: ApiRequest, made: ImprovementPoint, status: int = 200) -> Response:
    """A point as an answer, with its entity tag."""
    point = selectors.point_for(request.actor, made.uuid)
    response = Response(PointOut(point).data, status=status)
    response["ETag"] = etag_of(point.version)
    return response


class PointListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="points_list",
        summary="Forbedringspunkter hos jeres steder",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=PointPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, PointFilter, selectors.points_for(request.actor))
        return page(request, rows, PointOut)

    @extend_schema(
        summary="Lav ét forbedringspunkt af flere knaster",
        parameters=[KEY],
        request=PointIn,
        responses={201: PointOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_group(request.actor)
        data = parsed(request, PointIn)
        measure = data["measure"]
        made = services.open_point(
            actor=request.actor,
            snags=data["snags"],
            content=services.Content(**{name: data[name] for name in CONTENT}),
            baseline=services.Baseline(**{**measure, "better": Better(measure["better"])}),
            now=clock.now(),
        )
        response = shown(request, made, 201)
        response["Location"] = f"/api/v1/consultants/points/{made.uuid}"
        return response


class PointView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(summary="Et forbedringspunkt med sit forløb", responses=PointDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        point = selectors.point_for(request.actor, uuid)
        steps = PointStepOut(selectors.steps_of(request.actor, point), many=True).data
        response = Response({**PointOut(point).data, "steps": steps})
        response["ETag"] = etag_of(point.version)
        return response

    @extend_schema(
        summary="Ret et punkts ord, ejer eller frist",
        parameters=[KEY],
        request=ContentIn,
        responses=PointOut,
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_move(request.actor)
        content = services.Content(**parsed(request, ContentIn))
        made = services.change_point(
            actor=request.actor, uuid=uuid, content=content, now=clock.now()
        )
        return shown(request, made)


class PointSnagsView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Læg flere knaster til et punkt",
        parameters=[KEY],
        request=SnagsIn,
        responses=PointOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_group(request.actor)
        data = parsed(request, SnagsIn)
        made = services.add_snags(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return shown(request, made)


class PointMoveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Skift et punkts tilstand; at opgive kræver en bemærkning",
        parameters=[KEY],
        request=MoveIn,
        responses=PointOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_move(request.actor)
        data = parsed(request, MoveIn)
        made = services.move_point(
            actor=request.actor,
            uuid=uuid,
            to=PointState(data["to"]),
            note=data["note"],
            now=clock.now(),
        )
        return shown(request, made)


class PointNoteView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Skriv, hvad der er sket med et punkt",
        parameters=[KEY],
        request=NoteIn,
        responses=PointOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_move(request.actor)
        data = parsed(request, NoteIn)
        made = services.note_point(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return shown(request, made)


class PointCloseView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Luk et punkt med en måling; kun stedets ledelse",
        parameters=[KEY],
        request=ClosePointIn,
        responses=PointOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_close(request.actor)
        data = parsed(request, ClosePointIn)
        made = services.close_point(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return shown(request, made)
