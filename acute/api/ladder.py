from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from acute import services
from acute.api.requests import KEY, WRITE, show
from acute.serializers import CalledIn, ReasonIn, RequestOut
from acute.tasks import wake
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest


class RingView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Lægen ringer op: anmodningen tages, og fristen stopper ved kontakt",
        parameters=[KEY],
        request=None,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return show(services.ring(actor=request.actor, uuid=uuid, now=clock.now()))


class UnansweredView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Notér et opkald uden svar",
        parameters=[KEY],
        request=None,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        return show(services.log_unanswered(actor=request.actor, uuid=uuid, now=clock.now()))


class SendOnView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Send anmodningen videre: den næste spørges straks, og intet annulleres",
        description="Herefter ses anmodningen kun af den, der har taget del i den.",
        parameters=[KEY],
        request=ReasonIn,
        responses={204: None},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, ReasonIn)
        services.redirect(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        wake()
        return Response(status=204)


class CalledView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Sygeplejersken har ringet, som hun blev bedt om til sidst",
        parameters=[KEY],
        request=CalledIn,
        responses=RequestOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        data = parsed(request, CalledIn)
        return show(services.log_called(actor=request.actor, uuid=uuid, now=clock.now(), **data))
