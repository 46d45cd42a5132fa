from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.models import Agreement, Clause
from coordination.base import clock
from coordination.base.errors import NotAllowed, NotFound
from coordination.parties import selectors as parties
from coordination.portfolio import services
from coordination.portfolio.api.agreements import KEY, READ, WRITE, AgreementListView
from coordination.portfolio.serializers import (
    AgreementIn,
    AgreementOut,
    ClauseOut,
    ClausePage,
    SettleIn,
    wanted_from,
)
from coordination.portfolio.serializers.drafting import organisations_in
from coordination.portfolio.services import Wanted
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest


def _wanted(request: ApiRequest) -> Wanted:
    actor = request.actor
    if actor.organisation_id is None:
        raise NotAllowed
    policies.check_draft(actor, actor.organisation_id)
    data: dict[str, Any] = parsed(request, AgreementIn)
    return wanted_from(
        data,
        region=parties.organisation(actor.organisation_id),
        places=parties.organisations_named(organisations_in(data)),
        parent=agreements.agreement_for(actor, data["belongs_to"]) if data["belongs_to"] else None,
        body=agreements.body_for(data["recommending_body"]) if data["recommending_body"] else None,
    )


class AgreementsView(AgreementListView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="agreements_draft",
        summary="Skriv en kladde til en aftale, med penge og pris",
        parameters=[KEY],
        request=AgreementIn,
        responses={201: AgreementOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        made = services.make_draft(actor=request.actor, wanted=_wanted(request), now=clock.now())
        response = Response(AgreementOut(made).data, status=201)
        response["Location"] = f"/api/v1/agreements/{made.uuid}"
        return response


class AgreementTextView(ApiView):
    scopes = {"PUT": WRITE}

    @extend_schema(
        summary="Ret teksten; er den sendt før, bliver det en ny version",
        parameters=[KEY],
        request=AgreementIn,
        responses=AgreementOut,
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID) -> Response:
        wanted = _wanted(request)
        changed = services.change_draft(
            actor=request.actor,
            agreement=agreements.agreement_for(request.actor, uuid),
            wanted=wanted,
            now=clock.now(),
        )
        return Response(AgreementOut(changed).data)


def _clause(request: ApiRequest, uuid: UUID, kind: str) -> tuple[Agreement, ClauseKind]:
    if kind not in ClauseKind.values:
        raise NotFound
    return agreements.agreement_for(request.actor, uuid), ClauseKind(kind)


def _show(clause: Clause) -> Response:
    return Response(ClauseOut(clause).data)


class ClauseListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="agreement_clauses_list",
        summary="Aftalens vilkår, og hvordan de læses",
        responses=ClausePage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_manage(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        return Response({"results": ClauseOut(agreements.clauses_of(agreement), many=True).data})


class ClauseSettleView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Afgør, hvordan et vilkår læses; en anden bekræfter det",
        parameters=[KEY],
        request=SettleIn,
        responses=ClauseOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID, kind: str) -> Response:
        policies.check_settle_clause(request.actor)
        data = parsed(request, SettleIn)
        agreement, wanted = _clause(request, uuid, kind)
        return _show(
            agreement_services.settle_clause(
                actor=request.actor,
                agreement=agreement,
                kind=wanted,
                anchor=Anchor(data["anchor"]),
                trigger=Trigger(data["trigger"]),
                reason=data["reason"],
            )
        )


class ClauseConfirmView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Bekræft, at et vilkår er læst rigtigt",
        parameters=[KEY],
        request=None,
        responses=ClauseOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID, kind: str) -> Response:
        policies.check_confirm_clause(request.actor)
        agreement, wanted = _clause(request, uuid, kind)
        return _show(
            agreement_services.confirm_clause(
                actor=request.actor, agreement=agreement, kind=wanted, now=clock.now()
            )
        )
