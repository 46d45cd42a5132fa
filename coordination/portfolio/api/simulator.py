from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.base import clock
from coordination.ledger import policies
from coordination.portfolio.api.agreements import READ
from coordination.portfolio.selectors.simulator import simulated
from coordination.portfolio.selectors.whatif import advice
from coordination.portfolio.serializers.simulator import SimulatorIn, SimulatorOut
from coordination.web.api import ApiView
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class SimulatorView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="agreement_simulator",
        summary="Hvad en aftale, der kun forhandles, ville koste, og hvornår midlerne var brugt",
        parameters=[SimulatorIn],
        responses=SimulatorOut,
    )
    def get(self, request: ApiRequest) -> Response:
        policies.check_see_money(request.actor)
        asked = SimulatorIn(data=request.query_params.dict())
        if not asked.is_valid():
            raise BadRequest(f"Ret værdien af {', '.join(sorted(asked.errors))}.")
        plan = asked.plan
        case = simulated(plan)
        said = advice(case, today=min(clock.today(), case.outlook.as_of))
        return Response(
            SimulatorOut({"advice": said, "session_fee": plan.session_fee, "case": case}).data
        )
