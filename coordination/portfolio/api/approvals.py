"""Versions, what bodies decide about them, and putting them into force."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import Decision
from coordination.agreements.models import Agreement
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.portfolio.api.agreements import KEY, READ, WRITE
from coordination.portfolio.selectors import board as boards
from coordination.portfolio.selectors import versions
from coordination.portfolio.serializers import AgreementOut
from coordination.portfolio.serializers.approvals import (
    ApprovalOut,
    ApprovalsOut,
    DecisionIn,
    DifferenceOut,
    LineOut,
    RecordedOut,
    StartIn,
    VersionDetailOut,
    VersionOut,
    VersionPage,
    reference_from,
)
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest


class VersionListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="agreement_versions_list",
        summary="Aftalens versioner, den nyeste først",
        responses=VersionPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = approvals.managed_agreement(request.actor, uuid)
        rows = approvals.versions_of(agreement)
        return Response({"results": VersionOut(rows, many=True).data})


class VersionView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="Ordene i en version", responses=VersionDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        version = approvals.version_for(request.actor, uuid)
        lines = versions.compare(None, version).lines
        return Response({**VersionOut(version).data, "lines": LineOut(lines, many=True).data})


class VersionDifferenceView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        summary="Det, der er ændret siden en anden version, eller siden den forrige",
        parameters=[OpenApiParameter("from", OpenApiTypes.UUID)],
        responses=DifferenceOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = versions.difference_for(request.actor, uuid, _since(request))
        return Response(DifferenceOut(found).data)


def _since(request: ApiRequest) -> UUID | None:
    try:
        given = request.query_params.get("from")
        return UUID(given) if given else None
    except ValueError as error:
        raise BadRequest("from skal være id på den version, der sammenlignes med.") from error


class ApprovalListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="agreement_approvals_list",
        summary="Hvem der har besluttet hvad om den tekst, der er til godkendelse eller gælder",
        responses=ApprovalsOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        agreement = approvals.managed_agreement(request.actor, uuid)
        text = _text(request, agreement)
        return Response(
            {
                "version": VersionOut(text.version).data,
                "is_open": agreements.version_under_approval(agreement) == text.version,
                "approved": text.approved,
                "approvers": len(text.parties),
                "results": ApprovalOut(text.rows, many=True).data,
            }
        )

    @extend_schema(
        summary="Registrér, hvad et organ har besluttet om en tekst",
        parameters=[KEY],
        request=DecisionIn,
        responses=RecordedOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_record_decision(request.actor)
        data: dict[str, Any] = parsed(request, DecisionIn)
        body = agreements.body_for(data["body"])
        done = agreement_services.record_decision(
            actor=request.actor,
            agreement=approvals.managed_agreement(request.actor, uuid),
            body=body,
            decision=Decision(data["decision"]),
            content_hash=data["content_hash"],
            reference=reference_from(data),
            now=clock.now(),
            is_recommendation=not body.decides,
        )
        rows = _text(request, done).rows
        row = next(row for row in rows if row.deciding.body == body)
        return Response({**ApprovalOut(row).data, "agreement_state": done.state})


def _text(request: ApiRequest, agreement: Agreement) -> boards.BoardText:
    version = agreements.shown_version(agreement)
    (text,) = boards.board_texts(request.actor, [version], today=clock.today())
    return text


class AgreementSendView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Send den nyeste tekst til godkendelse; derefter ændres den ikke",
        parameters=[KEY],
        request=None,
        responses=AgreementOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_send_for_approval(request.actor)
        agreement = approvals.managed_agreement(request.actor, uuid)
        sent = agreement_services.send_for_approval(
            actor=request.actor, agreement=agreement, now=clock.now()
        )
        return Response(AgreementOut(sent).data)


class AgreementStartView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sæt teksten i kraft for de parter, der har godkendt den",
        parameters=[KEY],
        request=StartIn,
        responses=AgreementOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_start_with_approvers(request.actor)
        reason = parsed(request, StartIn)["reason"]
        agreement = approvals.managed_agreement(request.actor, uuid)
        started = agreement_services.start_with_approvers(
            actor=request.actor, agreement=agreement, reason=reason, now=clock.now()
        )
        return Response(AgreementOut(started).data)
