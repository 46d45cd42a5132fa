from rest_framework import serializers

from coordination.agreements.enums import AgreementKind
from coordination.parties.serializers import OrganisationOut


class FinderIn(serializers.Serializer):
    """Where and when; the caller's own place and today where nothing is said."""

    municipality = serializers.UUIDField(required=False)
    practice = serializers.UUIDField(required=False)
    on = serializers.DateField(required=False)


class ApplicableOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    title = serializers.CharField()
    starts_on = serializers.DateField(source="period.starts_on")
    ends_before = serializers.DateField(source="period.ends_before", allow_null=True)
    suspended_from = serializers.DateField(
        source="suspended.starts_on", default=None, allow_null=True
    )
    suspended_before = serializers.DateField(
        source="suspended.ends_before", default=None, allow_null=True
    )
    task = serializers.CharField(help_text="Vilkåret om opgaven, ord for ord; tomt uden et.")


class FinderOut(serializers.Serializer):
    municipality = OrganisationOut()
    practice = OrganisationOut(allow_null=True)
    on = serializers.DateField()
    instead = serializers.CharField(
        help_text="Hvad man gør, hvor ingen aftale om lægefaglig rådgivning kan bruges; ellers tom."
    )
    results = ApplicableOut(many=True)
