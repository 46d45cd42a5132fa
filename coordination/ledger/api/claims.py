"""Claims over REST: listed, decided one by one or many at a time, and sent in again."""

from collections.abc import Callable
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.ledger import policies, selectors, services
from coordination.ledger.filters import ClaimFilter
from coordination.ledger.models import Claim
from coordination.ledger.serializers.claims import (
    ClaimDetailOut,
    ClaimOut,
    ClaimPage,
    ClaimsIn,
    OutcomeOut,
    RejectIn,
    ResubmitIn,
)
from coordination.web import idempotency
from coordination.web.api import (
    ApiView,
    etag_of,
    filtered,
    page,
    parameters_of,
    parsed,
    seen_version,
)
from coordination.web.http import ApiRequest

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag, som den blev vist"
)
READ, WRITE = "claims:read", "claims:write"
Decide = Callable[..., services.Outcome]


def _show(claim: Claim) -> Response:
    response = Response(ClaimOut(claim).data)
    response["ETag"] = etag_of(claim.version)
    return response


def _told(outcome: services.Outcome) -> Response:
    body = {
        "done": [claim.uuid for claim in outcome.done],
        "total": outcome.total,
        "refused": [
            {"id": uuid, "code": error.code, "detail": error.text}
            for uuid, error in outcome.refused
        ],
    }
    return Response(OutcomeOut(body).data)


class ClaimListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="claims_list",
        summary="Krav, som man betaler, deler udgiften til eller får betalt",
        parameters=[
            *parameters_of(ClaimFilter),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=ClaimPage,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, ClaimFilter, selectors.claims_for(request.actor))
        return page(request, rows, ClaimOut)


class ClaimView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Et krav, og andre om samme borger samme dag", responses=ClaimDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = selectors.claim_for(request.actor, uuid)
        others = selectors.compared(request.actor, found)[1:]
        response = Response({**ClaimOut(found).data, "same_case": ClaimOut(others, many=True).data})
        response["ETag"] = etag_of(found.version)
        return response


class _DecisionView(ApiView):
    """One claim, as the caller saw it, is decided by a service."""

    scopes = {"POST": WRITE}

    def decided(self, request: ApiRequest, uuid: UUID, decide: Decide) -> Response:
        seen = seen_version(request)
        outcome = decide(actor=request.actor, claims=[uuid], now=clock.now(), version=seen)
        outcome.only()
        return _show(selectors.claim_for(request.actor, uuid))


class ClaimApproveView(_DecisionView):
    @extend_schema(
        summary="Godkend et krav for regionen; aldrig sit eget",
        parameters=[KEY, MATCH],
        request=None,
        responses=ClaimOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_approve(request.actor)
        return self.decided(request, uuid, services.approve)


class ClaimClearView(_DecisionView):
    @extend_schema(
        summary="Godkend et krav til udbetaling; aldrig det, man selv godkendte",
        parameters=[KEY, MATCH],
        request=None,
        responses=ClaimOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_clear(request.actor)
        return self.decided(request, uuid, services.clear)


class ClaimRejectView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Afvis et krav med en begrundelse",
        parameters=[KEY, MATCH],
        request=RejectIn,
        responses=ClaimOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_reject(request.actor)
        reason = parsed(request, RejectIn)["reason"]
        services.reject(
            actor=request.actor,
            claim=uuid,
            reason=reason,
            now=clock.now(),
            version=seen_version(request),
        )
        return _show(selectors.claim_for(request.actor, uuid))


class ClaimResubmitView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Indsend et afvist krav uændret, med et svar",
        parameters=[KEY, MATCH],
        request=ResubmitIn,
        responses=ClaimOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_resubmit(request.actor)
        answer = parsed(request, ResubmitIn)["answer"]
        services.resubmit(
            actor=request.actor,
            claim=uuid,
            answer=answer,
            now=clock.now(),
            version=seen_version(request),
        )
        return _show(selectors.claim_for(request.actor, uuid))


class ClaimsApproveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="claims_approve_many",
        summary="Godkend mange krav; svaret siger, hvilke der ikke kunne, og hvorfor",
        parameters=[KEY],
        request=ClaimsIn,
        responses=OutcomeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_approve(request.actor)
        chosen = parsed(request, ClaimsIn)["claims"]
        return _told(services.approve(actor=request.actor, claims=chosen, now=clock.now()))


class ClaimsClearView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="claims_clear_many",
        summary="Godkend mange krav til udbetaling",
        parameters=[KEY],
        request=ClaimsIn,
        responses=OutcomeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_clear(request.actor)
        chosen = parsed(request, ClaimsIn)["claims"]
        return _told(services.clear(actor=request.actor, claims=chosen, now=clock.now()))


class PostWaitingView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Bogfør de ældste krav, der venter på dækning, så langt pengene rækker",
        parameters=[KEY],
        request=None,
        responses=OutcomeOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_fund(request.actor)
        agreement = agreements.agreement_for(request.actor, uuid)
        return _told(
            services.post_waiting(actor=request.actor, agreement=agreement, now=clock.now())
        )
