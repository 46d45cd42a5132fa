from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, Trigger
from coordination.base import clock
from coordination.ledger import policies
from coordination.portfolio.api.agreements import READ
from coordination.portfolio.selectors.whatif import Question, advice, whatif_of
from coordination.portfolio.serializers.whatif import WhatIfIn, WhatIfOut
from coordination.web.api import ApiView
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


def _question(request: ApiRequest) -> Question | None:
    given = WhatIfIn(data=request.query_params.dict())
    if not given.is_valid():
        raise BadRequest(f"Ret værdien af {', '.join(sorted(given.errors))}.")
    data = given.validated_data
    if not data:
        return None
    return Question(
        pace=data.get("pace"),
        top_up=data.get("top_up"),
        price_percent=data.get("price_percent"),
        notice_today=data.get("notice_today", False),
        trigger=Trigger(data["trigger"]) if "trigger" in data else None,
        anchor=Anchor(data["anchor"]) if "anchor" in data else None,
        months=data.get("months"),
    )


class WhatIfView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="agreement_what_if",
        summary="Hvad et andet tempo eller en anden læsning ville betyde; intet gemmes",
        parameters=[WhatIfIn],
        responses=WhatIfOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_see_money(request.actor)
        agreement, today = agreements.agreement_for(request.actor, uuid), clock.today()
        found = whatif_of(request.actor, agreement, _question(request), today=today)
        case = found.tried or found.present
        return Response(
            WhatIfOut(
                {
                    "advice": advice(case, today=today) if case else "",
                    "present": found.present,
                    "tried": found.tried,
                }
            ).data
        )
