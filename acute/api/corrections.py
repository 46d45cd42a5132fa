from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from acute import services
from acute.api.requests import KEY, WRITE
from acute.enums import Outcome
from acute.serializers import EditAdviceIn, RequestOut, ResendIn, SessionOut
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, parsed
from coordination.web.http import ApiRequest


class EditAdviceView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Skriv rådet om, til det er udført; den gamle ordlyd gemmes",
        parameters=[KEY],
        request=EditAdviceIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, EditAdviceIn)
        edited = services.edit_advice(
            actor=request.actor,
            uuid=uuid,
            outcome=Outcome(data["outcome"]),
            advice=data["advice"],
            now=clock.now(),
        )
        return Response(RequestOut(edited).data, headers={"ETag": etag_of(edited.version)})


class ResendView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Forkert borger: annullér anmodningen, og send den om den rigtige",
        parameters=[KEY],
        request=ResendIn,
        responses={201: RequestOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ResendIn)
        sent = services.resend(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        response = Response(RequestOut(sent).data, status=201)
        response["Location"] = f"/api/v1/acute/requests/{sent.uuid}"
        response["ETag"] = etag_of(sent.version)
        return response


class TakeBackView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Fortryd et svar inden for 30 sekunder; honoraret tilbageføres",
        parameters=[KEY],
        request=None,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        taken = services.take_back(actor=request.actor, uuid=uuid, now=clock.now())
        return Response(RequestOut(taken).data, headers={"ETag": etag_of(taken.version)})


class UndoView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Fortryd en session inden for 30 sekunder",
        parameters=[KEY],
        request=None,
        responses=SessionOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        undone = services.undo_session(actor=request.actor, uuid=uuid, now=clock.now())
        return Response(SessionOut(undone).data)
