from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.errors import NotFound
from coordination.ledger import policies, selectors
from coordination.ledger.serializers.forecasts import ForecastOut
from coordination.web.api import ApiView
from coordination.web.http import ApiRequest


class ForecastView(ApiView):
    scopes = {"GET": "agreements:read"}

    @extend_schema(
        operation_id="agreement_forecast",
        summary="Hvad der er tilbage, dag for dag, og hvor sikkert det er, hvornår det er brugt",
        responses=ForecastOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement, today = agreements.agreement_for(request.actor, uuid), clock.today()
        budget = selectors.budget_of(request.actor, agreement)
        burn = selectors.burn_down_of(budget, agreement, as_of=today)
        if burn is None:
            raise NotFound
        outlook = selectors.outlook_of(budget, agreement, as_of=today)
        return Response(
            ForecastOut(
                {
                    "as_of": burn.as_of,
                    "last_day": burn.last_day,
                    "appropriated": burn.appropriated,
                    "spent": burn.spent,
                    "reserved": burn.reserved,
                    "left": burn.left,
                    "pace": outlook,
                    "months": burn.months(),
                    "forecast": burn.forecast,
                    "backtest": burn.backtest,
                }
            ).data
        )
