from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.ledger import policies, selectors, services
from coordination.ledger.errors import NoAmounts
from coordination.ledger.models import Budget
from coordination.ledger.serializers.appropriations import AppropriationIn, AppropriationsOut
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


def _shown(budget: Budget) -> dict[str, Any]:
    return AppropriationsOut(
        {
            "appropriated": budget.appropriated,
            "spent": budget.spent,
            "reserved": budget.reserved,
            "decisions": selectors.appropriations_of(budget),
        }
    ).data


class AppropriationsView(ApiView):
    scopes = {"GET": "agreements:read", "POST": "agreements:write"}

    @extend_schema(
        operation_id="agreement_appropriations",
        summary="Beslutningerne om aftalens midler, den nyeste først",
        responses=AppropriationsOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        return Response(_shown(selectors.budget_of(request.actor, agreement)))

    @extend_schema(
        operation_id="agreement_appropriate",
        summary="Tillæg eller nedsættelse med beslutningen bag",
        parameters=[KEY],
        request=AppropriationIn,
        responses={201: AppropriationsOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_manage_budget(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        policies.check_manage_budget(request.actor, agreement)
        data = parsed(request, AppropriationIn)
        payers = {row.uuid: row for row in selectors.payers_of(agreement, on=clock.today())}
        if any(row["payer"] not in payers for row in data["amounts"]):
            raise NoAmounts
        budget = services.top_up(
            actor=request.actor,
            agreement=agreement,
            amounts=[(payers[row["payer"]], row["amount"]) for row in data["amounts"]],
            decision=data["decision"],
            decided_on=data["decided_on"],
            now=clock.now(),
        )
        return Response(_shown(budget), status=201)
