from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import CapParty, CapWindow
from coordination.ledger.serializers.caps import CapIn, CapOut, CapResults, CapSetOut, LiftIn
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
READ, WRITE = "agreements:read", "agreements:write"


class CapListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="caps_list", summary="Aftalens lofter", responses=CapResults)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        rows = selectors.caps_of(request.actor, agreement)
        return Response({"results": CapOut(rows, many=True).data})

    @extend_schema(
        summary="Sæt et loft; aldrig under det, der er leveret og reserveret",
        parameters=[KEY],
        request=CapIn,
        responses={201: CapSetOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_manage_budget(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        data = parsed(request, CapIn)
        made = services.set_cap(
            actor=request.actor,
            agreement=agreement,
            party=CapParty(data.pop("party")),
            window=CapWindow(data.pop("window")),
            **data,
        )
        return Response({**CapOut(made.cap).data, "was_raised": made.was_raised}, status=201)


class CapLiftView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Ophæv et loft fra en dag", parameters=[KEY], request=LiftIn, responses=CapResults
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_manage_budget(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        data = parsed(request, LiftIn)
        services.lift_cap(
            actor=request.actor,
            agreement=agreement,
            party=CapParty(data["party"]),
            window=CapWindow(data["window"]),
            ends_before=data["ends_before"],
        )
        rows = selectors.caps_of(request.actor, agreement)
        return Response({"results": CapOut(rows, many=True).data})
