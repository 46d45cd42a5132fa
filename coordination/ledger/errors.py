from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, Stale, StateConflict


class BudgetUsed(StateConflict):
    code = "budget_used"
    message = _(
        "Midlerne i aftalen er brugt, så der er ikke registreret noget. "
        "Kontakt regionen, eller afregn efter overenskomsten."
    )


class NoTariff(Invalid):
    code = "no_tariff"
    field = "service_on"
    message = _("Aftalen har ingen takst for ydelse %(code)s den %(day)s. Ret dagen eller ydelsen.")


class BelowUsed(StateConflict):
    code = "budget_below_used"
    message = _("Bevillingen kan ikke sættes lavere end det, der er brugt og reserveret.")


class AlreadyReversed(StateConflict):
    code = "already_reversed"
    message = _("Posteringen er allerede tilbageført.")


class StartMissing(Invalid):
    code = "start_missing"
    field = "began_at"
    message = _("Taksten afhænger af klokkeslættet. Skriv, hvornår ydelsen begyndte.")


class UnitMissing(Invalid):
    code = "unit_missing"
    field = "unit_minutes"
    message = _("Skriv, hvor mange minutter en påbegyndt enhed har.")


class NoShares(Invalid):
    code = "no_shares"
    field = "shares"
    message = _("Skriv hver betaler én gang med en andel over 0.")


class FunderGone(Invalid):
    code = "funder_gone"
    field = "shares"
    message = _("%(name)s findes ikke den %(day)s. Vælg den, der betaler den dag.")


class NotAPayer(Invalid):
    code = "not_a_payer"
    field = "shares"
    message = _("%(name)s er ikke part i aftalen den %(day)s og kan ikke være betaler.")


class KeyInThePast(Invalid):
    code = "key_in_the_past"
    field = "starts_on"
    message = _("Fordelingen af dage, der er gået, ændres ikke. Vælg en dag fra i dag.")


class NoKey(StateConflict):
    code = "no_key"
    message = _("Aftalen har ingen fordelingsnøgle at gå tilbage til fra den %(day)s.")


class NoKeyThen(StateConflict):
    code = "no_key_then"
    message = _(
        "Der er forbrug på dage uden fordelingsnøgle, så det kan ikke fordeles. "
        "Fastsæt en nøgle fra aftalens første dag."
    )


class NoClaims(Invalid):
    code = "no_claims"
    field = "claims"
    message = _("Vælg mindst ét krav.")


class TooManyClaims(Invalid):
    code = "too_many_claims"
    field = "claims"
    message = _("Vælg højst %(most)s krav ad gangen.")


class OwnClaim(StateConflict):
    code = "own_claim"
    message = _("Du har selv indsendt kravet. En anden i regionen skal godkende det.")


class ApprovedByYou(StateConflict):
    code = "approved_by_you"
    message = _("Du har selv godkendt kravet. En anden skal godkende det til udbetaling.")


class ClaimMoved(StateConflict):
    code = "claim_moved"
    message = _("Kravet står nu som “%(state)s” og kan ikke blive til “%(wanted)s”.")


class ClaimSettled(StateConflict):
    code = "claim_settled"
    message = _(
        "Kravet er afregnet og kan ikke ændres. "
        "Bed regionen om at genåbne måneden, hvis det er forkert."
    )


class AnswerMissing(Invalid):
    code = "answer_missing"
    field = "answer"
    message = _("Skriv med en linje, hvorfor kravet er rigtigt.")


class ClaimChanged(Stale):
    code = "claim_changed"
    message = _("Kravet er ændret, siden du så det. Genindlæs, og prøv igen.")


class PeriodClosed(StateConflict):
    code = "period_closed"
    message = _(
        "%(month)s er afregnet for %(title)s, så en ydelse fra den måned ændres ikke. "
        "Er den forkert, så bed regionens administrator om at genåbne måneden, og skriv hvorfor."
    )


class NotTheNextMonth(StateConflict):
    code = "not_the_next_month"
    message = _("Månederne lukkes i rækkefølge. Den næste er %(month)s.")


class MonthNotOver(StateConflict):
    code = "month_not_over"
    message = _("Måneden kan lukkes fra den %(day)s, når fristen for at indsende er gået.")


class NothingClosed(StateConflict):
    code = "nothing_closed"
    message = _("Ingen måned er lukket, så der er ikke noget at genåbne.")


class NotTheLatest(StateConflict):
    code = "not_the_latest"
    message = _("Kun den seneste lukkede måned kan genåbnes. Det er %(month)s.")


class TooMuchGrace(Invalid):
    code = "too_much_grace"
    field = "grace_days"
    message = _("Vælg 0 til %(most)s dage.")


class NoInvoiceSender(StateConflict):
    code = "no_invoice_sender"
    message = _(
        "Der kan ikke laves faktura: %(name)s mangler CVR-nummer og konto den %(day)s. "
        "Skriv dem under Fakturering på aftalens afregning."
    )


class NoInvoiceAddress(StateConflict):
    code = "no_invoice_address"
    message = _(
        "Der kan ikke laves faktura: %(name)s mangler GLN (EAN-nummer) og reference den %(day)s. "
        "Skriv dem under Fakturering på aftalens afregning."
    )


class OwnShare(StateConflict):
    code = "own_share"
    message = _("%(name)s sender ikke en faktura til sig selv. Hent opgørelsen i stedet.")


class InvoiceNotValid(StateConflict):
    code = "invoice_not_valid"
    message = _("Fakturaen følger ikke reglerne og er ikke lavet. Ret det, og prøv igen: %(rules)s")


class NothingToInvoice(StateConflict):
    code = "nothing_to_invoice"
    message = _("Andelen er 0,00 kr., så der er ikke noget at fakturere.")


class StillStands(StateConflict):
    code = "still_stands"
    message = _("Afregningen gælder stadig. En kreditnota laves først, når måneden er genåbnet.")


class IsCancelled(StateConflict):
    code = "is_cancelled"
    message = _("Måneden er genåbnet, så der laves ikke flere filer af den gamle afregning.")


class NotInvoiced(StateConflict):
    code = "not_invoiced"
    message = _("Der er ikke lavet en faktura på andelen, så der er ikke noget at kreditere.")


class InvalidAccount(Invalid):
    code = "invalid_account"
    field = "account"
    message = _("Skriv registreringsnummeret med 4 cifre og kontonummeret med højst 10.")


class InvalidGln(Invalid):
    code = "invalid_gln"
    field = "gln"
    message = _("EAN-lokationsnummeret er ikke gyldigt. Skriv alle 13 cifre, og tjek det sidste.")


class InvalidCvr(Invalid):
    code = "invalid_cvr"
    field = "cvr"
    message = _("CVR-nummeret er ikke gyldigt. Skriv de otte cifre.")


class ReferenceMissing(Invalid):
    code = "reference_missing"
    field = "reference"
    message = _("Skriv den reference, betaleren kræver: kontostreng, rekvisition eller navn.")


class NotAFunder(Invalid):
    code = "not_a_funder"
    field = "funder"
    message = _("%(name)s betaler ikke efter aftalens fordelingsnøgle. Vælg en betaler.")


class NotCoveredYet(StateConflict):
    code = "not_covered_yet"
    message = _("Der er ikke penge til kravet endnu. Det venter, til der bevilges mere.")


class CapReached(BudgetUsed):
    code = "cap_reached"
    message = _(
        "Loftet på %(amount)s (%(what)s) rækker ikke til mere, så der er ikke registreret noget. "
        "Kontakt regionen, eller afregn efter overenskomsten."
    )


class NoCap(StateConflict):
    code = "no_cap"
    message = _("Loftet gælder ikke længere den dag.")


class NoAmounts(Invalid):
    code = "no_amounts"
    field = "amounts"
    message = _("Skriv for mindst én af aftalens betalere et beløb, der ikke er 0, og kun ét.")


class NotPayerNow(Invalid):
    code = "not_payer_now"
    field = "amounts"
    message = _("%(name)s er ikke part i aftalen i dag og kan ikke betale til den.")


class TakesTooMuch(StateConflict):
    code = "takes_too_much"
    message = _("%(name)s har givet %(amount)s og kan ikke trække mere ud.")


class DecisionAhead(Invalid):
    code = "decision_ahead"
    field = "decided_on"
    message = _("Beslutningen kan ikke ligge efter i dag.")
