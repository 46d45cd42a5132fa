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


class NoticeOpen(StateConflict):
    code = "notice_open"
    message = _("Der er allerede et åbent varsel af samme slags. Følg det, eller træk det tilbage.")


class MoneyNotUsed(Invalid):
    code = "money_not_used"
    field = "before_money_used"
    message = _(
        "Vilkåret siger »når midlerne er brugt«, og der er midler tilbage. Sæt kryds, hvis I læser "
        "det sådan, at varslet kan gives, før de er brugt."
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


class InEffect(StateConflict):
    code = "notice_in_effect"
    message = _("Varslet har fået virkning og kan ikke længere trækkes tilbage.")
