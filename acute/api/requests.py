from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from acute import selectors, services
from acute.enums import Consent, Outcome, Reason, Urgency
from acute.filters import RequestFilter, SessionFilter
from acute.models import Request
from acute.rules.scores import Circumstances, Reading
from acute.serializers import (
    AnswerIn,
    AnswerOut,
    AskedStepOut,
    CloseIn,
    MeasurementKindOut,
    MeasurementKindPage,
    MeasurementOut,
    MeasurementPage,
    MeasurementsIn,
    ReasonIn,
    RequestDetailOut,
    RequestIn,
    RequestOut,
    RequestPage,
    ResponsibleOut,
    ScoreOut,
    SessionIn,
    SessionOut,
    SessionPage,
    TimelineOut,
)
from acute.tasks import wake
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="16-64 tegn"
)
READ, WRITE = "acute:read", "acute:write"


def show(request: Request, status: int = 200) -> Response:
    """A request with its version."""
    response = Response(RequestOut(request).data, status=status)
    response["ETag"] = etag_of(request.version)
    return response


def _detail(actor: Actor, found: Request, status: int = 200) -> Response:
    measurements = selectors.measurements_of(actor, found)
    score = selectors.newest_score(actor, found)
    to_come = selectors.still_to_come(found) if actor.kin_orgs else []
    body = {
        **RequestOut(found).data,
        "measurements": MeasurementOut(measurements, many=True).data,
        "score": ScoreOut(score).data if score else None,
        "responsible": ResponsibleOut(selectors.responsible(found, at=clock.now())).data,
        "ladder": AskedStepOut(to_come, many=True).data,
        "timeline": TimelineOut(selectors.steps_of(actor, found), many=True).data,
    }
    return Response(body, status=status, headers={"ETag": etag_of(found.version)})


def _readings(data: dict[str, Any]) -> list[tuple[str, Reading]]:
    return [(row["code"], row.get("value", row.get("word"))) for row in data["measurements"]]


def _circumstances(data: dict[str, Any]) -> Circumstances:
    return Circumstances(data["spo2_scale"], data["pregnant"])


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
        summary="Bed om råd: egen læge, eller den der spørges først i stedet",
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
            measurements=_readings(data),
            circumstances=_circumstances(data),
            now=clock.now(),
        )
        wake()
        response = show(sent, 201)
        response["Location"] = f"/api/v1/acute/requests/{sent.uuid}"
        return response


class RequestView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        summary="En anmodning med målinger, hvem der har ansvaret, og hvem der spørges",
        responses=RequestDetailOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _detail(request.actor, services.open_request(actor=request.actor, uuid=uuid))


class MeasurementKindListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="measurement_kinds_list",
        summary="Hvad der kan måles: koder, enheder, grænser og ord",
        responses=MeasurementKindPage,
    )
    def get(self, request: ApiRequest) -> Response:
        kinds = selectors.all_measurement_kinds(request.actor)
        return Response({"results": MeasurementKindOut(kinds, many=True).data})


class MeasurementListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="request_measurements_list",
        summary="Borgerens målinger i denne og tidligere anmodninger, den nyeste først",
        responses=MeasurementPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        found = services.open_request(actor=request.actor, uuid=uuid)
        rows = selectors.earlier_measurements(request.actor, found.patient)
        return Response({"results": MeasurementOut(rows, many=True).data})

    @extend_schema(
        summary="Tilføj målinger til en åben anmodning; scoren beregnes igen",
        parameters=[KEY],
        request=MeasurementsIn,
        responses={201: RequestDetailOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, MeasurementsIn)
        measured = services.measure(
            actor=request.actor,
            uuid=uuid,
            measurements=_readings(data),
            circumstances=_circumstances(data),
            now=clock.now(),
        )
        return _detail(request.actor, measured, 201)


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
        return show(services.take(actor=request.actor, uuid=uuid, now=clock.now()))


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
        return show(
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
        return show(closed)


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
        return show(services.cancel(actor=request.actor, uuid=uuid, reason=reason, now=clock.now()))


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
