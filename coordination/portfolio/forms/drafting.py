"""The questions that make an agreement, a form per page.

Each question that reads a clause asks for its words as well, so that a second person can check the
reading against them.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import AgreementKind, MoneyUsed, Trigger
from coordination.ledger.enums import CLOCKED, TariffRule
from coordination.portfolio.enums import Key, Operation
from coordination.portfolio.forms.questions import (
    UNSAID,
    Choices,
    Question,
    Step,
    anchor,
    months,
    quote,
)
from coordination.web.fields import CountField, DayField, KronerField

TRIGGERS = [(UNSAID, _("Det kan læses på flere måder")), *Trigger.choices]
QUOTE = _("Skriv aftalens ord af.")
MONTHS = _("Skriv varslet i måneder.")


class AgreementStep(Step):
    slug, heading = "aftalen", _("Aftalen")
    questions = (
        Question(1, _("Hvad hedder aftalen?"), _("Navnet, som parterne kender."), ("title",)),
        Question(2, _("Hvilken slags aftale er det?"), "", ("kind",)),
        Question(3, _("Hvad hviler den på?"), _("Lov, overenskomst eller aftale."), ("basis",)),
        Question(
            4,
            _("Hvad beder aftalen om?"),
            _("Det vises for alle, som aftalen gælder for."),
            ("task_quote",),
        ),
    )
    title = forms.CharField(
        label=_("Navn"),
        max_length=160,
        error_messages={"required": _("Skriv aftalens navn.")},
    )
    kind = forms.ChoiceField(
        label=_("Slags"),
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvilken slags aftale det er.")},
    )
    basis = forms.CharField(
        label=_("Hjemmel"),
        max_length=200,
        error_messages={"required": _("Skriv, hvad aftalen hviler på.")},
    )
    task_quote = quote()


class PeriodStep(Step):
    slug, heading = "periode", _("Perioden")
    questions = (
        Question(5, _("Hvilken dag gælder aftalen fra?"), "", ("starts_on",)),
        Question(
            6,
            _("Hvad er dens sidste dag?"),
            _("Lad feltet stå tomt, hvis aftalen ikke har en slutdato."),
            ("last_day",),
        ),
        Question(
            7,
            _("Hører den under en anden aftale?"),
            _("Falder den væk med den anden, får de samme sidste dag."),
            ("parent", "falls"),
        ),
    )
    starts_on = DayField(label=_("Første dag"), missing=_("Skriv den første dag."))
    last_day = DayField(label=_("Sidste dag"), required=False, help_text="")
    parent = forms.ChoiceField(label=_("Hører under"), required=False)
    falls = forms.BooleanField(label=_("Den falder væk sammen med den aftale"), required=False)

    def offer(self, choices: Choices) -> None:
        rows = [(str(row.uuid), row.title) for row in choices.parents]
        self.fields["parent"].choices = [("", _("Ingen anden aftale")), *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("starts_on"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Sidste dag kan ikke ligge før den første."))
        self.need("parent", _("Vælg den aftale, den falder væk sammen med."), when="falls")
        return data


class PartiesStep(Step):
    slug, heading = "parter", _("Parterne")
    questions = (
        Question(8, _("Hvilke kommuner er med?"), "", ("municipalities",)),
        Question(
            9,
            _("Hvem leverer?"),
            _("Lægernes organisation, eller et hospital."),
            ("providers",),
        ),
        Question(
            10,
            _("Hvem er myndighed, og hvem driver opgaven?"),
            _("Det er to forskellige ting, og de følger ikke altid hinanden."),
            ("operation",),
        ),
        Question(
            11,
            _("Hvem skal godkende, før aftalen gælder?"),
            _("Den træder i kraft i samme øjeblik, den sidste har godkendt."),
            ("approvers",),
        ),
        Question(
            12,
            _("Skal et udvalg indstille først?"),
            _("Så kan de andre først beslutte, når indstillingen er registreret."),
            ("recommending",),
        ),
    )
    municipalities = forms.MultipleChoiceField(
        label=_("Kommuner"), required=False, widget=forms.CheckboxSelectMultiple
    )
    providers = forms.MultipleChoiceField(
        label=_("Leverer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    operation = forms.ChoiceField(
        label=_("Myndighed og drift"),
        choices=Operation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem der er myndighed, og hvem der driver.")},
    )
    approvers = forms.MultipleChoiceField(
        label=_("Godkender"),
        choices=[
            ("region", _("Regionsrådet")),
            ("municipalities", _("Hver kommunalbestyrelse")),
            ("providers", _("Hver af dem, der leverer")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én, der skal godkende.")},
    )
    recommending = forms.ChoiceField(label=_("Indstiller først"), required=False)

    def offer(self, choices: Choices) -> None:
        for name, rows in (
            ("municipalities", choices.municipalities),
            ("providers", choices.providers),
        ):
            self.fields[name].choices = [(str(row.uuid), row.name) for row in rows]  # type: ignore[attr-defined]
        bodies = [(str(row.uuid), row.name) for row in choices.bodies]
        self.fields["recommending"].choices = [("", _("Nej")), *bodies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("municipalities") and not data.get("providers"):
            self.add_error("municipalities", _("Vælg mindst én part ud over regionen."))
        return data


class LeavingStep(Step):
    slug, heading = "opsigelse", _("Opsigelse")
    questions = (
        Question(
            13,
            _("Hvordan opsiges aftalen?"),
            _("Står der intet om opsigelse, lades felterne stå tomme."),
            ("terminate_quote", "terminate_months", "terminate_anchor"),
        ),
        Question(
            14,
            _("Kan én part træde ud, mens de andre bliver?"),
            _("Lad felterne stå tomme, hvis aftalen ikke giver den ret."),
            ("leave_quote", "leave_months", "leave_anchor"),
        ),
    )
    terminate_quote = quote(required=False)
    terminate_months = months()
    terminate_anchor = anchor()
    leave_quote = quote(required=False)
    leave_months = months()
    leave_anchor = anchor()

    def clean(self) -> dict[str, Any]:
        for kind in ("terminate", "leave"):
            self.need(f"{kind}_months", MONTHS, when=f"{kind}_quote")
            self.need(f"{kind}_quote", QUOTE, when=f"{kind}_months")
        return self.cleaned_data


class MoneyStep(Step):
    slug, heading = "penge", _("Pengene")
    questions = (
        Question(
            15,
            _("Hvem betaler hvor meget?"),
            _("Uden beløb bliver aftalen en aftale uden budget."),
            ("funding_quote", "region_amount", "municipal_amount", "key", "decision"),
        ),
        Question(
            16,
            _("Hvad sker der, når pengene er brugt?"),
            "",
            ("money_used_quote", "money_used"),
        ),
        Question(
            17,
            _("Kan aftalen suspenderes?"),
            _("Lad felterne stå tomme, hvis aftalen ikke giver den ret."),
            ("suspend_quote", "suspend_months", "suspend_anchor", "suspend_trigger"),
        ),
        Question(
            18,
            _("Hvor lang tid bruger organerne på en sag?"),
            _("Så mange dage før en frist skal sagen være hos sekretariatet."),
            ("body_lead_days",),
        ),
    )
    funding_quote = quote(required=False)
    region_amount = KronerField(label=_("Regionen betaler"), required=False)
    municipal_amount = KronerField(label=_("Kommunerne betaler tilsammen"), required=False)
    key = forms.ChoiceField(
        label=_("Kommunernes del fordeles"),
        choices=Key.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("Beslutningen bag"), max_length=200, required=False)
    money_used_quote = quote(required=False)
    money_used = forms.ChoiceField(
        label=_("Når pengene er brugt"),
        choices=MoneyUsed.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    suspend_quote = quote(required=False)
    suspend_months = months()
    suspend_anchor = anchor()
    suspend_trigger = forms.ChoiceField(
        label=_("Hvornår kan det varsles?"),
        choices=TRIGGERS,
        required=False,
        widget=forms.RadioSelect,
    )
    body_lead_days = CountField(label=_("Dage"), min_value=0, max_value=365, initial=45)

    def clean(self) -> dict[str, Any]:
        for amount in ("region_amount", "municipal_amount"):
            self.need("funding_quote", QUOTE, when=amount)
            self.need("decision", _("Skriv, hvilken beslutning pengene hviler på."), when=amount)
            self.need("money_used", _("Vælg, hvad der sker."), when=amount)
        self.need("money_used_quote", QUOTE, when="money_used")
        self.need("key", _("Vælg, hvordan kommunernes del fordeles."), when="municipal_amount")
        self.need("suspend_months", MONTHS, when="suspend_quote")
        self.need("suspend_quote", QUOTE, when="suspend_months")
        return self.cleaned_data


class FeeStep(Step):
    slug, heading = "honorar", _("Honoraret")
    questions = (
        Question(
            19,
            _("Hvad betales der for en ydelse?"),
            _("Lad felterne stå tomme, hvis aftalen ikke betaler for ydelser."),
            (
                "fee_quote",
                "service_code",
                "service_name",
                "rule",
                "price",
                "unit_minutes",
                "off_hours_percent",
            ),
        ),
    )
    fee_quote = quote(required=False)
    service_code = forms.RegexField(
        r"^\d{4}$",
        label=_("Ydelsesnummer"),
        required=False,
        help_text=_("Fire cifre, for eksempel 0124."),
        error_messages={"invalid": _("Skriv ydelsesnummeret med fire cifre.")},
    )
    service_name = forms.CharField(label=_("Ydelsens navn"), max_length=160, required=False)
    rule = forms.ChoiceField(
        label=_("Afregning"),
        choices=TariffRule.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    price = KronerField(label=_("Pris"), required=False, help_text=_("For eksempel 941,47."))
    unit_minutes = CountField(
        label=_("Minutter i en påbegyndt enhed"),
        required=False,
        min_value=1,
        max_value=480,
        help_text=_("Kun for pris pr. påbegyndt antal minutter."),
    )
    off_hours_percent = CountField(
        label=_("Procent uden for hverdage kl. 8-16"),
        required=False,
        min_value=1,
        max_value=300,
        help_text=_("50 for halv takst, 150 for et tillæg. Tomt betyder den samme pris."),
    )

    def clean(self) -> dict[str, Any]:
        for name, says in (
            ("service_name", _("Skriv ydelsens navn.")),
            ("rule", _("Vælg, hvordan der afregnes.")),
            ("price", _("Skriv prisen.")),
            ("fee_quote", QUOTE),
        ):
            self.need(name, says, when="service_code")
        self.need("service_code", _("Skriv ydelsesnummeret."), when="price")
        started = self.cleaned_data.get("rule") == TariffRule.PER_STARTED
        if started and not self.cleaned_data.get("unit_minutes"):
            self.add_error("unit_minutes", _("Skriv, hvor mange minutter en enhed har."))
        clocked = self.cleaned_data.get("rule") in CLOCKED
        if self.cleaned_data.get("off_hours_percent") and not clocked:
            self.add_error("off_hours_percent", _("Den afregning afhænger ikke af klokkeslættet."))
        return self.cleaned_data


class ReminderStep(Step):
    slug, heading = "paamindelser", _("Påmindelser")
    questions = (
        Question(
            20,
            _("Hvor mange dage før en frist skal I mindes om den?"),
            _("Falder dagen på en weekend eller helligdag, kommer den hverdagen før."),
            ("ladder",),
        ),
    )
    ladder = forms.CharField(
        label=_("Dage før"),
        initial="90, 60, 30, 14, 7, 1",
        max_length=60,
        help_text=_("Hele tal med komma imellem."),
        error_messages={"required": _("Skriv mindst ét tal.")},
    )

    def clean_ladder(self) -> list[int]:
        parts = [part.strip() for part in self.cleaned_data["ladder"].split(",")]
        if not all(part.isdecimal() and 0 < int(part) <= 366 for part in parts):
            raise forms.ValidationError(_("Skriv hele tal fra 1 til 366 med komma imellem."))
        return sorted({int(part) for part in parts}, reverse=True)


STEPS: tuple[type[Step], ...] = (
    AgreementStep,
    PeriodStep,
    PartiesStep,
    LeavingStep,
    MoneyStep,
    FeeStep,
    ReminderStep,
)
QUESTIONS = sum(len(step.questions) for step in STEPS)
