from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.ledger import policies, selectors
from coordination.ledger.serializers.funding import FundingStatementOut
from coordination.web.api import ApiView
from coordination.web.http import ApiRequest


class FundingStatementView(ApiView):
    scopes = {"GET": "agreements:read"}

    @extend_schema(
        summary="Hvem der bærer hvor meget af forbruget, måned for måned",
        responses=FundingStatementOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        found = selectors.statement_of(request.actor, agreement)
        body = {
            "total": found.total,
            "is_whole": found.is_whole,
            "shares": [{"payer": who, "amount": found.totals[who.pk]} for who in found.payers],
            "months": [
                {
                    "month": row.month,
                    "total": row.total,
                    "shares": [
                        {"payer": who, "amount": row.shares[who.pk]} for who in found.payers
                    ],
                }
                for row in found.months
            ],
        }
        return Response(FundingStatementOut(body).data)
