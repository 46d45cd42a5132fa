from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from acute import selectors, services
from acute.enums import Consent, Outcome, Reason, Urgency
from acute.filters import RequestFilter, SessionFilter
from acute.models import Request
from acute.serializers import (
    AnswerIn,
    AnswerOut,
    CloseIn,
    MeasurementOut,
    ReasonIn,
    RequestDetailOut,
    RequestIn,
    RequestOut,
    RequestPage,
    SessionIn,
    SessionOut,
    SessionPage,
)
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="16-64 tegn"
)
READ, WRITE = "acute:read", "acute:write"


def _show(request: Request, status: int = 200) -> Response:
    response = Response(RequestOut(request).data, status=status)
    response["ETag"] = etag_of(request.version)
    return response


class RequestListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="requests_list",
        summary="Anmodninger hos egen kommune eller praksis",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=RequestPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, RequestFilter, selectors.requests_for(request.actor))
        today = clock.today()

        def seen(found: list[Request]) -> None:
            services.note_seen(actor=request.actor, requests=found, on=today)

        return page(request, rows, RequestOut, seen=seen)

    @extend_schema(
        summary="Bed borgerens praksis om råd",
        parameters=[KEY],
        request=RequestIn,
        responses={201: RequestOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        data = parsed(request, RequestIn)
        sent = services.send(
            actor=request.actor,
            patient=data["patient"],
            reason=Reason(data["reason"]),
            urgency=Urgency(data["urgency"]),
            question=data["question"],
            background=data["background"],
            consent=Consent(data["consent"]),
            callback_phone=data["callback_phone"],
            measurements=[(row["code"], row["value"]) for row in data["measurements"]],
            now=clock.now(),
        )
        response = _show(sent, 201)
        response["Location"] = f"/api/v1/acute/requests/{sent.uuid}"
        return response


class RequestView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="En anmodning med målinger", responses=RequestDetailOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = services.open_request(actor=request.actor, uuid=uuid)
        measurements = selectors.measurements_of(request.actor, found)
        body = RequestOut(found).data
        response = Response({**body, "measurements": MeasurementOut(measurements, many=True).data})
        response["ETag"] = etag_of(found.version)
        return response


class TakeView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Tag anmodningen; det forventede honorar reserveres",
        parameters=[KEY],
        request=None,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return _show(services.take(actor=request.actor, uuid=uuid, now=clock.now()))


class HandBackView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Giv anmodningen tilbage til praksis",
        parameters=[KEY],
        request=ReasonIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReasonIn)
        reason = data["reason"]
        return _show(
            services.hand_back(actor=request.actor, uuid=uuid, reason=reason, now=clock.now())
        )


class AnswerView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Registrér råd og minutter; honoraret bogføres",
        parameters=[KEY],
        request=AnswerIn,
        responses={201: AnswerOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, AnswerIn)
        actor, now, outcome = request.actor, clock.now(), Outcome(data["outcome"])
        if data["without_fee"]:
            answered = services.answer_without_fee(
                actor=actor, uuid=uuid, outcome=outcome, advice=data["advice"], now=now
            )
            return Response(AnswerOut({"request": answered, "session": None}).data, status=201)
        session = services.answer(
            actor=actor,
            uuid=uuid,
            outcome=outcome,
            minutes=data["minutes"],
            advice=data["advice"],
            now=now,
        )
        body = {"request": session.request, "session": session}
        return Response(AnswerOut(body).data, status=201)


class CloseView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Markér rådet som udført, eller sig hvorfor det ikke var muligt",
        parameters=[KEY],
        request=CloseIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, CloseIn)
        closed = services.close(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return _show(closed)


class CancelView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Træk anmodningen tilbage",
        parameters=[KEY],
        request=ReasonIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReasonIn)
        reason = data["reason"]
        return _show(
            services.cancel(actor=request.actor, uuid=uuid, reason=reason, now=clock.now())
        )


class SessionListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="sessions_list",
        summary="Egen praksis' sessioner",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=SessionPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, SessionFilter, selectors.sessions_for(request.actor))
        return page(request, rows, SessionOut)

    @extend_schema(
        summary="Registrér en session uden anmodning",
        parameters=[KEY],
        request=SessionIn,
        responses={201: SessionOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        data = parsed(request, SessionIn)
        session = services.log_session(actor=request.actor, now=clock.now(), **data)
        response = Response(SessionOut(session).data, status=201)
        response["Location"] = f"/api/v1/acute/sessions/{session.uuid}"
        return response


class SessionView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="En session", responses=SessionOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return Response(SessionOut(selectors.session_for(request.actor, uuid)).data)


class VoidView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Tilbagefør en session; beløbet føres tilbage med en ny postering",
        parameters=[KEY],
        request=ReasonIn,
        responses=SessionOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReasonIn)
        reason = data["reason"]
        voided = services.void_session(
            actor=request.actor, uuid=uuid, reason=reason, now=clock.now()
        )
        return Response(SessionOut(voided).data)
