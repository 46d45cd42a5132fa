from uuid import UUID

from django_filters import FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.ledger import selectors as ledger
from coordination.notices import selectors as notices
from coordination.portfolio import selectors
from coordination.portfolio.filters import ORDERING, DeadlineFilter, SortedFilter
from coordination.portfolio.serializers import (
    AgreementDetailOut,
    AgreementOut,
    AgreementPage,
    BudgetOut,
    DeadlineOut,
    DeadlinePage,
    EntryOut,
    EntryPage,
    ListedDeadlineOut,
    ListedDeadlinePage,
    PartyOut,
)
from coordination.web.api import ApiView, filtered, page, parameters_of, sorted_page
from coordination.web.http import ApiRequest

PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]
READ, WRITE = "agreements:read", "agreements:write"
SCOPES = {"GET": READ}
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


class AgreementListView(ApiView):
    scopes = SCOPES

    @extend_schema(
        operation_id="agreements_list",
        summary="Aftaler, der gælder for egen organisation",
        parameters=[*PAGING, *parameters_of(SortedFilter)],
        responses=AgreementPage,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = selectors.sortable_agreements(request.actor, today=clock.today())
        rows = filtered(request, SortedFilter, rows)
        order = ORDERING.get(request.query_params.get("ordering", ""))
        if order is None:
            return page(request, rows, AgreementOut)
        down = order in selectors.DESCENDING
        return sorted_page(request, rows, AgreementOut, descending=down)


class AgreementView(ApiView):
    scopes = SCOPES

    @extend_schema(summary="En aftale med parter og penge", responses=AgreementDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = agreements.agreement_for(request.actor, uuid)
        suspension = agreements.next_suspension(agreement, today=clock.today())
        budget = ledger.budgets_of(request.actor, [agreement]).get(agreement.pk)
        manages = agreements.manages(request.actor, agreement)
        parties = agreements.parties_of(agreement) if manages else []
        return Response(
            {
                **AgreementOut(agreement).data,
                "suspended_from": suspension.starts_on if suspension else None,
                "parties": PartyOut(parties, many=True).data,
                "budget": BudgetOut(budget).data if budget else None,
            }
        )


class AgreementDeadlinesView(ApiView):
    scopes = SCOPES

    @extend_schema(summary="Aftalens frister med forklaring", responses=DeadlinePage)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = agreements.agreement_for(request.actor, uuid)
        rows = notices.deadlines_of(request.actor, agreement, today=clock.today())
        return Response({"results": DeadlineOut(rows, many=True).data})


class DeadlineListView(ApiView):
    scopes = SCOPES

    @extend_schema(
        operation_id="deadlines_list",
        summary="Frister for alle aftaler, som organisationen forvalter",
        parameters=[*PAGING, *parameters_of(DeadlineFilter)],
        responses=ListedDeadlinePage,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, DeadlineFilter, notices.deadlines_for(request.actor))
        return page(request, rows, ListedDeadlineOut)


class AgreementEntriesView(ApiView):
    scopes = SCOPES

    @extend_schema(
        summary="Posteringer, som egen organisation må se",
        parameters=PAGING,
        responses=EntryPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = agreements.agreement_for(request.actor, uuid)
        rows = ledger.entries_of(request.actor, agreement).select_related("municipality")
        return page(request, filtered(request, FilterSet, rows), EntryOut)
