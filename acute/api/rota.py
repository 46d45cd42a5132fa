from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from acute import selectors, services
from acute.api.requests import KEY, READ, WRITE
from acute.serializers import (
    AvailabilityIn,
    AvailabilityOut,
    DoctorsOut,
    DutyAnswerIn,
    DutyIn,
    DutyOut,
    DutyPage,
    ReasonIn,
)
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, page, parsed
from coordination.web.http import ApiRequest


class DutyListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="duties_list",
        summary="Vagter hos egen praksis eller under regionens aftaler, den nyeste først",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=DutyPage,
    )
    def get(self, request: ApiRequest) -> Response:
        return page(request, selectors.duties_for(request.actor).order_by("-id"), DutyOut)

    @extend_schema(
        summary="Foreslå en læge en vagt",
        parameters=[KEY],
        request=DutyIn,
        responses={201: DutyOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        data = parsed(request, DutyIn)
        made = services.plan_duty(actor=request.actor, now=clock.now(), **data)
        return Response(DutyOut(made).data, status=201)


class DutyAnswerView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sig ja eller nej til en vagt",
        parameters=[KEY],
        request=DutyAnswerIn,
        responses=DutyOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, DutyAnswerIn)
        answered = services.answer_duty(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return Response(DutyOut(answered).data)


class DutyLeaveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Gå fra vagt, eller giv en kommende vagt tilbage",
        parameters=[KEY],
        request=None,
        responses=DutyOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        left = services.leave_duty(actor=request.actor, uuid=uuid, now=clock.now())
        return Response(DutyOut(left).data)


class DutyCancelView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Aflys en vagt, der ikke er begyndt",
        parameters=[KEY],
        request=ReasonIn,
        responses=DutyOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReasonIn)
        cancelled = services.cancel_duty(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return Response(DutyOut(cancelled).data)


class AvailabilityView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(
        operation_id="availability_list",
        summary="Hvilke læger der kan spørges nu, og hvem der har vagten",
        responses=DoctorsOut,
    )
    def get(self, request: ApiRequest) -> Response:
        found = selectors.doctors_in(request.actor, at=clock.now())
        return Response(DoctorsOut({"results": found}).data)

    @extend_schema(
        operation_id="availability_set",
        summary="Sig, om egen praksis kan spørges",
        request=AvailabilityIn,
        responses=AvailabilityOut,
    )
    def put(self, request: ApiRequest) -> Response:
        data = parsed(request, AvailabilityIn)
        made = services.set_available(actor=request.actor, now=clock.now(), **data)
        return Response(AvailabilityOut(made).data)
