from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.filters import MonthFilter
from consultants.serializers.hours import (
    AccountOut,
    ActivityIn,
    ActivityOut,
    ActivityPage,
    MonthOut,
    MonthPage,
    QuoteOut,
    ReturnIn,
    done_from,
)
from coordination.base import clock
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.errors import BadRequest
from coordination.web.http import ApiRequest

PAGED = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


def _activity(request: ApiRequest, uuid: UUID, status: int = 200) -> Response:
    found = selectors.activity_for(request.actor, uuid)
    response = Response(ActivityOut(found).data, status=status)
    response["ETag"] = etag_of(found.version)
    return response


def _month(request: ApiRequest, uuid: UUID) -> Response:
    found = selectors.sheet_for(request.actor, uuid)
    response = Response(MonthOut(found).data)
    response["ETag"] = etag_of(found.version)
    return response


class ActivityListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="activities_list",
        summary="Aktiviteter under en ansættelse",
        parameters=PAGED,
        responses=ActivityPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        appointment = selectors.appointment_for(request.actor, uuid)
        return page(request, selectors.activities_for(request.actor, appointment), ActivityOut)

    @extend_schema(
        summary="Registrér en aktivitet; beløbet følger dagens takst",
        parameters=[KEY],
        request=ActivityIn,
        responses={201: ActivityOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_log(request.actor)
        done = done_from(parsed(request, ActivityIn))
        made = services.log(actor=request.actor, appointment=uuid, done=done, now=clock.now())
        response = _activity(request, made.uuid, 201)
        response["Location"] = f"/api/v1/consultants/activities/{made.uuid}"
        return response


class QuoteView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Hvad en aktivitet vil give, med begrundelse; intet gemmes",
        request=ActivityIn,
        responses=QuoteOut,
    )
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_log(request.actor)
        done = done_from(parsed(request, ActivityIn))
        found = services.quote(
            actor=request.actor, appointment=uuid, done=done, today=clock.today()
        )
        return Response(QuoteOut(found).data)


class ActivityView(ApiView):
    scopes = {"GET": READ, "PUT": WRITE, "DELETE": WRITE}

    @extend_schema(summary="En aktivitet", responses=ActivityOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _activity(request, uuid)

    @extend_schema(
        summary="Ret en aktivitet, mens måneden er åben",
        parameters=[KEY],
        request=ActivityIn,
        responses=ActivityOut,
    )
    @idempotency.required
    def put(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_log(request.actor)
        done = done_from(parsed(request, ActivityIn))
        services.correct(actor=request.actor, uuid=uuid, done=done, now=clock.now())
        return _activity(request, uuid)

    @extend_schema(
        summary="Tag en aktivitet tilbage, mens måneden er åben",
        parameters=[KEY],
        request=None,
        responses={204: None},
    )
    @idempotency.required
    def delete(self, request: ApiRequest, uuid: UUID) -> Response:
        services.take_back(actor=request.actor, uuid=uuid)
        return Response(status=204)


class AccountView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        summary="Timekontoen for et år: planlagt, brugt og tilbage",
        parameters=[OpenApiParameter("year", int, description="Ellers det år, det er.")],
        responses=AccountOut,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        appointment = selectors.appointment_for(request.actor, uuid)
        text = request.query_params.get("year", str(clock.today().year))
        if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text)):
            raise BadRequest("year skal være et årstal.")
        account = selectors.account_of(request.actor, appointment, year=int(text))
        return Response(AccountOut(account).data)


class MonthListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="consultant_months_list",
        summary="Måneder med timer, nyeste først",
        parameters=PAGED,
        responses=MonthPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, MonthFilter, selectors.sheets_for(request.actor))
        return page(request, rows, MonthOut)


class MonthView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="En måned", responses=MonthOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return _month(request, uuid)


class SignView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Underskriv måneden; den låses",
        parameters=[KEY],
        request=None,
        responses=MonthOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        services.sign(actor=request.actor, uuid=uuid, now=clock.now())
        return _month(request, uuid)


class ApproveView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Godkend månedens timer", parameters=[KEY], request=None, responses=MonthOut
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        services.approve(actor=request.actor, uuid=uuid, now=clock.now())
        return _month(request, uuid)


class ReturnView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Send måneden tilbage, eller genåbn en godkendt, med begrundelse",
        parameters=[KEY],
        request=ReturnIn,
        responses=MonthOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_return(request.actor)
        data = parsed(request, ReturnIn)
        services.send_back(actor=request.actor, uuid=uuid, now=clock.now(), **data)
        return _month(request, uuid)
