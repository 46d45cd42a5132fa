from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, StateConflict


class NoSuchRight(StateConflict):
    code = "no_such_right"
    message = _("Aftalen har intet vilkår, der giver ret til det. Læs aftalens vilkår igen.")


class ClauseNotConfirmed(StateConflict):
    code = "clause_not_confirmed"
    message = _("Vilkårets læsning er ikke bekræftet af en person, så varslet kan ikke afgives.")


class NotInForce(StateConflict):
    code = "agreement_not_in_force"
    message = _("Aftalen er ikke i kraft, så der er intet at varsle.")


class NotAParty(StateConflict):
    code = "not_a_party"
    message = _("Jeres organisation er udtrådt af aftalen og kan ikke afgive varsel under den.")


class RegionCannotLeave(StateConflict):
    code = "region_cannot_leave"
    message = _("Regionen forvalter aftalen og kan ikke udtræde af den. Varsl opsigelse i stedet.")


class NoticeOpen(StateConflict):
    code = "notice_open"
    message = _("Der er allerede et åbent varsel af samme slags. Følg det, eller træk det tilbage.")


class AlreadySuspended(StateConflict):
    code = "already_suspended"
    message = _("Aftalen er allerede suspenderet fra %(since)s. Genoptag den, før I varsler igen.")


class MoneyNotUsed(StateConflict):
    code = "money_not_used"
    message = _(
        "Vilkåret kan først bruges, når midlerne er brugt, og der er %(left)s tilbage. "
        "Kladden bliver liggende, til de er brugt."
    )


class MoneyLasts(StateConflict):
    code = "money_lasts"
    message = _(
        "Vilkåret kræver, at midlerne bliver brugt før udløbet. Med det nuværende tempo på "
        "%(pace)s om måneden rækker de aftalen ud, så varslet kan ikke afgives nu."
    )


class MoneyUnknown(StateConflict):
    code = "money_unknown"
    message = _(
        "Vilkåret kræver, at midlerne bliver brugt før udløbet. Der er for lidt historik til at "
        "sige det, så varslet kan ikke afgives nu."
    )


class WrongState(StateConflict):
    code = "notice_wrong_state"
    message = _("Varslet er i mellemtiden blevet %(state)s. Genindlæs siden.")


class ReceivedBeforeGiven(Invalid):
    code = "received_before_given"
    field = "received_on"
    message = _("Varslet kan ikke være modtaget, før det blev afgivet %(given)s.")


class DatedInTheFuture(Invalid):
    code = "dated_in_the_future"
    field = "received_on"
    message = _("Dagen ligger i fremtiden. Skriv den dag, varslet blev modtaget.")


class DecidedInTheFuture(Invalid):
    code = "dated_in_the_future"
    field = "decided_on"
    message = _("Dagen ligger i fremtiden. Skriv den dag, organet besluttede det.")


class PostedAfter(StateConflict):
    code = "posted_after"
    message = _(
        "Varslet får virkning efter %(last)s, men der er honoreret ydelser udført senere. "
        "Annullér dem, før modtagelsen registreres."
    )


class InEffect(StateConflict):
    code = "notice_in_effect"
    message = _("Varslet har fået virkning og kan ikke længere trækkes tilbage.")


class NotInEffect(StateConflict):
    code = "notice_not_in_effect"
    message = _("Suspensionen er ikke begyndt. Træk varslet tilbage i stedet.")


class WithdrawalAsked(StateConflict):
    code = "withdrawal_asked"
    message = _("De andre parter er allerede spurgt, om varslet kan trækkes tilbage.")


class WithdrawalNotAsked(StateConflict):
    code = "withdrawal_not_asked"
    message = _("Afgiveren har ikke spurgt, om varslet kan trækkes tilbage. Genindlæs siden.")


class NothingToAgree(StateConflict):
    code = "nothing_to_agree"
    message = _(
        "Jeres part har intet at svare på: den har ikke modtaget varslet, eller har svaret."
    )


class NoBody(StateConflict):
    code = "no_body"
    message = _("Kladden venter ikke på noget organ.")


class WrongBody(Invalid):
    code = "wrong_body"
    field = "body"
    message = _(
        "Organet hører ikke til jeres part og har ikke indstillet om aftalen. Vælg et andet."
    )
