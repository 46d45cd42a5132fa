"""The register of deciding bodies, and when they meet."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.selectors import approvals
from coordination.portfolio.api.agreements import KEY, PAGING, READ, WRITE
from coordination.portfolio.filters import BodyFilter, MeetingFilter
from coordination.portfolio.serializers.approvals import (
    BodyPage,
    BodyRowOut,
    MeetingOut,
    MeetingPage,
    MeetingsAdded,
    MeetingsIn,
)
from coordination.web import idempotency
from coordination.web.api import ApiView, filtered, page, parsed
from coordination.web.http import ApiRequest


class BodyListView(ApiView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="bodies_list",
        summary="Organer, der beslutter eller indstiller, med de dage de findes",
        parameters=PAGING,
        filters=True,
        responses=BodyPage,
    )
    def get(self, request: ApiRequest) -> Response:
        policies.check_manage(request.actor)
        return page(request, filtered(request, BodyFilter, approvals.body_register()), BodyRowOut)


class MeetingListView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="body_meetings_list",
        summary="Organets møder, og hvornår papirerne senest skal være der",
        parameters=PAGING,
        filters=True,
        responses=MeetingPage,
    )
    def get(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_manage(request.actor)
        rows = approvals.meetings_of(agreements.body_for(uuid))
        return page(request, filtered(request, MeetingFilter, rows), MeetingOut)

    @extend_schema(
        summary="Tilføj møder; de, der står der i forvejen, ændres ikke",
        parameters=[KEY],
        request=MeetingsIn,
        responses={201: MeetingsAdded},
    )
    @idempotency.required
    def post(self, request: ApiRequest, uuid: UUID) -> Response:
        policies.check_add_meetings(request.actor)
        rows = parsed(request, MeetingsIn)["meetings"]
        new = agreement_services.add_meetings(
            actor=request.actor,
            body=agreements.body_for(uuid),
            days=[(row["held_on"], row["papers_by"]) for row in rows],
        )
        return Response({"new": new}, status=201)
