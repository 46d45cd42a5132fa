"""What applies in a municipality on a day."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.base import clock
from coordination.portfolio.api.agreements import READ
from coordination.portfolio.selectors import finder
from coordination.portfolio.serializers.finder import FinderIn, FinderOut
from coordination.web.api import ApiView
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class ApplicableView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="agreements_applicable",
        summary="Aftaler, der gælder i en kommune en dag, og hvad de beder om",
        parameters=[FinderIn],
        responses=FinderOut,
    )
    def get(self, request: ApiRequest) -> Response:
        given = FinderIn(data=request.query_params)
        if set(request.query_params) - set(given.fields):
            raise BadRequest(f"Ukendt parameter. Brug {', '.join(given.fields)}.")
        if not given.is_valid():
            raise BadRequest(f"Ret værdien af {', '.join(sorted(given.errors))}.")
        asked = given.validated_data
        day, practice = asked.get("on") or clock.today(), asked.get("practice")
        place = finder.place_for(
            request.actor, municipality=asked.get("municipality"), practice=practice, on=day
        )
        if place.municipality is None:
            raise BadRequest("municipality skal være id på en kommune, der findes den dag.")
        if practice and place.practice is None:
            raise BadRequest("practice skal være id på en praksis i kommunen den dag.")
        answer = finder.answer_for(place.municipality, place.practice, on=day)
        out = {
            "municipality": place.municipality,
            "practice": place.practice,
            "on": day,
            "instead": answer.instead,
            "results": answer.rows,
        }
        return Response(FinderOut(out).data)
