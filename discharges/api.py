from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.base import clock
from coordination.base.actor import Actor
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest
from discharges import policies, selectors, services
from discharges.filters import DischargeFilter
from discharges.models import Discharge
from discharges.serializers import (
    AnnounceIn,
    CancelIn,
    ChangeIn,
    DischargeDetailOut,
    DischargeOut,
    DischargePage,
    DischargeStepOut,
)

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="16-64 tegn"
)
READ, WRITE = "discharges:read", "discharges:write"


def _show(found: Discharge, status: int = 200) -> Response:
    response = Response(DischargeOut(found).data, status=status)
    response["ETag"] = etag_of(found.version)
    return response


class DischargeListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="discharges_list",
        summary="Udskrivninger, som I har meldt, eller som angår egen kommune eller praksis",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=DischargePage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, DischargeFilter, selectors.discharges_for(request.actor))
        today = clock.today()

        def seen(found: list[Discharge]) -> None:
            services.note_seen(actor=request.actor, discharges=found, on=today)

        return page(request, rows, DischargeOut, seen=seen)

    @extend_schema(
        summary="Meld en kommende udskrivning til kommunen og egen læge",
        parameters=[KEY],
        request=AnnounceIn,
        responses={201: DischargeOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_announce(request.actor)
        data = parsed(request, AnnounceIn)
        made = services.announce(actor=request.actor, now=clock.now(), **data)
        response = _show(made, 201)
        response["Location"] = f"/api/v1/discharges/{made.uuid}"
        return response


class DischargeView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(summary="En udskrivning med dens forløb", responses=DischargeDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _detail(request.actor, uuid)

    @extend_schema(
        summary="Ret dagen eller behovet; begge parter bliver spurgt igen",
        parameters=[KEY],
        request=ChangeIn,
        responses=DischargeOut,
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_change(request.actor)
        data = parsed(request, ChangeIn)
        return _show(services.change(actor=request.actor, uuid=uuid, now=clock.now(), **data))


def _detail(actor: Actor, uuid: UUID) -> Response:
    found = services.open_discharge(actor=actor, uuid=uuid)
    steps = DischargeStepOut(selectors.steps_of(actor, found), many=True)
    body = {**DischargeOut(found).data, "steps": steps.data}
    return Response(body, headers={"ETag": etag_of(found.version)})


class ReadyView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sig, at egen kommune eller praksis er klar",
        parameters=[KEY],
        request=None,
        responses=DischargeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(services.get_ready(actor=request.actor, uuid=uuid, now=clock.now()))


class CancelView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Aflys en meldt udskrivning",
        parameters=[KEY],
        request=CancelIn,
        responses=DischargeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_cancel(request.actor)
        data = parsed(request, CancelIn)
        return _show(services.cancel(actor=request.actor, uuid=uuid, now=clock.now(), **data))


class AtHomeView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sig, at borgeren er udskrevet",
        parameters=[KEY],
        request=None,
        responses=DischargeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(services.come_home(actor=request.actor, uuid=uuid, now=clock.now()))
