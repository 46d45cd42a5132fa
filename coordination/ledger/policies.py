from coordination.agreements import policies as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import CARE_ROLES, Actor, Role
from coordination.base.errors import NotAllowed


def check_manage_budget(actor: Actor, agreement: Agreement) -> None:
    """Budgets and tariffs belong to the region that looks after the agreement."""
    agreements.check_draft(actor, agreement.region_id)


def check_post(actor: Actor) -> None:
    """Care gives rise to postings; the features above decide who may do what to a session."""
    if actor.role not in CARE_ROLES | {Role.SYSTEM}:
        raise NotAllowed


def check_ask(actor: Actor) -> None:
    """Whoever may give rise to a posting may ask whether there is room for it; never how much."""
    check_post(actor)


def check_see_money(actor: Actor) -> None:
    """Totals of agreements are for those who look after them."""
    agreements.check_manage(actor)
