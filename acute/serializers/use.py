from rest_framework import serializers

from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


def _rate(source: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=9, decimal_places=1, allow_null=True, source=source or None
    )


class UseIn(StrictSerializer):
    from_day = serializers.DateField(
        required=False, help_text="En dag i det første kvartal; ellers fra aftalens begyndelse."
    )
    until_day = serializers.DateField(
        required=False, help_text="En dag i det sidste kvartal; ellers til og med det seneste."
    )


class ShareBetweenOut(serializers.Serializer):
    low = serializers.DecimalField(max_digits=4, decimal_places=1)
    high = serializers.DecimalField(max_digits=4, decimal_places=1)


class UseRowOut(serializers.Serializer):
    """Kommunens tal. `null` er et tal under 5, et tal der ville røbe det, eller et ukendt tal."""

    municipality = OrganisationOut(allow_null=True, help_text="`null` i summen.")
    inhabitants = serializers.IntegerField(allow_null=True)
    inhabitants_65 = serializers.IntegerField(source="older", allow_null=True)
    sessions = serializers.IntegerField(allow_null=True)
    sessions_per_10000 = _rate("per_inhabitants")
    sessions_per_10000_65 = _rate("per_older")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    use_share = _rate("")
    paid_share = _rate("")
    requests = serializers.IntegerField(allow_null=True)
    answered_share = ShareBetweenOut(source="answered", allow_null=True)
    kept_share = ShareBetweenOut(source="kept", allow_null=True)
    median_wait_minutes = serializers.IntegerField(source="wait", allow_null=True)


class UseOut(serializers.Serializer):
    from_day = serializers.DateField(source="period.starts_on", default=None, allow_null=True)
    until_day = serializers.DateField(source="period.last_day", default=None, allow_null=True)
    is_whole = serializers.BooleanField(
        help_text="Om alle kommuner er med; ellers kun den egne og summen."
    )
    pays_by_use = serializers.BooleanField()
    municipalities = UseRowOut(source="rows", many=True)
    total = UseRowOut(allow_null=True)


class RequestFigureOut(serializers.Serializer):
    """`requests` er `null`, når antallet er under 5 eller ville røbe et, der er."""

    group = serializers.CharField(source="label")
    requests = serializers.IntegerField(allow_null=True)
    median_wait_minutes = serializers.IntegerField(
        source="wait", allow_null=True, help_text="Til kontakt; mindst fem."
    )


class FiguresOut(serializers.Serializer):
    from_day = serializers.DateField(source="period.starts_on", default=None, allow_null=True)
    until_day = serializers.DateField(source="period.last_day", default=None, allow_null=True)
    is_whole = serializers.BooleanField(help_text="Om alle kommuner er med; ellers kun den egne.")
    hours = RequestFigureOut(many=True, help_text="Efter den lokale time, anmodningen blev sendt.")
    municipalities = RequestFigureOut(source="places", many=True)
    outcomes = RequestFigureOut(many=True, help_text="`none`: intet råd.")
    contact = RequestFigureOut(many=True, help_text="`yes` og `no`.")
    avoided_admissions = RequestFigureOut(
        source="avoided", many=True, help_text="`none`: ikke oplyst."
    )
