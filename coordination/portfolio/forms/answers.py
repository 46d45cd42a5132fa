"""From answers to what they add up to, and back for an agreement that is changed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    Trigger,
)
from coordination.agreements.services import ClauseText, Text
from coordination.base.danish import day_text
from coordination.base.money import split
from coordination.ledger.enums import KeyKind, TariffRule
from coordination.ledger.rules import weights_of
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation
from coordination.portfolio.enums import Key, Operation
from coordination.portfolio.forms.drafting import STEPS
from coordination.portfolio.forms.questions import UNSAID, Choices
from coordination.portfolio.selectors.drafting import DraftedAgreement
from coordination.portfolio.services import Price, Wanted

FUNCTIONS = {
    Operation.MUNICIPALITIES: {PartyRole.AUTHORITY: False, PartyRole.OPERATOR: False},
    Operation.REGION: {PartyRole.AUTHORITY: True, PartyRole.OPERATOR: True},
    Operation.SHARED: {PartyRole.AUTHORITY: True, PartyRole.OPERATOR: False},
    Operation.UNSAID: {},
}
"""Which role the region has (True) or the municipalities have (False)."""


def unanswered(answers: Mapping[str, Any], choices: Choices) -> str | None:
    """The first page whose answers do not hold; None when all do."""
    for step in STEPS:
        if not step(dict(answers), choices=choices).is_valid():
            return step.slug
    return None


def wanted(answers: Mapping[str, Any], choices: Choices) -> Wanted:
    """What valid answers add up to."""
    data: dict[str, Any] = {}
    for step in STEPS:
        form = step(dict(answers), choices=choices)
        form.full_clean()
        data |= form.cleaned_data
    chosen = set(data["municipalities"])
    municipalities = [row for row in choices.municipalities if str(row.uuid) in chosen]
    providers = [row for row in choices.providers if str(row.uuid) in set(data["providers"])]
    contributions = _contributions(data, choices.region, municipalities)
    return Wanted(
        region=choices.region,
        text=_text(data, choices, municipalities, providers, contributions),
        contributions=contributions,
        key=_key(data, choices.region, municipalities),
        decision=data["decision"],
        price=_price(data),
        ladder=data["ladder"],
    )


def _contributions(
    data: Mapping[str, Any], region: Organisation, municipalities: list[Organisation]
) -> list[tuple[Organisation, Decimal]]:
    rows = []
    if data["region_amount"]:
        rows.append((region, data["region_amount"]))
    if data["municipal_amount"] and municipalities:
        shares = split(data["municipal_amount"], _weights(data, municipalities))
        rows += [(row, share) for row, share in zip(municipalities, shares, strict=True) if share]
    return rows


def _weights(data: Mapping[str, Any], municipalities: list[Organisation]) -> list[int]:
    """What the municipalities divide their part by."""
    if data["key"] != Key.INHABITANTS:
        return [1] * len(municipalities)
    inhabitants = parties.inhabitants_of(municipalities)
    return [inhabitants.get(row.pk, 0) for row in municipalities]


def _key(
    data: Mapping[str, Any], region: Organisation, municipalities: list[Organisation]
) -> tuple[KeyKind, list[tuple[Organisation, Decimal]]]:
    """The same division as weights that are never rounded."""
    kind = KeyKind.INHABITANTS if data["key"] == Key.INHABITANTS else KeyKind.EQUAL
    groups = [(data["region_amount"] or Decimal(0), [(region, 1)])]
    if data["municipal_amount"] and municipalities:
        members = list(zip(municipalities, _weights(data, municipalities), strict=True))
        groups.append((data["municipal_amount"], members))
    return kind, weights_of(groups)


def _text(
    data: Mapping[str, Any],
    choices: Choices,
    municipalities: list[Organisation],
    providers: list[Organisation],
    contributions: list[tuple[Organisation, Decimal]],
) -> Text:
    last = data["last_day"]
    return Text(
        title=data["title"],
        kind=AgreementKind(data["kind"]),
        legal_basis=data["basis"],
        starts_on=data["starts_on"],
        ends_before=last + timedelta(days=1) if last else None,
        parties=list(
            dict.fromkeys(_parties(data, choices.region, municipalities, providers, contributions))
        ),
        clauses=list(_clauses(data)),
        parent=next((row for row in choices.parents if str(row.uuid) == data["parent"]), None),
        falls_with_parent=data["falls"],
        recommending_body=next(
            (row for row in choices.bodies if str(row.uuid) == data["recommending"]), None
        ),
    )


def _parties(
    data: Mapping[str, Any],
    region: Organisation,
    municipalities: list[Organisation],
    providers: list[Organisation],
    contributions: list[tuple[Organisation, Decimal]],
) -> Iterator[tuple[Organisation, PartyRole]]:
    groups = {"region": [region], "municipalities": municipalities, "providers": providers}
    for funder, _amount in contributions:
        yield funder, PartyRole.FUNDER
    for group in data["approvers"]:
        yield from ((row, PartyRole.APPROVER) for row in groups[group])
    for role, is_region in FUNCTIONS[Operation(data["operation"])].items():
        yield from ((row, role) for row in ([region] if is_region else municipalities))
    yield from ((row, PartyRole.PROVIDER) for row in providers)


def _clauses(data: Mapping[str, Any]) -> Iterator[ClauseText]:
    for kind in (ClauseKind.TERMINATE, ClauseKind.LEAVE, ClauseKind.SUSPEND):
        words, anchor = data[f"{kind}_quote"], data[f"{kind}_anchor"] or UNSAID
        if not words:
            continue
        trigger: Trigger | None = Trigger.ANY_TIME
        if kind == ClauseKind.SUSPEND:
            said = data["suspend_trigger"] or UNSAID
            trigger = None if said == UNSAID else Trigger(said)
        yield ClauseText(
            kind,
            words,
            months=data[f"{kind}_months"],
            anchor=None if anchor == UNSAID else Anchor(anchor),
            trigger=trigger,
            body_lead_days=data["body_lead_days"],
        )
    if data["money_used"]:
        used = MoneyUsed(data["money_used"])
        yield ClauseText(ClauseKind.MONEY_USED, data["money_used_quote"], money_used=used)
    for kind in (ClauseKind.TASK, ClauseKind.FUNDING, ClauseKind.FEE):
        if data[f"{kind}_quote"]:
            yield ClauseText(kind, data[f"{kind}_quote"])


def _price(data: Mapping[str, Any]) -> Price | None:
    if not data["service_code"]:
        return None
    rule = TariffRule(data["rule"])
    return Price(
        service_code=data["service_code"],
        name=data["service_name"],
        rule=rule,
        amount=data["price"],
        unit_minutes=data["unit_minutes"] if rule == TariffRule.PER_STARTED else 0,
        off_hours_percent=data["off_hours_percent"] or 100,
    )


def answers_of(drafted: DraftedAgreement) -> dict[str, Any]:
    """The answers that would give the newest text of an agreement, as the pages post them."""
    content, roles = drafted.version.content, drafted.roles
    region, municipalities = drafted.agreement.region, drafted.municipalities
    last = drafted.last_day
    answers: dict[str, Any] = {
        "title": content["title"],
        "kind": content["kind"],
        "basis": content["legal_basis"],
        "starts_on": day_text(drafted.starts_on),
        "last_day": day_text(last) if last else "",
        "parent": content["parent"],
        "falls": content["falls_with_parent"],
        "municipalities": [str(row.uuid) for row in municipalities],
        "providers": [str(row.uuid) for row in roles.get(PartyRole.PROVIDER, [])],
        "operation": _operation(roles, region),
        "approvers": _approvers(drafted),
        "recommending": content["recommended_by"],
        "ladder": ", ".join(str(days) for days in drafted.agreement.ladder),
        "body_lead_days": max((row.body_lead_days for row in drafted.clauses), default=0),
    }
    for clause in drafted.clauses:
        answers |= {
            f"{clause.kind}_quote": clause.quote,
            f"{clause.kind}_months": clause.months or "",
            f"{clause.kind}_anchor": clause.anchor or UNSAID,
            f"{clause.kind}_trigger": clause.trigger or UNSAID,
        }
        if clause.money_used:
            answers["money_used"] = clause.money_used
    return answers | _money_answers(drafted)


def _money_answers(drafted: DraftedAgreement) -> dict[str, Any]:
    mine = drafted.agreement.region_id
    own = sum((row.amount for row in drafted.contributions if row.funder_id == mine), Decimal(0))
    theirs = [row.amount for row in drafted.contributions if row.funder_id != mine]
    even = not theirs or max(theirs) - min(theirs) <= Decimal("0.01")
    answers: dict[str, Any] = {
        "region_amount": _typed(own),
        "municipal_amount": _typed(sum(theirs, Decimal(0))),
        "key": (Key.EQUAL if even else Key.INHABITANTS).value,
        "decision": drafted.contributions[0].decision if drafted.contributions else "",
    }
    if drafted.tariff is not None:
        answers |= {
            "service_code": drafted.tariff.service_code,
            "service_name": drafted.tariff.name,
            "rule": drafted.tariff.rule,
            "price": _typed(drafted.tariff.price),
            "unit_minutes": drafted.tariff.unit_minutes or "",
            "off_hours_percent": _percent(drafted.tariff.off_hours_percent),
        }
    return answers


def _percent(off_hours: int) -> int | str:
    return "" if off_hours == 100 else off_hours


def _typed(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",") if amount else ""


def _operation(roles: Mapping[PartyRole, list[Organisation]], region: Organisation) -> str:
    authority = roles.get(PartyRole.AUTHORITY, [])
    operator = roles.get(PartyRole.OPERATOR, [])
    if not authority and not operator:
        return Operation.UNSAID.value
    if region in operator:
        return Operation.REGION.value
    return (Operation.SHARED if region in authority else Operation.MUNICIPALITIES).value


def _approvers(drafted: DraftedAgreement) -> list[str]:
    approvers = set(drafted.roles.get(PartyRole.APPROVER, []))
    groups = {
        "region": [drafted.agreement.region],
        "municipalities": drafted.municipalities,
        "providers": drafted.roles.get(PartyRole.PROVIDER, []),
    }
    return [name for name, rows in groups.items() if rows and set(rows) <= approvers]
