from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from acute import selectors, services
from acute.api.requests import KEY, READ, WRITE
from acute.serializers import DelegationOut, DelegationPage
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, page
from coordination.web.http import ApiRequest


class DelegationListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="delegations_list",
        summary="Rammedelegationer fra egen praksis eller til egen kommune, den nyeste først",
        description="En læge underskriver dem; et system læser dem og kan lade dem ophøre.",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=DelegationPage,
    )
    def get(self, request: ApiRequest) -> Response:
        return page(request, selectors.delegations_for(request.actor), DelegationOut)


class DelegationEndView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Lad en rammedelegation ophøre; i dag er den sidste dag",
        parameters=[KEY],
        request=None,
        responses=DelegationOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        ended = services.end_delegation(actor=request.actor, uuid=uuid, today=clock.today())
        return Response(DelegationOut(ended).data)
