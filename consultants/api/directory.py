from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from consultants import policies, selectors, services
from consultants.api import KEY, READ, WRITE
from consultants.enums import LineKind
from coordination.base import clock
from coordination.parties import selectors as parties
from coordination.web import idempotency
from coordination.web.api import ApiView, parsed
from coordination.web.http import ApiRequest
from coordination.web.serializers import StrictSerializer


class DirectoryEntryOut(serializers.Serializer):
    is_line = serializers.BooleanField(help_text="En linje eller en konference, ingen konsulent.")
    type = serializers.CharField(source="kind")
    type_label = serializers.CharField(source="kind_label")
    name = serializers.CharField()
    specialty = serializers.CharField()
    place = serializers.CharField()
    host = serializers.CharField()
    region = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    reachable = serializers.CharField(help_text="Træffetid eller åbningstid.")
    agreement = serializers.CharField()


class DirectoryOut(serializers.Serializer):
    results = DirectoryEntryOut(many=True)


class AdviceLineIn(StrictSerializer):
    agreement = serializers.UUIDField()
    place = serializers.UUIDField()
    type = serializers.ChoiceField(choices=LineKind.choices)
    specialty = serializers.CharField(max_length=80)
    phone = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    opening_hours = serializers.CharField(max_length=160)
    starts_on = serializers.DateField()


class AdviceLineOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")


class DirectoryView(ApiView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="directory_list",
        summary="Konsulenter, rådgivningslinjer og konferencer i dag",
        parameters=[OpenApiParameter("q", str, description="Sted, navn eller speciale.")],
        responses=DirectoryOut,
    )
    def get(self, request: ApiRequest) -> Response:
        text = request.query_params.get("q", "")
        found = selectors.directory(on=clock.today(), text=text)
        return Response({"results": DirectoryEntryOut(found, many=True).data})

    @extend_schema(
        summary="Opret en rådgivningslinje eller en konference",
        parameters=[KEY],
        request=AdviceLineIn,
        responses={201: AdviceLineOut},
    )
    @idempotency.required
    def post(self, request: ApiRequest) -> Response:
        policies.check_open_line(request.actor)
        data: dict[str, Any] = parsed(request, AdviceLineIn)
        line = services.open_line(
            actor=request.actor,
            agreement=selectors.scheme_for(request.actor, data["agreement"]),
            place=parties.organisations_named([data["place"]])[data["place"]],
            kind=LineKind(data["type"]),
            specialty=data["specialty"],
            phone=data["phone"],
            opening_hours=data["opening_hours"],
            starts_on=data["starts_on"],
            today=clock.today(),
        )
        return Response(AdviceLineOut(line).data, status=201)
