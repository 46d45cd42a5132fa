from rest_framework import serializers

from consultants.enums import Better, Frequency, PointState, SnagState, StepKind
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class SnagIn(StrictSerializer):
    place = serializers.UUIDField(help_text="Hospital, afdeling eller kommune i egen region.")
    what = serializers.CharField(max_length=500, help_text="Intet CPR-nummer og intet navn.")
    frequency = serializers.ChoiceField(choices=Frequency.choices)


class AnswerSnagIn(StrictSerializer):
    answer = serializers.CharField(max_length=300)


class PointRefOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=PointState.choices)
    closing_note = serializers.CharField()


class SnagOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.CharField()
    host = OrganisationOut()
    place = OrganisationOut()
    filer = OrganisationOut()
    filed_at = serializers.DateTimeField()
    what = serializers.CharField()
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    state = serializers.ChoiceField(choices=SnagState.choices)
    answer = serializers.CharField()
    point = PointRefOut(allow_null=True)


class SnagPage(serializers.Serializer):
    results = SnagOut(many=True)


class ContentIn(StrictSerializer):
    title = serializers.CharField(max_length=120)
    owner = serializers.CharField(max_length=120, help_text="En funktion eller en afdeling.")
    due_on = serializers.DateField()
    aim = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class BaselineIn(StrictSerializer):
    name = serializers.CharField(max_length=120)
    before = serializers.DecimalField(max_digits=10, decimal_places=2)
    before_on = serializers.DateField()
    better = serializers.ChoiceField(choices=Better.choices)
    unit = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)


class SnagsIn(StrictSerializer):
    snags = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)


class PointIn(ContentIn):
    snags = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)
    measure = BaselineIn()


class MoveIn(StrictSerializer):
    to = serializers.ChoiceField(choices=PointState.choices)
    note = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class NoteIn(StrictSerializer):
    note = serializers.CharField(max_length=300)


class ClosePointIn(StrictSerializer):
    after = serializers.DecimalField(max_digits=10, decimal_places=2)
    measured_on = serializers.DateField()
    note = serializers.CharField(max_length=300)


class MeasureOut(serializers.Serializer):
    name = serializers.CharField()
    unit = serializers.CharField()
    better = serializers.ChoiceField(choices=Better.choices)
    before = serializers.DecimalField(max_digits=10, decimal_places=2)
    before_on = serializers.DateField()
    after = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    after_on = serializers.DateField(allow_null=True)


class PointOut(PointRefOut):
    host = OrganisationOut()
    place = OrganisationOut()
    aim = serializers.CharField()
    owner = serializers.CharField()
    due_on = serializers.DateField()
    opened_on = serializers.DateField()
    moved_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    measure = MeasureOut()


class PointPage(serializers.Serializer):
    results = PointOut(many=True)


class PointStepOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=StepKind.choices)
    at = serializers.DateTimeField()
    role = serializers.CharField()
    organisation_name = serializers.CharField()
    text = serializers.CharField()


class PointDetailOut(PointOut):
    steps = PointStepOut(many=True)
