from rest_framework import serializers

from acute.enums import DutyState
from acute.serializers.requests import AgreementRef
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class PersonOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class DutyIn(StrictSerializer):
    practice = serializers.UUIDField()
    doctor = serializers.UUIDField(help_text="Lægens id, som det står i vagtlisten.")
    municipality = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Uden kommune: hele aftalen."
    )
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class DutyAnswerIn(StrictSerializer):
    accepted = serializers.BooleanField()
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class DutyOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    agreement = AgreementRef()
    municipality = OrganisationOut(allow_null=True)
    practice = OrganisationOut()
    doctor = PersonOut()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=DutyState.choices)
    answered_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class DutyPage(serializers.Serializer):
    results = DutyOut(many=True)


class AvailabilityIn(StrictSerializer):
    is_available = serializers.BooleanField()
    until_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Uden tidspunkt: dagen ud."
    )


class AvailabilityOut(serializers.Serializer):
    practice = OrganisationOut()
    is_available = serializers.BooleanField()
    since_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField(allow_null=True)


class DoctorOut(serializers.Serializer):
    practice = OrganisationOut()
    is_available = serializers.BooleanField()
    takes_part = serializers.BooleanField()
    on_duty_until = serializers.DateTimeField(
        source="duty.ends_at", default=None, allow_null=True, help_text="Tom uden vagt."
    )


class DoctorsOut(serializers.Serializer):
    results = DoctorOut(many=True)
