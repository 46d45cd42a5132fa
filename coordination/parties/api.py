from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from coordination.parties import selectors, services
from coordination.parties.filters import OrganisationFilter
from coordination.parties.serializers import (
    OrganisationPage,
    OrganisationRowOut,
    PatientOut,
    PatientResults,
    PatientSearch,
)
from coordination.web.api import ApiView, filtered, page, parsed
from coordination.web.http import ApiRequest


class PatientSearchView(ApiView):
    scopes = {"POST": "patients:read"}

    @extend_schema(
        summary="Find en borger ud fra CPR-nummer",
        description="Nul eller én borger. En fremmed borger og et ukendt nummer giver samme svar.",
        request=PatientSearch,
        responses=PatientResults,
    )
    def post(self, request: ApiRequest) -> Response:
        data = parsed(request, PatientSearch)
        found = services.find_patient(actor=request.actor, cpr=data["cpr"])
        return Response({"results": [PatientOut(found).data] if found else []})


class OrganisationListView(ApiView):
    scopes = {"GET": "agreements:read"}

    @extend_schema(
        operation_id="organisations_list",
        summary="Registret over organisationer, med id'er til brug i andre kald",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        filters=True,
        responses=OrganisationPage,
    )
    def get(self, request: ApiRequest) -> Response:
        rows = filtered(request, OrganisationFilter, selectors.register())
        return page(request, rows, OrganisationRowOut)
