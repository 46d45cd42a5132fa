"""What becomes of agreements when organisations are continued: read, try, apply."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements.enums import Succession as Choice
from coordination.base import clock
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation
from coordination.parties.selectors import Succession
from coordination.portfolio import services
from coordination.portfolio.api.agreements import KEY, READ, WRITE
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.serializers.succession import (
    FunctionsIn,
    FunctionsOut,
    SuccessionAgreementsOut,
    SuccessionChangesOut,
    SuccessionChoicesIn,
    SuccessionsOut,
)
from coordination.portfolio.services import Chosen, Operator
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class SuccessionListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="successions_list",
        summary="Hvem der videreføres af hvem og hvornår, set fra egen organisation",
        responses=SuccessionsOut,
    )
    def get(self, request: ApiRequest) -> Response:
        today = clock.today()
        found = rows.successions_for(request.actor, today=today)
        return Response(SuccessionsOut({"results": found}, context={"today": today}).data)


class SuccessionAgreementsView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="succession_agreements_list",
        summary="Aftaler, der er berørt, hvad der krydser dagen, og hvad der er valgt",
        parameters=[OpenApiParameter("after", int)],
        responses=SuccessionAgreementsOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_choose_succession(request.actor)
        page = rows.succession_page(
            request.actor, today=clock.today(), uuid=uuid, after=_after(request)
        )
        shown = {"results": page.agreements if page else [], "after": page.after if page else None}
        return Response(SuccessionAgreementsOut(shown).data)


class SuccessionChoicesView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Vælg, hvad der skal ske; med dry_run vises det kun",
        parameters=[KEY],
        request=SuccessionChoicesIn,
        responses=SuccessionChangesOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_choose_succession(request.actor)
        data: dict[str, Any] = parsed(request, SuccessionChoicesIn)
        found = rows.succession_for(request.actor, uuid, today=clock.today())
        named = _named(data["operators"], data["choices"])
        carry_out = services.plan_succession if data["dry_run"] else services.apply_succession
        changes = carry_out(
            actor=request.actor,
            succession=found,
            chosen=[_chosen(request, found, row, named) for row in data["choices"]],
            operators=_operators(data["operators"], named),
            now=clock.now(),
        )
        shown = {"dry_run": data["dry_run"], "changes": changes}
        return Response(SuccessionChangesOut(shown).data)


class SuccessionFunctionsView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @extend_schema(
        operation_id="succession_functions_list",
        summary="Hvem der har, driver og betaler akutsygepleje før og fra dagen",
        responses=FunctionsOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_choose_succession(request.actor)
        found = rows.succession_for(request.actor, uuid, today=clock.today())
        return _functions(request, found)

    @extend_schema(
        summary="Afgør, hvem der driver akutsygepleje fra dagen; de andre kommuner er uændret",
        request=FunctionsIn,
        responses=FunctionsOut,
    )
    def put(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_choose_succession(request.actor)
        operators = parsed(request, FunctionsIn)["operators"]
        found = rows.succession_for(request.actor, uuid, today=clock.today())
        services.apply_succession(
            actor=request.actor,
            succession=found,
            chosen=[],
            operators=_operators(operators, _named(operators)),
            now=clock.now(),
        )
        return _functions(request, found)


def _functions(request: ApiRequest, found: Succession) -> Response:
    shown = rows.nursing_of(request.actor, found, today=clock.today())
    return Response(FunctionsOut({"results": shown}).data)


def _named(
    operators: Iterable[Mapping[str, Any]], choices: Iterable[Mapping[str, Any]] = ()
) -> dict[UUID, Organisation]:
    """Every organisation that a body names, each of which must exist."""
    named = {row[name] for row in operators for name in ("municipality", "holder") if row[name]}
    named |= {share["funder"] for row in choices for share in row["shares"]}
    return parties.organisations_named(named)


def _operators(
    given: Iterable[Mapping[str, Any]], named: Mapping[UUID, Organisation]
) -> list[Operator]:
    return [
        Operator(named[row["municipality"]], named[row["holder"]] if row["holder"] else None)
        for row in given
    ]


def _chosen(
    request: ApiRequest,
    found: Succession,
    row: Mapping[str, Any],
    named: Mapping[UUID, Organisation],
) -> Chosen:
    return Chosen(
        rows.touched_agreement(request.actor, found, row["agreement"]),
        Choice(row["choice"]),
        row["reason"].strip(),
        [(named[share["funder"]], share["weight"]) for share in row["shares"]],
    )


def _after(request: ApiRequest) -> int | None:
    text = request.query_params.get("after", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequest("after skal være det tal, den forrige side gav.")
    return int(text) if text else None
