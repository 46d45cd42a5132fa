from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coordination.agreements.enums import (
    NOTICE_CLAUSES,
    AgreementKind,
    Anchor,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    Trigger,
)
from coordination.agreements.models import Agreement, Body
from coordination.agreements.services import ClauseText, Text
from coordination.ledger.enums import CLOCKED, KeyKind, TariffRule
from coordination.parties.models import Organisation
from coordination.portfolio.services import Price, Wanted
from coordination.web.serializers import StrictSerializer


class PartyIn(StrictSerializer):
    organisation = serializers.UUIDField()
    role = serializers.ChoiceField(choices=PartyRole.choices)


class ClauseIn(StrictSerializer):
    """`anchor` and `trigger` are left out where the words do not say."""

    kind = serializers.ChoiceField(choices=ClauseKind.choices)
    quote = serializers.CharField(max_length=4000)
    months = serializers.IntegerField(min_value=1, max_value=36, required=False)
    anchor = serializers.ChoiceField(choices=Anchor.choices, required=False)
    trigger = serializers.ChoiceField(choices=Trigger.choices, required=False)
    body_lead_days = serializers.IntegerField(min_value=0, max_value=365, default=0)
    money_used = serializers.ChoiceField(choices=MoneyUsed.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] in NOTICE_CLAUSES and "months" not in attrs:
            raise serializers.ValidationError({"months": _("Skriv varslet i måneder.")})
        if attrs["kind"] == ClauseKind.MONEY_USED and "money_used" not in attrs:
            raise serializers.ValidationError({"money_used": _("Skriv, hvad der sker.")})
        return attrs


class ContributionIn(StrictSerializer):
    funder = serializers.UUIDField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)


class PriceIn(StrictSerializer):
    service_code = serializers.RegexField(r"^\d{4}$")
    name = serializers.CharField(max_length=160)
    rule = serializers.ChoiceField(choices=TariffRule.choices)
    price = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0)
    unit_minutes = serializers.IntegerField(min_value=0, max_value=480, default=0)
    off_hours_percent = serializers.IntegerField(min_value=1, max_value=300, default=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["rule"] == TariffRule.PER_STARTED) != bool(attrs["unit_minutes"]):
            says = _("Skriv, hvor mange minutter en enhed har, og kun for den afregning.")
            raise serializers.ValidationError({"unit_minutes": says})
        if attrs["off_hours_percent"] != 100 and attrs["rule"] not in CLOCKED:
            says = _("Den afregning afhænger ikke af klokkeslættet.")
            raise serializers.ValidationError({"off_hours_percent": says})
        return attrs


class AgreementIn(StrictSerializer):
    """The text with its money and price; the caller's region looks after it."""

    title = serializers.CharField(max_length=160)
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    legal_basis = serializers.CharField(max_length=200)
    starts_on = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True, default=None)
    belongs_to = serializers.UUIDField(required=False, allow_null=True, default=None)
    falls_with_parent = serializers.BooleanField(default=False)
    recommending_body = serializers.UUIDField(required=False, allow_null=True, default=None)
    parties = PartyIn(many=True, allow_empty=False)
    clauses = ClauseIn(many=True)
    contributions = ContributionIn(many=True, required=False, default=list)
    decision = serializers.CharField(max_length=200, required=False, default="")
    price = PriceIn(required=False, allow_null=True, default=None)
    ladder = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=366),
        default=lambda: [90, 60, 30, 14, 7, 1],
        min_length=1,
        max_length=12,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        last = attrs["last_day"]
        if last is not None and last < attrs["starts_on"]:
            says = _("Sidste dag kan ikke ligge før den første.")
            raise serializers.ValidationError({"last_day": says})
        if attrs["falls_with_parent"] and attrs["belongs_to"] is None:
            says = _("Vælg den aftale, den falder væk sammen med.")
            raise serializers.ValidationError({"belongs_to": says})
        kinds = [row["kind"] for row in attrs["clauses"]]
        if len(kinds) != len(set(kinds)):
            says = _("Hvert slags vilkår kan kun stå én gang.")
            raise serializers.ValidationError({"clauses": says})
        return attrs


def organisations_in(data: Mapping[str, Any]) -> set[UUID]:
    """Every organisation that a body names."""
    named = {row["organisation"] for row in data["parties"]}
    return named | {row["funder"] for row in data["contributions"]}


def wanted_from(
    data: Mapping[str, Any],
    *,
    region: Organisation,
    places: Mapping[UUID, Organisation],
    parent: Agreement | None,
    body: Body | None,
) -> Wanted:
    """What a body adds up to, with what it names looked up."""
    last, price = data["last_day"], data["price"]
    contributions = [(places[row["funder"]], row["amount"]) for row in data["contributions"]]
    parties = [(places[row["organisation"]], PartyRole(row["role"])) for row in data["parties"]]
    return Wanted(
        region=region,
        text=Text(
            title=data["title"],
            kind=AgreementKind(data["kind"]),
            legal_basis=data["legal_basis"],
            starts_on=data["starts_on"],
            ends_before=last + timedelta(days=1) if last else None,
            parties=list(dict.fromkeys(parties)),
            clauses=[_clause(row) for row in data["clauses"]],
            parent=parent,
            falls_with_parent=data["falls_with_parent"],
            recommending_body=body,
        ),
        contributions=contributions,
        key=(KeyKind.FIXED, [(row, part) for row, part in dict(contributions).items() if part]),
        decision=data["decision"],
        price=price
        and Price(
            service_code=price["service_code"],
            name=price["name"],
            rule=TariffRule(price["rule"]),
            amount=price["price"],
            unit_minutes=price["unit_minutes"],
            off_hours_percent=price["off_hours_percent"],
        ),
        ladder=list(data["ladder"]),
    )


def _clause(row: Mapping[str, Any]) -> ClauseText:
    return ClauseText(
        kind=ClauseKind(row["kind"]),
        quote=row["quote"],
        months=row.get("months"),
        anchor=Anchor(row["anchor"]) if row.get("anchor") else None,
        trigger=Trigger(row["trigger"]) if row.get("trigger") else None,
        body_lead_days=row["body_lead_days"],
        money_used=MoneyUsed(row["money_used"]) if row.get("money_used") else None,
    )


class ClauseOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=ClauseKind.choices)
    quote = serializers.CharField()
    months = serializers.IntegerField(allow_null=True)
    anchor = serializers.CharField(help_text="Tom, hvor ordene ikke siger det.")
    trigger = serializers.CharField(help_text="Tom, hvor det kan læses på flere måder.")
    body_lead_days = serializers.IntegerField()
    money_used = serializers.CharField()
    is_settled = serializers.BooleanField()
    read_by = serializers.CharField()
    confirmed_by = serializers.CharField()


class ClausePage(serializers.Serializer):
    results = ClauseOut(many=True)


class SettleIn(StrictSerializer):
    anchor = serializers.ChoiceField(choices=Anchor.choices)
    trigger = serializers.ChoiceField(choices=Trigger.choices)
    reason = serializers.CharField(max_length=300)
