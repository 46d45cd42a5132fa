"""The database refuses foreign rows by itself, also where every filter of the app is gone."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from psycopg.errors import InsufficientPrivilege

from acute import services as acute
from acute.enums import Outcome, ScoreKind, Urgency
from acute.models import Attachment, Measurement, Request, Score, Session, Step
from acute.rules.ladder import USUAL
from coordination.agreements import services as agreements
from coordination.agreements.enums import Succession
from coordination.agreements.models import Approval
from coordination.base import rowsecurity
from coordination.base.actor import PATIENT_ROLES, Actor, Role
from coordination.ledger import services as ledger
from coordination.ledger.models import Entry
from coordination.notices import services as notices
from coordination.notices.models import Receipt
from coordination.parties.models import Organisation, Patient
from tests import make
from tests.access import at_service, consulting, settled, stage
from tests.access.matrix import ALL

PUBLIC = "a public register"
BEFORE = "read before the scope is known; the app shows a person's own"
EXEMPT = {
    "parties_organisation": PUBLIC,
    "parties_identifier": PUBLIC,
    "parties_relation": PUBLIC,
    "parties_population": PUBLIC,
    "parties_affiliation": PUBLIC,
    "acute_callnumber": PUBLIC,
    "agreements_body": PUBLIC,
    "acute_scoresetting": PUBLIC,
    "access_membership": BEFORE,
    "access_apiclient": BEFORE,
}
LOOSE = {"organisation_id", "patient", "patient_id"}
"""Columns that name an organisation or a patient without a foreign key."""


def _names_somebody(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    fields = model._meta.concrete_fields
    return any(
        field.column in LOOSE or (field.remote_field and field.remote_field.model in found)
        for field in fields
    )


def models_with_somebody() -> set[type[models.Model]]:
    """Organisation, Patient, and whatever points at them or at what points at them."""
    found: set[type[models.Model]] = {Organisation, Patient}
    public = {model for model in apps.get_models() if model._meta.db_table in EXEMPT}
    while True:
        targets = (found - public) | {Organisation}
        more = {model for model in apps.get_models() if _names_somebody(model, targets)} - found
        if not more:
            return found
        found |= more


SECURED = sorted(
    (model for model in models_with_somebody() if model._meta.db_table not in EXEMPT),
    key=lambda model: model._meta.label,
)
each_model = pytest.mark.parametrize("model", SECURED, ids=lambda model: model._meta.label)


def _keys(model: type[models.Model]) -> set[int]:
    """Everything in the table that the present scope shows, past every manager."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")
        shown = {key for (key,) in cursor.fetchall()}
    assert shown == set(model._base_manager.values_list("pk", flat=True))
    return shown


@dataclass(frozen=True)
class Place:
    """A world with something in every table, and one actor per role."""

    actors: dict[Role, Actor]
    everything: Actor
    agreement_id: int
    keys: dict[type[models.Model], set[int]]


def _place(world: make.World, *citizens: int) -> Place:
    consulting.build(world)
    settled.build(world)
    make.score_choice(world, ScoreKind.NEWS2)
    things = stage.things_of(world, *citizens)
    for reader in (world.nurse, world.doctor):
        with rowsecurity.scope(reader):
            acute.open_request(actor=reader, uuid=things["waiting"])
    with rowsecurity.scope(world.doctor):
        edited = {"outcome": Outcome.VISIT, "advice": "Jeg kommer.", "now": make.NOW}
        acute.edit_advice(actor=world.doctor, uuid=things["answered"], **edited)
    stage.notice(world, Role.REGION_ADMIN, "given")
    with rowsecurity.scope(world.system):
        agreements.add_suspended_interval(
            actor=world.system,
            agreement=world.agreement,
            starts_on=date(2020, 12, 1),
            ends_before=None,
            reason="Midlerne er brugt",
        )
        agreements.add_document(
            actor=world.system,
            agreement=world.agreement,
            title="Underskrevet aftale",
            content=b"%PDF-1.7",
            now=make.NOW,
        )
        agreements.choose_succession(
            actor=world.system,
            agreement=world.agreement,
            on=date(2020, 12, 31),
            choice=Succession.CONTINUES,
            reason="Uændret",
            now=make.NOW,
        )
        ledger.set_key(
            actor=world.system,
            agreement=world.agreement,
            shares=[(world.region, Decimal(1))],
            starts_on=make.TODAY,
            decision="Regionen betaler",
            decided_on=make.TODAY,
            now=make.NOW,
        )
    with rowsecurity.scope(world.admin):
        acute.set_ladder_times(
            actor=world.admin,
            agreement=world.agreement,
            times={Urgency.NOW: USUAL[Urgency.NOW]},
            starts_on=make.TODAY,
        )
    actors = {role: make.actor(role, stage.place_of(role, world)) for role in sorted(ALL)}
    actors |= {actor.role: actor for actor in (world.nurse, world.doctor, world.admin)}
    stage.messages_at(
        world.municipality, world.practice, world.region, world.plo, world.ambulance, world.unit
    )
    _consult(world, actors, citizens[0])
    at_service.things(world, *(citizens[0] + number for number in (20, 21, 22)))
    notices.refresh_deadlines(now=make.NOW)
    ledger.refresh_forecasts(now=make.NOW)
    return Place(actors, world.system, world.agreement.pk, {})


def _consult(world: make.World, actors: dict[Role, Actor], citizen: int) -> None:
    """Something that the units see; the citizen has no open request with the practice."""
    make.specialist_agreement(world)
    make.consultation(world, citizen=citizen, asker=actors[Role.PARAMEDIC])


def _seen(place: Place) -> dict[type[models.Model], set[int]]:
    """All rows of a world: what its actors and its system can see together."""
    found: dict[type[models.Model], set[int]] = {model: set() for model in SECURED}
    for actor in (place.everything, *place.actors.values()):
        with rowsecurity.scope(actor):
            for model in SECURED:
                if actor.user_id or model._meta.app_label != "audit":  # system acts in both worlds
                    found[model] |= _keys(model)
    return found


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker) -> Iterator[tuple[Place, Place]]:
    """Two worlds in different regions, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        own = _place(make.world(), 0, 1, 2, 3)
        far = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
        foreign = _place(far, 6, 7, 8, 9)
        for place in (own, foreign):
            place.keys.update(_seen(place))
        yield own, foreign
        transaction.set_rollback(True)


def test_every_table_with_somebody_forces_row_security_or_says_why_not(places):
    wanted = {model._meta.db_table for model in models_with_somebody()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
            " AND relforcerowsecurity"
        )
        forced = {name for (name,) in cursor.fetchall()}

    assert wanted - forced == set(EXEMPT)


@each_model
def test_no_role_sees_a_foreign_row_when_every_filter_is_gone(places, model):
    own, foreign = places
    assert foreign.keys[model], "the test says nothing about an empty table"

    for role, actor in own.actors.items():
        with rowsecurity.scope(actor):
            assert not _keys(model) & foreign.keys[model], role


@each_model
def test_without_a_scope_there_are_no_rows(places, model):
    with rowsecurity.scope(None):
        assert _keys(model) == set()


@each_model
def test_no_role_writes_a_foreign_row(places, model):
    own, foreign = places
    with rowsecurity.scope(foreign.everything):
        row = model._base_manager.filter(pk__in=foreign.keys[model]).first()
    if row is None:  # what only a person sees: their own messages and looks
        nurse = foreign.actors[Role.ACUTE_NURSE]
        doctor = foreign.actors[Role.GP]
        row = _first_seen(model, foreign.keys[model], nurse, doctor)

    for role, actor in own.actors.items():
        with rowsecurity.scope(actor):
            assert _refused(model, row), f"{role} inserted"
            key = model._meta.pk.column
            update = f"UPDATE {model._meta.db_table} SET {key} = {key} WHERE {key} = %s"
            assert not _changed(update, row.pk), role
            delete = f"DELETE FROM {model._meta.db_table} WHERE {key} = %s"
            assert not _changed(delete, row.pk), role


def _first_seen(model: type[models.Model], keys: set[int], *actors: Actor) -> models.Model:
    for actor in actors:
        with rowsecurity.scope(actor):
            found = model._base_manager.filter(pk__in=keys).first()
        if found is not None:
            return found
    raise AssertionError("nobody sees a row to copy")


def _refused(model: type[models.Model], row: models.Model) -> bool:
    """Whether the database refuses a copy of a row for lack of privilege."""
    copy = model._base_manager.model(
        **{field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    )
    copy.pk = None
    if hasattr(copy, "uuid"):
        copy.uuid = uuid.uuid4()
    try:
        with transaction.atomic():
            copy.save(force_insert=True)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    except IntegrityError:  # row security let it pass, and only then was it seen to be a copy
        return False
    return False


def _changed(statement: str, key: int) -> bool:
    """Whether the statement touched the row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])
            return cursor.rowcount > 0
    except ProgrammingError as error:
        return not isinstance(error.__cause__, InsufficientPrivilege)


def test_care_roles_see_their_patients_and_offices_see_none(places):
    own, _foreign = places

    seers = set()
    for role, actor in own.actors.items():
        with rowsecurity.scope(actor):
            if Patient._base_manager.exists():
                seers.add(role)

    assert seers == PATIENT_ROLES | {Role.WARD}


def test_a_nested_scope_gives_back_the_outer_one(places):
    own, foreign = places
    nurse, stranger = own.actors[Role.ACUTE_NURSE], foreign.actors[Role.ACUTE_NURSE]

    with rowsecurity.scope(nurse):
        before = _keys(Patient)
        with rowsecurity.scope(stranger):
            inside = _keys(Patient)
        after = _keys(Patient)

    assert before == after
    assert before
    assert not before & inside


def test_a_nested_scope_that_fails_gives_back_the_outer_one(places):
    own, foreign = places

    with rowsecurity.scope(own.actors[Role.ACUTE_NURSE]):
        before = _keys(Patient)
        with pytest.raises(ZeroDivisionError), rowsecurity.scope(foreign.actors[Role.GP]):
            raise ZeroDivisionError
        after = _keys(Patient)

    assert before == after


HUNG = [  # a row of one's own, and the column by which it could be hung on a foreign one
    (Request, "patient_id"),
    (Measurement, "request_id"),
    (Attachment, "request_id"),
    (Score, "request_id"),
    (Step, "request_id"),
    (Session, "request_id"),
    (Session, "patient_id"),
    (Entry, "budget_id"),
    (Receipt, "notice_id"),
    (Approval, "version_id"),
]


@pytest.mark.parametrize(
    ("model", "column"), HUNG, ids=lambda value: getattr(value, "__name__", value)
)
def test_an_own_row_cannot_be_hung_on_a_foreign_one(places, model, column):
    own, foreign = places
    parent = model._meta.get_field(column.removesuffix("_id")).remote_field.model
    care = model._meta.app_label == "acute"
    actor = own.actors[Role.GP if care else Role.REGION_ADMIN]
    with rowsecurity.scope(actor):
        row = model._base_manager.filter(pk__in=own.keys[model]).latest("pk")
    stranger = max(foreign.keys[parent])

    with rowsecurity.scope(actor), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.budget', %s, true)", [str(own.agreement_id)])
        intact = _refused(model, row)
        setattr(row, column, stranger)
        hung = _refused(model, row)

    assert (intact, hung) == (False, True)
