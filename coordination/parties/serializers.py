from rest_framework import serializers

from coordination.web.serializers import CprField, StrictSerializer


class PatientSearch(StrictSerializer):
    cpr = CprField(help_text="CPR-nummer, ti cifre. Aldrig i en adresse.")


class OrganisationOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class PatientOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    masked_cpr = serializers.CharField()
    sex = serializers.CharField()
    born_on = serializers.DateField()
    municipality = OrganisationOut()
    practice = OrganisationOut(allow_null=True)


class PatientResults(serializers.Serializer):
    results = PatientOut(many=True)


class OrganisationRowOut(OrganisationOut):
    kind = serializers.CharField()
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(allow_null=True)


class OrganisationPage(serializers.Serializer):
    results = OrganisationRowOut(many=True)
