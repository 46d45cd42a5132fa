from rest_framework import serializers

from consultants.enums import ConsultantKind, Employment, Ending, PayForm, SickLeave, TravelRule
from coordination.agreements.enums import Anchor
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class ContractFields(serializers.Serializer):
    """What both the request and the answer say of the terms."""

    specialty = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    task = serializers.CharField(max_length=2000)
    monthly_minutes = serializers.IntegerField(
        min_value=1, max_value=12000, help_text="Timer om måneden i minutter."
    )
    employment = serializers.ChoiceField(choices=Employment.choices)
    pay_form = serializers.ChoiceField(choices=PayForm.choices)
    travel = serializers.ChoiceField(choices=TravelRule.choices)
    sick_leave = serializers.ChoiceField(choices=SickLeave.choices)
    notice_months = serializers.IntegerField(min_value=1, max_value=12)
    notice_anchor = serializers.ChoiceField(choices=Anchor.choices)
    phone = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    reachable = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


CONTRACT = tuple(ContractFields().fields)


class AppointmentIn(StrictSerializer, ContractFields):
    agreement = serializers.UUIDField(help_text="Aftalen om praksiskonsulenter.")
    kind = serializers.ChoiceField(choices=ConsultantKind.choices)
    practitioner = serializers.CharField(
        max_length=5, help_text="Lægens autorisations-ID, fem tegn."
    )
    host = serializers.UUIDField(help_text="Hvis ledelse godkender timerne.")
    place = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="En afdeling hos host."
    )
    starts_on = serializers.DateField()
    last_day_on = serializers.DateField(help_text="Højst tre år efter den første dag.")


class ExtendIn(StrictSerializer):
    last_day_on = serializers.DateField(help_text="Højst tre år efter den nuværende periode.")


class EndIn(StrictSerializer):
    ending = serializers.ChoiceField(choices=Ending.choices)
    received_on = serializers.DateField(help_text="Den dag, opsigelsen blev modtaget.")
    last_day_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class AgreementTitleOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()


class PractitionerOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class AppointmentOut(ContractFields):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=ConsultantKind.choices)
    agreement = AgreementTitleOut()
    practitioner = PractitionerOut()
    clinic = OrganisationOut()
    employer = OrganisationOut()
    host = OrganisationOut()
    place = OrganisationOut()
    starts_on = serializers.DateField()
    last_day_on = serializers.DateField()
    extended_on = serializers.DateField(allow_null=True)
    ended_reason = serializers.CharField()


class AppointmentPage(serializers.Serializer):
    results = AppointmentOut(many=True)
