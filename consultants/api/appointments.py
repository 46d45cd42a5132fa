from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.enums import ConsultantKind, Ending
from consultants.filters import AppointmentFilter
from consultants.models import Appointment
from consultants.serializers import AppointmentIn, AppointmentOut, AppointmentPage, EndIn, ExtendIn
from consultants.serializers.appointments import CONTRACT
from coordination.base import clock
from coordination.parties import selectors as parties
from coordination.web import idempotency
from coordination.web.api import ApiView, etag_of, filtered, page, parsed
from coordination.web.http import ApiRequest


def shown(appointment: Appointment, status: int = 200) -> Response:
    """An appointment as an answer, with its entity tag."""
    response = Response(AppointmentOut(appointment).data, status=status)
    response["ETag"] = etag_of(appointment.version)
    return response


class AppointmentListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="appointments_list",
        summary="Konsulenter, som I har eller selv er",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=AppointmentPage,
        filters=True,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, AppointmentFilter, selectors.appointments_for(request.actor))
        return page(request, rows, AppointmentOut)

    @extend_schema(
        summary="Ansæt en konsulent for en periode",
        parameters=[KEY],
        request=AppointmentIn,
        responses={201: AppointmentOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_appoint(request.actor)
        data = parsed(request, AppointmentIn)
        agreement = selectors.scheme_for(request.actor, data["agreement"])
        named = [data[name] for name in ("host", "place") if data[name]]
        places = parties.organisations_named(named)
        made = services.appoint(
            actor=request.actor,
            agreement=agreement,
            kind=ConsultantKind(data["kind"]),
            practitioner=parties.practitioner_of(data["practitioner"]),
            host=places[data["host"]],
            place=places.get(data["place"]),
            contract=services.Contract(**{name: data[name] for name in CONTRACT}),
            starts_on=data["starts_on"],
            last_day_on=data["last_day_on"],
            today=clock.today(),
        )
        response = shown(made, 201)
        response["Location"] = f"/api/v1/consultants/appointments/{made.uuid}"
        return response


class AppointmentView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(summary="En konsulents ansættelse", responses=AppointmentOut)
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        return shown(selectors.appointment_for(request.actor, uuid))


class ExtendView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Genansæt konsulenten for én periode mere",
        parameters=[KEY],
        request=ExtendIn,
        responses=AppointmentOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_extend(request.actor)
        data = parsed(request, ExtendIn)
        services.extend(actor=request.actor, uuid=uuid, today=clock.today(), **data)
        return shown(selectors.appointment_for(request.actor, uuid))


class EndView(ApiView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="Lad ansættelsen ophøre før tiden, med varslet eller efter aftale",
        parameters=[KEY],
        request=EndIn,
        responses=AppointmentOut,
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_end(request.actor)
        data = parsed(request, EndIn)
        services.end(
            actor=request.actor,
            uuid=uuid,
            today=clock.today(),
            **{**data, "ending": Ending(data["ending"])},
        )
        return shown(selectors.appointment_for(request.actor, uuid))
