"""What becomes of agreements when organisations are continued: read, try, apply."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements.enums import Succession as Choice
from coordination.base import clock
from coordination.parties import selectors as parties
from coordination.portfolio import services
from coordination.portfolio.api.agreements import KEY, READ, WRITE
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.serializers.succession import (
    SuccessionChangesOut,
    SuccessionChoicesIn,
    SuccessionChoicesOut,
    SuccessionPageOut,
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
        responses=SuccessionPageOut,
    )
    def get(self, request: ApiRequest) -> Response:
        policies.check_choose_succession(request.actor)
        today = clock.today()
        found = rows.succession_of(request.actor, today=today)
        left = max((found.on - today).days, 0) if found else 0
        shown = [{"succession": found, "days_left": left}] if found else []
        return Response(SuccessionPageOut({"results": shown}).data)


class SuccessionChoicesView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="succession_choices_list",
        summary="Aftaler, der er berørt, og hvad der er valgt for dem",
        parameters=[OpenApiParameter("after", int)],
        responses=SuccessionChoicesOut,
    )
    def get(self, request: ApiRequest) -> Response:
        policies.check_choose_succession(request.actor)
        page = rows.succession_page(request.actor, today=clock.today(), after=_after(request))
        shown = {"results": page.agreements if page else [], "after": page.after if page else None}
        return Response(SuccessionChoicesOut(shown).data)

    @extend_schema(
        summary="Vælg, hvad der skal ske; med dry_run vises det kun",
        parameters=[KEY],
        request=SuccessionChoicesIn,
        responses=SuccessionChangesOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_choose_succession(request.actor)
        data: dict[str, Any] = parsed(request, SuccessionChoicesIn)
        found = rows.succession_of(request.actor, today=clock.today())
        if found is None:
            return Response(SuccessionChangesOut({"dry_run": data["dry_run"], "changes": []}).data)
        named = parties.organisations_named(
            [row[name] for row in data["operators"] for name in ("municipality", "holder")]
            + [share["funder"] for row in data["choices"] for share in row["shares"]]
        )
        carry_out = services.plan_succession if data["dry_run"] else services.apply_succession
        changes = carry_out(
            actor=request.actor,
            succession=found,
            chosen=[
                Chosen(
                    rows.touched_agreement(request.actor, found, row["agreement"]),
                    Choice(row["choice"]),
                    row["reason"].strip(),
                    [(named[share["funder"]], share["weight"]) for share in row["shares"]],
                )
                for row in data["choices"]
            ],
            operators=[
                Operator(named[row["municipality"]], named[row["holder"]])
                for row in data["operators"]
            ],
            now=clock.now(),
        )
        shown = {"dry_run": data["dry_run"], "changes": changes}
        return Response(SuccessionChangesOut(shown).data)


def _after(request: ApiRequest) -> int | None:
    text = request.query_params.get("after", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequest("after skal være det tal, den forrige side gav.")
    return int(text) if text else None
