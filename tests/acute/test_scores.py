"""TOBS and NEWS2: every boundary of both tables, and what is kept with a request."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from acute import selectors
from acute import services as acute
from acute.enums import WORDS, Obstacle, ScoreKind
from acute.errors import (
    AlreadyMoved,
    NothingMeasured,
    ScoreActionsMissing,
    TooPrecise,
    UnknownScore,
    UnknownWord,
)
from acute.models import Score, ScoreBand
from acute.rules.scores import PARAMETERS, USUAL, Band, Circumstances, score
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.reference import rows
from coordination.base.rowsecurity import scope
from tests import make

pytestmark = pytest.mark.django_db

TOBS, NEWS2 = ScoreKind.TOBS, ScoreKind.NEWS2
FILES = {TOBS: "tobs.csv", NEWS2: "news2.csv"}
STEP = {"temperature": Decimal("0.1")}
ADULT = 70
WELL = {
    TOBS: {
        "respiration_rate": Decimal(16),
        "pulse": Decimal(70),
        "systolic_bp": Decimal(130),
        "temperature": Decimal("37.0"),
        "consciousness": "habituel",
    },
    NEWS2: {
        "respiration_rate": Decimal(16),
        "spo2": Decimal(97),
        "supplemental_oxygen": "no",
        "systolic_bp": Decimal(130),
        "pulse": Decimal(70),
        "consciousness": "A",
        "temperature": Decimal("37.0"),
    },
}
"""A citizen who counts nothing in any parameter."""

ACTIONS = [(0, "Se igen i morgen."), (3, "Tal med lægen i dag."), (5, "Ring til lægen nu.")]


def bands(kind):
    """The table as the database holds it."""
    return [
        Band(row.parameter, row.points, row.value, row.lowest, row.highest)
        for row in ScoreBand.objects.filter(score=kind)
    ]


def total(kind, *, circumstances=USUAL, age=ADULT, **changes):
    """The score of somebody well, but for the changes; a change to None is a missing parameter."""
    by_name = WELL[kind] | changes
    readings = {
        PARAMETERS[kind][name]: value for name, value in by_name.items() if value is not None
    }
    return score(kind, bands(kind), readings, age=age, circumstances=circumstances)


def edges():
    """Every limit of both tables with its points, and the values just outside it."""
    for kind, file in FILES.items():
        table = rows(file)
        for row in table:
            for end in ("min_inclusive", "max_inclusive"):
                if row[end]:
                    yield kind, row["parameter"], row[end], int(row["points"])


def _changes(parameter, text):
    """The change that puts a reading into a column of the chart."""
    reading = text if text.replace(".", "", 1).isdecimal() is False else Decimal(text)
    match parameter:
        case "spo2_scale1":
            return {"spo2": reading}, USUAL, 0
        case "spo2_scale2_on_air":
            return {"spo2": reading}, Circumstances(spo2_scale=2), 0
        case "spo2_scale2_on_oxygen":
            return {"spo2": reading, "supplemental_oxygen": "yes"}, Circumstances(2), 2
        case "consciousness":
            return {parameter: text.replace(" ", "_").replace("på", "paa")}, USUAL, 0
    return {parameter: reading}, USUAL, 0


WORD_OF = {"Alert": "A", "new_Confusion": "C", "Voice": "V", "Pain": "P", "Unresponsive": "U"}


@pytest.mark.parametrize(("kind", "parameter", "limit", "points"), list(edges()))
def test_each_limit_of_each_band_counts_what_the_table_says(kind, parameter, limit, points):
    changes, circumstances, besides = _changes(parameter, limit)
    changes = {name: WORD_OF.get(value, value) for name, value in changes.items()}

    assert total(kind, circumstances=circumstances, **changes).total == points + besides


@pytest.mark.parametrize("kind", FILES)
def test_the_bands_of_numbers_leave_no_gap_and_never_overlap(kind):
    columns = {}
    for band in bands(kind):
        if not band.word:
            columns.setdefault(band.parameter, []).append(band)

    for parameter, found in columns.items():
        ordered = sorted(found, key=lambda band: band.lowest or Decimal(-1))
        assert ordered[0].lowest is None
        assert ordered[-1].highest is None
        for lower, upper in itertools.pairwise(ordered):
            assert upper.lowest - lower.highest == STEP.get(parameter, Decimal(1)), parameter


@pytest.mark.parametrize("kind", FILES)
def test_every_word_that_can_be_chosen_is_in_the_table(kind):
    table = {(band.parameter, band.word) for band in bands(kind)}

    for parameter, code in PARAMETERS[kind].items():
        for word in WORDS[code].values if code in WORDS else ():
            assert (parameter, word) in table


@pytest.mark.parametrize(
    ("kind", "parameter"), [(kind, name) for kind in FILES for name in PARAMETERS[kind]]
)
def test_there_is_no_score_while_a_parameter_is_missing(kind, parameter):
    result = total(kind, **{parameter: None})

    assert result.total is None
    assert PARAMETERS[kind][parameter] in result.missing


def test_saturation_on_scale_two_cannot_be_judged_without_knowing_about_oxygen():
    result = total(NEWS2, circumstances=Circumstances(2), supplemental_oxygen=None)

    assert set(result.missing) == {"NPU10197", "O2"}


@pytest.mark.parametrize(("age", "obstacle"), [(15, Obstacle.UNDER_16), (16, None)])
def test_news2_is_not_used_under_sixteen(age, obstacle):
    assert total(NEWS2, age=age).obstacle == obstacle


def test_news2_is_not_used_in_pregnancy():
    result = total(NEWS2, circumstances=Circumstances(pregnant=True))

    assert (result.obstacle, result.total) == (Obstacle.PREGNANT, None)


def test_the_worst_news2_is_twenty_and_the_worst_tobs_fifteen():
    ill = {"respiration_rate": Decimal(25), "temperature": Decimal(30), "pulse": Decimal(131)}
    ill |= {"systolic_bp": Decimal(60)}

    news2 = total(NEWS2, spo2=Decimal(80), supplemental_oxygen="yes", consciousness="U", **ill)
    tobs = total(TOBS, consciousness="ingen_reaktion", **ill)

    assert (news2.total, tobs.total) == (20, 15)


def measured(kind, **changes):
    """The readings by code, as they are sent."""
    by_name = WELL[kind] | changes
    return [(PARAMETERS[kind][name], value) for name, value in by_name.items()]


def kept(place, request):
    with scope(place.nurse):
        return selectors.newest_score(place.nurse, request)


def test_a_request_keeps_its_score_with_the_table_and_the_regions_action():
    place = make.world()
    make.score_choice(place)

    sent = make.request(
        place, measurements=measured(TOBS, pulse=Decimal(110), temperature=Decimal("38.4"))
    )

    score_row = kept(place, sent)
    assert (score_row.score, score_row.version, score_row.total) == ("tobs", "2020", 3)
    assert score_row.action == "Tal med lægen i dag."
    assert {line["code"]: line["points"] for line in score_row.lines}["NPU21692"] == 2


def test_a_single_three_counts_as_the_total_the_region_says():
    place = make.world()
    make.score_choice(place, single_three_as=5)

    sent = make.request(place, measurements=measured(TOBS, pulse=Decimal(130)))

    assert (kept(place, sent).total, kept(place, sent).action) == (3, "Ring til lægen nu.")


def test_without_all_parameters_it_is_kept_as_incomplete():
    place = make.world()
    make.score_choice(place)

    sent = make.request(place, measurements=[("NPU21692", Decimal(110))])

    score_row = kept(place, sent)
    assert (score_row.total, score_row.action) == (None, "")
    assert len(score_row.missing) == 4


def test_the_missing_value_that_is_added_later_completes_the_score():
    place = make.world()
    make.score_choice(place)
    sent = make.request(place, measurements=measured(TOBS)[1:])

    with scope(place.nurse):
        acute.measure(
            actor=place.nurse,
            uuid=sent.uuid,
            measurements=[("MCS88122", Decimal(22))],
            now=make.NOW.replace(minute=50),
        )

    assert kept(place, sent).total == 2


def test_a_region_without_a_choice_has_no_score():
    place = make.world()

    sent = make.request(place, measurements=measured(TOBS))

    assert kept(place, sent) is None


def test_a_new_choice_holds_from_its_day_and_leaves_what_was_computed():
    place = make.world()
    make.score_choice(place)
    sent = make.request(place, measurements=measured(TOBS))
    make.score_choice(place, NEWS2, starts_on=make.TODAY)

    with scope(place.nurse):
        before = selectors.score_setting(place.municipality.pk, on=date(2020, 6, 1))
        after = selectors.score_setting(place.municipality.pk, on=make.TODAY)
    assert (before.score, after.score) == (TOBS, NEWS2)
    assert kept(place, sent).score == TOBS


def test_only_the_regions_administrator_chooses():
    place = make.world()
    choice = acute.ScoreChoice(TOBS, "2020", ACTIONS)

    with scope(place.nurse), pytest.raises(NotAllowed):
        acute.set_score(actor=place.nurse, region=place.region, choice=choice, starts_on=make.TODAY)


@pytest.mark.parametrize(
    ("version", "actions", "refusal"),
    [
        ("1999", ACTIONS, UnknownScore),
        ("2020", [(1, "Ring.")], ScoreActionsMissing),
        ("2020", [(0, "Vent."), (0, "Ring.")], ScoreActionsMissing),
    ],
)
def test_a_choice_needs_a_table_and_an_action_from_zero(version, actions, refusal):
    place = make.world()
    choice = acute.ScoreChoice(TOBS, version, actions)

    with scope(place.admin), pytest.raises(refusal):
        acute.set_score(actor=place.admin, region=place.region, choice=choice, starts_on=make.TODAY)


@pytest.mark.parametrize(
    ("code", "reading", "refusal"),
    [
        ("NPU08676", Decimal("38.45"), TooPrecise),
        ("MCS88126", "svimmel", UnknownWord),
        ("MCS88126", Decimal(1), UnknownWord),
        ("NPU21692", "høj", UnknownWord),
    ],
)
def test_a_reading_that_no_band_could_hold_is_refused(code, reading, refusal):
    place = make.world()

    with pytest.raises(refusal):
        make.request(place, measurements=[(code, reading)])


def test_nothing_is_added_without_a_measurement():
    place = make.world()
    sent = make.request(place)

    with scope(place.nurse), pytest.raises(NothingMeasured):
        acute.measure(actor=place.nurse, uuid=sent.uuid, measurements=[], now=make.NOW)


def test_nothing_is_added_to_what_was_answered():
    place = make.world()
    session = make.answered_request(place)

    with scope(place.nurse), pytest.raises(AlreadyMoved):
        acute.measure(
            actor=place.nurse,
            uuid=session.request.uuid,
            measurements=[("NPU21692", Decimal(80))],
            now=make.NOW,
        )


def test_another_municipality_adds_nothing():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    sent = make.request(place)

    with scope(other.nurse), pytest.raises(NotFound):
        acute.measure(
            actor=other.nurse,
            uuid=sent.uuid,
            measurements=[("NPU21692", Decimal(80))],
            now=make.NOW,
        )


def test_earlier_values_are_told_to_those_who_may_see_them_only():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    make.answered_request(place)
    later = make.request(place)

    def values(actor):
        with scope(actor):
            return selectors.earlier_measurements(actor, place.patient, but=later)

    assert [row.value for row in values(place.nurse)] == [91]
    assert values(other.nurse) == []


def test_the_database_keeps_no_total_beside_a_missing_parameter():
    place = make.world()
    make.score_choice(place)
    sent = make.request(place, measurements=measured(TOBS))
    row = kept(place, sent)
    row.pk, row.missing = None, ["NPU21692"]

    with scope(place.nurse), pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with scope(place.nurse):
        assert Score.objects.count() == 1
