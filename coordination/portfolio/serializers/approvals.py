from typing import Any

from rest_framework import serializers

from coordination.agreements.enums import BodyKind, Decision
from coordination.agreements.models import Document
from coordination.agreements.services import Reference
from coordination.parties.serializers import OrganisationOut
from coordination.portfolio.enums import Turn
from coordination.portfolio.rules.difference import Mark
from coordination.web.serializers import StrictSerializer

MARKS = [(mark.value, mark.value) for mark in Mark]


class VersionOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.IntegerField()
    content_hash = serializers.CharField(help_text="Det, en godkendelse peger på.")
    author = serializers.CharField(source="author_name")
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    activated_at = serializers.DateTimeField(allow_null=True)


class VersionPage(serializers.Serializer):
    results = VersionOut(many=True)


class LineOut(serializers.Serializer):
    group = serializers.CharField()
    name = serializers.CharField(source="label")
    text = serializers.CharField()


class VersionDetailOut(VersionOut):
    lines = LineOut(many=True)


class PieceOut(serializers.Serializer):
    mark = serializers.ChoiceField(choices=MARKS)
    text = serializers.CharField(trim_whitespace=False)


class ChangeOut(serializers.Serializer):
    group = serializers.CharField()
    name = serializers.CharField(source="label")
    mark = serializers.ChoiceField(choices=MARKS)
    pieces = PieceOut(many=True)


class DifferenceOut(serializers.Serializer):
    before = VersionOut(allow_null=True, help_text="null, når der ikke er en forrige.")
    after = VersionOut()
    changes = ChangeOut(many=True)


class BodyOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=BodyKind.choices)
    name = serializers.CharField()


class BodyRowOut(BodyOut):
    organisation = OrganisationOut()
    decides = serializers.BooleanField(help_text="Ellers indstiller det.")
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(allow_null=True)


class BodyPage(serializers.Serializer):
    results = BodyRowOut(many=True)


class LatestMeetingOut(serializers.Serializer):
    is_known = serializers.BooleanField(help_text="Om organets kalender kendes.")
    held_on = serializers.DateField(allow_null=True)
    papers_by = serializers.DateField(allow_null=True)


class ApprovalOut(serializers.Serializer):
    organisation = OrganisationOut(source="deciding.organisation")
    body = BodyOut(source="deciding.body", allow_null=True)
    recommends = serializers.BooleanField(source="deciding.recommends")
    decision = serializers.ChoiceField(choices=Decision.choices)
    meeting_on = serializers.DateField(source="deciding.approval.meeting_on", allow_null=True)
    agenda_number = serializers.CharField(source="deciding.approval.agenda_number", allow_null=True)
    case_number = serializers.CharField(source="deciding.approval.case_number", allow_null=True)
    link = serializers.CharField(source="deciding.approval.link", allow_null=True)
    note = serializers.CharField(source="deciding.approval.note", allow_null=True)
    recorded_by = serializers.CharField(source="deciding.approval.recorded_by", allow_null=True)
    recorded_at = serializers.DateTimeField(source="deciding.approval.recorded_at", allow_null=True)
    turn = serializers.ChoiceField(choices=Turn.choices)
    latest_meeting = LatestMeetingOut(
        source="latest", allow_null=True, help_text="Det sidste møde, der kan nå starten."
    )
    keeps_start = serializers.BooleanField()


class ApprovalsOut(serializers.Serializer):
    version = VersionOut()
    is_open = serializers.BooleanField(help_text="Om der kan registreres beslutninger nu.")
    approved = serializers.IntegerField()
    approvers = serializers.IntegerField(help_text="Parter, der skal godkende.")
    results = ApprovalOut(many=True)


class RecordedOut(ApprovalOut):
    agreement_state = serializers.CharField()


class DecisionIn(StrictSerializer):
    """What a body decided about the text with this hash."""

    body = serializers.UUIDField()
    decision = serializers.ChoiceField(choices=Decision.choices)
    content_hash = serializers.CharField(max_length=64)
    meeting_on = serializers.DateField(required=False, allow_null=True, default=None)
    agenda_number = serializers.CharField(
        max_length=20, required=False, allow_blank=True, default=""
    )
    case_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    link = serializers.URLField(max_length=300, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


def reference_from(data: dict[str, Any]) -> Reference:
    """Where a decision that was sent to us can be found."""
    names = ("meeting_on", "agenda_number", "case_number", "link", "note")
    return Reference(**{name: data[name] for name in names})


class StartIn(StrictSerializer):
    reason = serializers.CharField(max_length=500)


class MeetingOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    held_on = serializers.DateField()
    papers_by = serializers.DateField()


class MeetingPage(serializers.Serializer):
    results = MeetingOut(many=True)


class MeetingIn(StrictSerializer):
    held_on = serializers.DateField()
    papers_by = serializers.DateField()


class MeetingsIn(StrictSerializer):
    meetings = serializers.ListField(child=MeetingIn(), min_length=1, max_length=200)


class MeetingsAdded(serializers.Serializer):
    new = serializers.IntegerField()


class DocumentIn(StrictSerializer):
    title = serializers.CharField(max_length=160)
    file = serializers.FileField(max_length=160)


class DocumentOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    added_by = serializers.CharField()
    added_at = serializers.DateTimeField()
    is_virus_scanned = serializers.SerializerMethodField(help_text="Altid false endnu.")

    def get_is_virus_scanned(self, _document: Document) -> bool:
        return False


class DocumentPage(serializers.Serializer):
    results = DocumentOut(many=True)
