"""Every check of every policy, as a table of who passes."""

import inspect
from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from acute import policies as acute
from consultants import policies as consultants
from coordination.access import policies as access
from coordination.access.policies import STAFF
from coordination.agreements import policies as agreements
from coordination.agreements.enums import AgreementKind
from coordination.base.actor import (
    CARE_ROLES,
    MANAGING_ROLES,
    OFFICE_ROLES,
    PATIENT_ROLES,
    SERVICE_ROLES,
    UNBOUND_ROLES,
    UNIT_ROLES,
    Actor,
    Role,
)
from coordination.base.errors import NotAllowed, allowed
from coordination.ledger import policies as ledger
from coordination.notices import policies as notices
from coordination.parties import policies as parties
from discharges import policies as discharges

HERE, ELSEWHERE = 1, 2
MYSELF = 7
ME, COLLEAGUE = 1, 2
MODULES = (access, acute, agreements, consultants, discharges, ledger, notices, parties)

PEOPLE = frozenset(Role) - {Role.SYSTEM}
SYSTEM = frozenset({Role.SYSTEM})
NOBODY: frozenset[Role] = frozenset()
STAFFED = frozenset(STAFF)
NURSE = frozenset({Role.ACUTE_NURSE})
WARD = frozenset({Role.WARD})
DOCTOR = frozenset({Role.GP})
ASKERS = NURSE | {Role.PARAMEDIC}
ADVISERS = DOCTOR | {Role.HOSPITAL_SPECIALIST, Role.OUT_OF_HOURS_DOCTOR}
PRACTICE = frozenset({Role.GP, Role.PRACTICE_STAFF})
STEWARD = frozenset({Role.REGION_ADMIN}) | SYSTEM
CONSULTANT = frozenset({Role.PRACTICE_CONSULTANT})
FILERS = PRACTICE | {Role.WARD, Role.MUNICIPAL_ADMIN, Role.ACUTE_NURSE} | SYSTEM
RECEIVERS = CONSULTANT | {Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN}
MANAGER = frozenset({Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN, Role.REGION_ADMIN})
SHARERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE, Role.MUNICIPAL_ADMIN})
EMPLOYER = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN}) | SYSTEM
WITH_CONSULTANTS = EMPLOYER | {
    Role.REGION_FINANCE,
    Role.HOSPITAL_MANAGEMENT,
    Role.PRACTICE_CONSULTANT,
}
PAYERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE})
GIVER = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})


def acting(role: Role) -> Actor:
    """Somebody with the role at `HERE`, with the rows that the role opens."""
    own = (HERE,)
    return Actor(
        user_id=1,
        name="Test",
        role=role,
        organisation_id=HERE,
        practitioner_id=MYSELF,
        own_orgs=own,
        care_orgs=own if role in CARE_ROLES | SERVICE_ROLES | SYSTEM else (),
        is_superuser=True,
        office_orgs=own if role in OFFICE_ROLES | SYSTEM else (),
        unit_orgs=own if role in UNIT_ROLES else (),
        ward_orgs=own if role is Role.WARD else (),
        kin_orgs=() if role in UNBOUND_ROLES else own,
        consultant_orgs=own if role in MANAGING_ROLES | SYSTEM else (),
    )


def at(place: int) -> Any:
    """An object whose every party is at the place."""
    return SimpleNamespace(
        region_id=place,
        municipality_id=place,
        practice_id=place,
        ward_id=place,
        party_ids=[place],
        host_id=place,
        clinic_id=place,
        practitioner_id=place + 100,
    )


def of(kind: AgreementKind) -> Any:
    """An agreement of a kind."""
    return SimpleNamespace(kind=kind)


def own() -> Any:
    """An appointment at the place of the person who asks."""
    return SimpleNamespace(host_id=HERE, clinic_id=HERE, practitioner_id=MYSELF)


def duty(place: int, doctor: int) -> Any:
    """A duty of somebody at a practice."""
    return SimpleNamespace(practice_id=place, doctor_id=doctor)


TABLE: list[tuple[ModuleType, str, tuple[Any, ...], frozenset[Role]]] = [
    (acute, "check_work_list", (), PATIENT_ROLES),
    (acute, "check_consult", (), ASKERS),
    (acute, "check_send", (), NURSE),
    (acute, "check_take", (), ADVISERS),
    (acute, "check_take", (at(HERE),), ADVISERS),
    (acute, "check_take", (at(ELSEWHERE),), NOBODY),
    (acute, "check_log_unanswered", (), ADVISERS | ASKERS),
    (acute, "check_log_unanswered", (at(HERE),), ADVISERS | ASKERS),
    (acute, "check_log_unanswered", (at(ELSEWHERE),), NOBODY),
    (acute, "check_set_ladder", (), STEWARD),
    (acute, "check_set_ladder", (HERE,), STEWARD),
    (acute, "check_set_ladder", (ELSEWHERE,), NOBODY),
    (acute, "check_hand_back", (at(HERE),), ADVISERS),
    (acute, "check_hand_back", (at(ELSEWHERE),), NOBODY),
    (acute, "check_answer", (at(HERE),), ADVISERS),
    (acute, "check_answer", (at(ELSEWHERE),), NOBODY),
    (acute, "check_see_fee", (), DOCTOR),
    (acute, "check_see_fee", (at(HERE),), DOCTOR),
    (acute, "check_see_fee", (at(ELSEWHERE),), NOBODY),
    (acute, "check_close", (), ASKERS),
    (acute, "check_close", (at(HERE),), ASKERS),
    (acute, "check_close", (at(ELSEWHERE),), NOBODY),
    (acute, "check_cancel", (at(HERE),), ASKERS),
    (acute, "check_cancel", (at(ELSEWHERE),), NOBODY),
    (acute, "check_measure", (), ASKERS),
    (acute, "check_measure", (at(HERE),), ASKERS),
    (acute, "check_measure", (at(ELSEWHERE),), NOBODY),
    (acute, "check_attach", (), ASKERS),
    (acute, "check_attach", (at(HERE),), ASKERS),
    (acute, "check_attach", (at(ELSEWHERE),), NOBODY),
    (acute, "check_see_delegations", (), CARE_ROLES),
    (acute, "check_sign_delegation", (), DOCTOR),
    (acute, "check_end_delegation", (), DOCTOR),
    (acute, "check_end_delegation", (at(HERE),), DOCTOR),
    (acute, "check_end_delegation", (at(ELSEWHERE),), NOBODY),
    (acute, "check_set_score", (), STEWARD),
    (acute, "check_set_score", (HERE,), STEWARD),
    (acute, "check_set_score", (ELSEWHERE,), NOBODY),
    (acute, "check_take_part", (), DOCTOR | SYSTEM),
    (acute, "check_take_part", (HERE,), DOCTOR | SYSTEM),
    (acute, "check_take_part", (ELSEWHERE,), SYSTEM),
    (acute, "check_set_available", (), PRACTICE),
    (acute, "check_see_availability", (), CARE_ROLES),
    (acute, "check_see_duties", (), PRACTICE | STEWARD),
    (acute, "check_plan_duty", (), PRACTICE | STEWARD),
    (acute, "check_plan_duty", (HERE, ELSEWHERE), STEWARD),
    (acute, "check_plan_duty", (ELSEWHERE, HERE), PRACTICE),
    (acute, "check_plan_duty", (ELSEWHERE, ELSEWHERE), NOBODY),
    (acute, "check_answer_duty", (), DOCTOR),
    (acute, "check_answer_duty", (duty(HERE, ME),), DOCTOR),
    (acute, "check_answer_duty", (duty(HERE, COLLEAGUE),), NOBODY),
    (acute, "check_answer_duty", (duty(ELSEWHERE, ME),), NOBODY),
    (acute, "check_see_sessions", (), PRACTICE),
    (acute, "check_see_use", (), SHARERS),
    (acute, "check_log_session", (), DOCTOR),
    (acute, "check_void_session", (), DOCTOR),
    (acute, "check_void_session", (at(HERE),), DOCTOR),
    (acute, "check_void_session", (at(ELSEWHERE),), NOBODY),
    (discharges, "check_see", (), WARD | CARE_ROLES),
    (discharges, "check_announce", (), WARD),
    (discharges, "check_change", (), WARD),
    (discharges, "check_change", (at(HERE),), WARD),
    (discharges, "check_change", (at(ELSEWHERE),), NOBODY),
    (discharges, "check_cancel", (at(HERE),), WARD),
    (discharges, "check_cancel", (at(ELSEWHERE),), NOBODY),
    (discharges, "check_get_ready", (), NURSE | DOCTOR),
    (discharges, "check_get_ready", (at(HERE),), NURSE | DOCTOR),
    (discharges, "check_get_ready", (at(ELSEWHERE),), NOBODY),
    (discharges, "check_come_home", (), NURSE | WARD),
    (discharges, "check_come_home", (at(HERE),), NURSE | WARD),
    (discharges, "check_come_home", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_draft", (HERE,), STEWARD),
    (agreements, "check_draft", (ELSEWHERE,), NOBODY),
    (agreements, "check_send_for_approval", (), STEWARD),
    (agreements, "check_send_for_approval", (at(HERE),), STEWARD),
    (agreements, "check_send_for_approval", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_start_with_approvers", (), STEWARD),
    (agreements, "check_start_with_approvers", (at(HERE),), STEWARD),
    (agreements, "check_start_with_approvers", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_choose_succession", (), STEWARD),
    (agreements, "check_choose_succession", (at(HERE),), STEWARD),
    (agreements, "check_choose_succession", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_settle_clause", (), STEWARD),
    (agreements, "check_settle_clause", (at(HERE),), STEWARD),
    (agreements, "check_settle_clause", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_confirm_clause", (), OFFICE_ROLES | SYSTEM),
    (agreements, "check_confirm_clause", (at(HERE),), OFFICE_ROLES | SYSTEM),
    (agreements, "check_confirm_clause", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_add_document", (), GIVER | SYSTEM),
    (agreements, "check_add_document", (at(HERE),), GIVER | SYSTEM),
    (agreements, "check_add_document", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_add_meetings", (HERE,), GIVER | SYSTEM),
    (agreements, "check_add_meetings", (), GIVER | SYSTEM),
    (agreements, "check_add_meetings", (ELSEWHERE,), NOBODY),
    (agreements, "check_add_meetings", (ELSEWHERE, HERE), STEWARD),
    (agreements, "check_add_meetings", (ELSEWHERE, ELSEWHERE), NOBODY),
    (agreements, "check_record_decision", (), GIVER | SYSTEM),
    (agreements, "check_record_decision", (at(HERE), HERE), GIVER | SYSTEM),
    (agreements, "check_record_decision", (at(HERE), ELSEWHERE), GIVER | SYSTEM),
    (agreements, "check_record_decision", (at(ELSEWHERE), HERE), GIVER | SYSTEM),
    (agreements, "check_record_decision", (at(ELSEWHERE), ELSEWHERE), NOBODY),
    (agreements, "check_decide_for_doctors", ("gp_board",), PEOPLE | SYSTEM),
    (agreements, "check_change_dates", (at(HERE),), GIVER | SYSTEM),
    (agreements, "check_change_dates", (at(ELSEWHERE),), NOBODY),
    (agreements, "check_see_agreements", (), (PEOPLE - UNBOUND_ROLES) | SYSTEM),
    (agreements, "check_manage", (), OFFICE_ROLES | SYSTEM),
    (consultants, "check_see_appointments", (), WITH_CONSULTANTS),
    (consultants, "check_appoint", (), EMPLOYER),
    (consultants, "check_appoint", (HERE,), EMPLOYER),
    (consultants, "check_appoint", (ELSEWHERE,), NOBODY),
    (consultants, "check_open_line", (), STEWARD),
    (consultants, "check_open_line", (HERE,), STEWARD),
    (consultants, "check_open_line", (ELSEWHERE,), NOBODY),
    (consultants, "check_file", (), FILERS),
    (consultants, "check_receive", (), RECEIVERS),
    (consultants, "check_see_snag", (), FILERS | RECEIVERS),
    (consultants, "check_see_points", (), RECEIVERS | MANAGER | SYSTEM),
    (consultants, "check_group", (), CONSULTANT),
    (consultants, "check_group", ([own()],), CONSULTANT),
    (consultants, "check_group", ([],), NOBODY),
    (consultants, "check_answer", ([own()],), CONSULTANT),
    (consultants, "check_answer", ([],), NOBODY),
    (consultants, "check_move", (), CONSULTANT | MANAGER),
    (consultants, "check_move", (at(HERE), [own()]), CONSULTANT | MANAGER),
    (consultants, "check_move", (at(HERE), []), MANAGER),
    (consultants, "check_move", (at(ELSEWHERE), []), NOBODY),
    (consultants, "check_meet", (), CONSULTANT | MANAGER),
    (consultants, "check_close", (), MANAGER),
    (consultants, "check_close", (at(HERE),), MANAGER),
    (consultants, "check_close", (at(ELSEWHERE),), NOBODY),
    (consultants, "check_log", (), CONSULTANT),
    (consultants, "check_log", (at(HERE),), NOBODY),
    (consultants, "check_log", (own(),), CONSULTANT),
    (consultants, "check_sign", (own(),), CONSULTANT),
    (consultants, "check_sign", (at(ELSEWHERE),), NOBODY),
    (consultants, "check_approve", (), MANAGER),
    (consultants, "check_approve", (at(HERE),), MANAGER),
    (consultants, "check_approve", (at(ELSEWHERE),), NOBODY),
    (consultants, "check_approve", (own(),), NOBODY),
    (consultants, "check_return", (at(HERE),), MANAGER),
    (consultants, "check_return", (at(ELSEWHERE),), NOBODY),
    (consultants, "check_extend", (HERE,), EMPLOYER),
    (consultants, "check_extend", (ELSEWHERE,), NOBODY),
    (consultants, "check_end", (HERE,), EMPLOYER),
    (consultants, "check_end", (ELSEWHERE,), NOBODY),
    (ledger, "check_manage_budget", (), STEWARD),
    (access, "check_add_staff", (), STAFFED),
    (access, "check_add_staff", (Role.GP,), PRACTICE),
    (access, "check_add_staff", (Role.ACUTE_NURSE,), NURSE | {Role.MUNICIPAL_ADMIN}),
    (access, "check_add_staff", (Role.OUT_OF_HOURS_DOCTOR,), {Role.OUT_OF_HOURS_DOCTOR}),
    (access, "check_add_staff", (Role.REGION_ADMIN,), NOBODY),
    (ledger, "check_manage_budget", (at(HERE),), STEWARD),
    (ledger, "check_manage_budget", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_post", (of(AgreementKind.ACUTE_ADVICE),), CARE_ROLES | SYSTEM),
    (
        ledger,
        "check_post",
        (of(AgreementKind.PRACTICE_CONSULTANT),),
        CARE_ROLES | MANAGER | SYSTEM,
    ),
    (ledger, "check_ask", (), CARE_ROLES | SYSTEM),
    (ledger, "check_see_money", (), OFFICE_ROLES | SYSTEM),
    (ledger, "check_see_claims", (), PRACTICE | PAYERS | {Role.MUNICIPAL_ADMIN}),
    (ledger, "check_work_claims", (), PAYERS),
    (ledger, "check_approve", (), {Role.REGION_ADMIN}),
    (ledger, "check_approve", (at(HERE),), {Role.REGION_ADMIN}),
    (ledger, "check_approve", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_clear", (at(HERE),), {Role.REGION_FINANCE}),
    (ledger, "check_clear", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_reject", (at(HERE),), PAYERS),
    (ledger, "check_reject", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_see_own_claims", (), PRACTICE),
    (ledger, "check_resubmit", (at(HERE),), DOCTOR),
    (ledger, "check_resubmit", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_fund", (at(HERE),), PAYERS),
    (ledger, "check_fund", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_settle", (), PAYERS | SYSTEM),
    (ledger, "check_settle", (at(HERE),), PAYERS | SYSTEM),
    (ledger, "check_settle", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_invoice", (at(HERE),), PAYERS | SYSTEM),
    (ledger, "check_invoice", (at(ELSEWHERE),), NOBODY),
    (ledger, "check_set_address", (), PAYERS | {Role.MUNICIPAL_ADMIN} | SYSTEM),
    (ledger, "check_set_address", (at(HERE),), PAYERS | {Role.MUNICIPAL_ADMIN} | SYSTEM),
    (ledger, "check_set_address", (at(ELSEWHERE), HERE), PAYERS | {Role.MUNICIPAL_ADMIN} | SYSTEM),
    (ledger, "check_set_address", (at(ELSEWHERE), ELSEWHERE), NOBODY),
    (ledger, "check_fetch", (), PAYERS | {Role.MUNICIPAL_ADMIN} | SYSTEM),
    (ledger, "check_fetch", ("invoice",), PAYERS | SYSTEM),
    (notices, "check_see", (), OFFICE_ROLES | SYSTEM),
    (notices, "check_see_letter", (), OFFICE_ROLES | SYSTEM),
    (notices, "check_see_letter", (ELSEWHERE, HERE), OFFICE_ROLES | SYSTEM),
    (notices, "check_see_letter", (HERE, ELSEWHERE), OFFICE_ROLES | SYSTEM),
    (notices, "check_see_letter", (ELSEWHERE, ELSEWHERE), NOBODY),
    (notices, "check_draft", (), GIVER),
    (notices, "check_draft", (at(HERE),), GIVER),
    (notices, "check_draft", (at(ELSEWHERE),), NOBODY),
    (notices, "check_give", (), GIVER),
    (notices, "check_give", (HERE,), GIVER),
    (notices, "check_give", (ELSEWHERE,), NOBODY),
    (notices, "check_withdraw", (HERE,), GIVER),
    (notices, "check_withdraw", (ELSEWHERE,), NOBODY),
    (notices, "check_receive", (), GIVER),
    (notices, "check_receive", (at(HERE), ELSEWHERE), GIVER),
    (notices, "check_receive", (at(ELSEWHERE), HERE), GIVER),
    (notices, "check_receive", (at(ELSEWHERE), ELSEWHERE), NOBODY),
    (notices, "check_agree_withdrawal", (), GIVER),
    (notices, "check_agree_withdrawal", ([ELSEWHERE, HERE],), GIVER),
    (notices, "check_agree_withdrawal", ([ELSEWHERE],), NOBODY),
    (notices, "check_agree_withdrawal", ([],), NOBODY),
    (notices, "check_see_body", (HERE,), OFFICE_ROLES | SYSTEM),
    (notices, "check_see_body", (ELSEWHERE,), NOBODY),
    (notices, "check_record_body", (HERE,), GIVER),
    (notices, "check_record_body", (ELSEWHERE,), NOBODY),
    (notices, "check_resume", (HERE,), GIVER),
    (notices, "check_resume", (ELSEWHERE,), NOBODY),
    (parties, "check_find_patient", (), CARE_ROLES),
    (parties, "check_find_by_number", (), CARE_ROLES | WARD | {Role.PARAMEDIC}),
    (parties, "check_set_function", (HERE,), STEWARD),
    (parties, "check_set_function", (ELSEWHERE,), NOBODY),
    (parties, "check_set_function", (None,), NOBODY),
]


def _passes(module: ModuleType, check: str, role: Role, what: tuple[Any, ...]) -> bool:
    try:
        getattr(module, check)(acting(role), *what)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("module", "check", "what", "roles"),
    TABLE,
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", ""),
)
def test_a_check_lets_through_whom_the_table_names(module, check, what, roles):
    assert {role for role in Role if _passes(module, check, role, what)} == set(roles)


def test_every_check_stands_in_the_table():
    written = {
        (module.__name__, name)
        for module in MODULES
        for name, _function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("check_")
    }

    assert written == {(module.__name__, name) for module, name, _what, _roles in TABLE}


@pytest.mark.parametrize(
    ("module", "check"), [(access, "check_add_staff"), (acute, "check_plan_duty")]
)
def test_who_is_no_superuser_lets_nobody_in_and_plans_no_duty(module, check):
    ordinary = [replace(acting(role), is_superuser=False) for role in Role]

    assert {who.role for who in ordinary if allowed(getattr(module, check), who)} <= STEWARD


def test_a_program_lets_nobody_in():
    programs = [replace(acting(role), user_id=None, client_id="x") for role in Role]

    assert not any(allowed(access.check_add_staff, who) for who in programs)
