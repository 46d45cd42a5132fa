from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from coordination.parties import services
from coordination.parties.serializers import PatientOut, PatientResults, PatientSearch
from coordination.web.api import ApiView, parsed
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
