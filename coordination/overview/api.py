from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from coordination.base.errors import NotFound


class RootOut(serializers.Serializer):
    version = serializers.CharField()
    resources = serializers.DictField(child=serializers.CharField())


class RootView(APIView):
    permission_classes = ()

    @extend_schema(summary="Hvad der er her", responses=RootOut, auth=[])
    def get(self, request: Request) -> Response:
        names = ["patients/search", "acute/requests", "acute/sessions", "agreements"]
        names += [f"consultants/{name}" for name in ("appointments", "snags", "points", "meetings")]
        names.append("discharges")
        resources = {name: f"/api/v1/{name}" for name in names}
        return Response({"version": "1", "resources": resources})


class UnknownView(APIView):
    """An address that is not there answers like everything else: with a problem document."""

    permission_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> Response:
        raise NotFound

    post = put = patch = delete = get
