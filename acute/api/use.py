from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from acute import selectors
from acute.serializers import UseIn, UseOut
from coordination.base import clock
from coordination.web.api import ApiView
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class UseView(ApiView):
    scopes = {"GET": "agreements:read"}

    @extend_schema(
        operation_id="agreement_use",
        summary="Hvordan kommunerne bruger en aftale, kvartal for kvartal",
        description="Antal under 5 vises ikke, og heller ikke tal, de kunne regnes ud af.",
        parameters=[UseIn],
        responses=UseOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        given = UseIn(data=request.query_params.dict())
        if not given.is_valid():
            raise BadRequest(f"Ret værdien af {', '.join(sorted(given.errors))}.")
        found = selectors.use_of(
            request.actor,
            uuid,
            today=clock.today(),
            first=given.validated_data.get("from_day"),
            last=given.validated_data.get("until_day"),
        )
        return Response(UseOut(found).data)
