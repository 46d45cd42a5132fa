from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.filters import MeetingFilter
from consultants.serializers.meetings import (
    ConsultantMeetingDetailOut,
    ConsultantMeetingIn,
    ConsultantMeetingOut,
    ConsultantMeetingPage,
    ItemOut,
    MinutesIn,
)
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest


def shown(request: ApiRequest, uuid: UUID, status: int = 200) -> Response:
    """A meeting with its agenda as an answer, with its entity tag."""
    meeting = selectors.meeting_for(request.actor, uuid)
    items = ItemOut(selectors.agenda_of(meeting), many=True).data
    response = Response({**ConsultantMeetingOut(meeting).data, "items": items}, status=status)
    response["ETag"] = etag_of(meeting.version)
    return response


class MeetingListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="consultant_meetings_list",
        summary="Møder ved jeres steder",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=ConsultantMeetingPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, MeetingFilter, selectors.meetings_for(request.actor))
        return page(request, rows, ConsultantMeetingOut)

    @extend_schema(
        summary="Indkald til et møde; de åbne punkter bliver dagsorden",
        parameters=[KEY],
        request=ConsultantMeetingIn,
        responses={201: ConsultantMeetingDetailOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_meet(request.actor)
        data = parsed(request, ConsultantMeetingIn)
        made = services.call_meeting(actor=request.actor, now=clock.now(), **data)
        response = shown(request, made.uuid, 201)
        response["Location"] = f"/api/v1/consultants/meetings/{made.uuid}"
        return response


class MeetingView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Et møde med dagsorden og referat", responses=ConsultantMeetingDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return shown(request, uuid)


class MinutesView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Skriv referat: beslutninger og opgaver til dagsordenens punkter",
        parameters=[KEY],
        request=MinutesIn,
        responses=ConsultantMeetingDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_meet(request.actor)
        data = parsed(request, MinutesIn)
        services.hold_meeting(
            actor=request.actor,
            uuid=uuid,
            minutes=data["minutes"],
            outcomes=[services.Outcome(**row) for row in data["outcomes"]],
            now=clock.now(),
        )
        return shown(request, uuid)


class CancelMeetingView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Aflys et møde",
        parameters=[KEY],
        request=None,
        responses=ConsultantMeetingDetailOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_meet(request.actor)
        services.cancel_meeting(actor=request.actor, uuid=uuid, now=clock.now())
        return shown(request, uuid)


class TaskDoneView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Markér en opgave fra et møde som udført",
        parameters=[KEY],
        request=None,
        responses=ItemOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_meet(request.actor)
        item = services.finish_task(actor=request.actor, uuid=uuid, now=clock.now())
        return Response(ItemOut(item).data)
