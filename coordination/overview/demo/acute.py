"""What the acute feature is set to in the demo: scores and what they ask for, by region."""

from datetime import date

from acute import services as acute
from acute.enums import ScoreKind
from coordination.base.actor import Actor
from coordination.overview.demo.places import SINCE
from coordination.parties.models import Organisation

TOBS = acute.ScoreChoice(
    ScoreKind.TOBS,
    "2020",
    (
        (0, "Fortsæt som aftalt. Mål igen ved ændring."),
        (2, "Mål igen inden for 4 timer, og tal med kollega."),
        (3, "Spørg lægen i dag."),
        (5, "Spørg lægen straks. Ring 112 ved livstruende sygdom."),
    ),
    single_three_as=3,
)
NEWS2 = acute.ScoreChoice(
    ScoreKind.NEWS2,
    "2017",
    (
        (0, "Fortsæt som aftalt. Mål igen ved ændring."),
        (1, "Mål igen inden for 4 timer."),
        (5, "Spørg lægen straks."),
        (7, "Ring 112."),
    ),
    single_three_as=5,
)
"""The tables are public; what a total asks for is decided by each region, and here by the demo."""

SCORES = (
    ("Region Midtjylland", TOBS, SINCE),
    ("Region Sjælland", NEWS2, SINCE),
    ("Region Østdanmark", NEWS2, date(2027, 1, 1)),
)


def make_scores(actor: Actor, places: dict[str, Organisation]) -> None:
    """Each region's score from its day on."""
    for name, choice, day in SCORES:
        acute.set_score(actor=actor, region=places[name], choice=choice, starts_on=day)
