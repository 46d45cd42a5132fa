from dataclasses import asdict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.serializers.meetings import PlanOut, ReportOut, WordsIn
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest


def _report(request: ApiRequest, uuid: UUID, year: int) -> Response:
    host = selectors.report_host(request.actor, uuid)
    kept = selectors.report_row(request.actor, host, year)
    found = selectors.report_of(request.actor, host, year=year)
    words = {"issued_at": kept and kept.issued_at, "remarks": kept.remarks if kept else ""}
    return Response(ReportOut({**found.data, **words}).data)


def _plan(request: ApiRequest, uuid: UUID, year: int) -> Response:
    host = selectors.report_host(request.actor, uuid)
    kept = selectors.plan_row(request.actor, host, year)
    words = {"adopted_at": kept and kept.adopted_at, "aims": kept.aims if kept else ""}
    found = asdict(selectors.year_plan(request.actor, host, year=year))
    return Response(PlanOut({"place": host.name, "year": year, **words, **found}).data)


class ReportView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(
        summary="Et års beretning for et sted eller en region; små tal er null",
        responses=ReportOut,
    )
    def get(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        return _report(request, uuid, year)

    @extend_schema(
        summary="Skriv det, tallene ikke siger",
        parameters=[KEY],
        request=WordsIn,
        responses=ReportOut,
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        policies.check_move(request.actor)
        data = parsed(request, WordsIn)
        services.write_remarks(
            actor=request.actor, host=uuid, year=year, remarks=data["words"], now=clock.now()
        )
        return _report(request, uuid, year)


class IssueView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Udgiv beretningen; den er den samme fra da af",
        parameters=[KEY],
        request=None,
        responses=ReportOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        policies.check_close(request.actor)
        services.issue_report(actor=request.actor, host=uuid, year=year, now=clock.now())
        return _report(request, uuid, year)


class PlanView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(summary="Et års handleplan", responses=PlanOut)
    def get(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        return _plan(request, uuid, year)

    @extend_schema(
        summary="Skriv, hvad I vil nå", parameters=[KEY], request=WordsIn, responses=PlanOut
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        policies.check_move(request.actor)
        data = parsed(request, WordsIn)
        services.write_plan(
            actor=request.actor, host=uuid, year=year, aims=data["words"], now=clock.now()
        )
        return _plan(request, uuid, year)


class AdoptView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(summary="Vedtag handleplanen", parameters=[KEY], request=None, responses=PlanOut)
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID, year: int) -> Response:
        policies.check_close(request.actor)
        services.adopt_plan(actor=request.actor, host=uuid, year=year, now=clock.now())
        return _plan(request, uuid, year)
