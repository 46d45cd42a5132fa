"""Who can log in to the demo, and the two REST clients."""

from dataclasses import dataclass
from datetime import date

from coordination.access import services as access
from coordination.access.models import User
from coordination.base.actor import Actor, Role
from coordination.overview.demo.places import AMBULANCE, SPECIALISTS
from coordination.parties import services as parties
from coordination.parties.enums import Profession
from coordination.parties.models import Organisation, Practitioner

DEMO_PASSWORD = "samspil-demo-2020"
CLIENT_SECRET = "samspil-demo-klient-hemmelighed"
SINCE = date(2019, 1, 1)


@dataclass(frozen=True, slots=True)
class Login:
    """`place` names an organisation of the demo (see `places.Places`)."""

    username: str
    first_name: str
    last_name: str
    role: Role
    place: str
    authorisation_id: str = ""
    since: date = SINCE
    clinic: str = ""
    """Where a consultant keeps working as a doctor."""
    is_superuser: bool = False

    @property
    def where(self) -> str:
        """The place, and the year the role begins in where that is later than everybody's."""
        return self.place if self.since == SINCE else f"{self.place} (fra {self.since.year})"


DEMO_LOGINS = (
    Login("sygeplejerske", "Signe", "Sygeplejerske", Role.ACUTE_NURSE, "Ikast-Brande Kommune"),
    Login("laege", "Lone", "Læge", Role.GP, "Lægehuset Ikast-Brande", "00DL1"),
    Login("region", "Rikke", "Region", Role.REGION_ADMIN, "Region Midtjylland"),
    Login(
        "kommune", "Kim", "Kommune", Role.MUNICIPAL_ADMIN, "Ikast-Brande Kommune", is_superuser=True
    ),
    Login("oekonomi", "Ole", "Økonomi", Role.REGION_FINANCE, "Region Midtjylland"),
    Login(
        "praksis",
        "Pia",
        "Praksis",
        Role.PRACTICE_STAFF,
        "Lægehuset Ikast-Brande",
        is_superuser=True,
    ),
    Login("plo", "Poul", "Plo", Role.GP_ORGANISATION, "PLO-Midtjylland"),
    Login(
        "konsulent",
        "Karen",
        "Konsulent",
        Role.PRACTICE_CONSULTANT,
        "Regionshospitalet Gødstrup",
        "00DK1",
        clinic="Lægehuset Herning",
    ),
    Login("hospital", "Henrik", "Hospital", Role.HOSPITAL_MANAGEMENT, "Regionshospitalet Gødstrup"),
    Login("speciallaege", "Sofie", "Special", Role.HOSPITAL_SPECIALIST, SPECIALISTS),
    Login(
        "laegevagt", "Laura", "Vagt", Role.OUT_OF_HOURS_DOCTOR, "Lægevagten i Region Midtjylland"
    ),
    Login("paramediciner", "Peter", "Paramediciner", Role.PARAMEDIC, AMBULANCE),
    Login("sengeafsnit", "Sara", "Sengeafsnit", Role.WARD, "Regionshospitalet Gødstrup"),
    Login("plejehjem", "Per", "Plejehjem", Role.CARE_HOME, "Ikast-Brande Kommune"),
    Login("sygeplejerske2", "Hanne", "Nabo", Role.ACUTE_NURSE, "Herning Kommune"),
    Login("laege2", "Hans", "Nabolæge", Role.GP, "Lægehuset Herning", "00DL2"),
    Login("sygeplejerske3", "Nina", "Sjælland", Role.ACUTE_NURSE, "Næstved Kommune"),
    Login("laege3", "Niels", "Sjællandslæge", Role.GP, "Lægehuset Næstved", "00DL3"),
    Login(
        "konsulent3",
        "Klaus",
        "Konsulent",
        Role.PRACTICE_CONSULTANT,
        "Sjællands Universitetshospital, Køge",
        "00DK2",
        clinic="Lægehuset Næstved",
    ),
    Login(
        "hospital3",
        "Hanne",
        "Hospital",
        Role.HOSPITAL_MANAGEMENT,
        "Sjællands Universitetshospital, Køge",
    ),
    Login("region3", "Ruth", "Sjælland", Role.REGION_ADMIN, "Region Sjælland"),
    Login(
        "region4",
        "Rosa",
        "Østdanmark",
        Role.REGION_ADMIN,
        "Region Østdanmark",
        since=date(2026, 1, 1),
    ),
)

CLIENTS = (
    (
        "demo-omsorgssystem",
        "Omsorgssystem i Ikast-Brande",
        Role.ACUTE_NURSE,
        "Ikast-Brande Kommune",
    ),
    ("demo-laegesystem", "Lægesystem i Ikast-Brande", Role.GP, "Lægehuset Ikast-Brande"),
    (
        "demo-oekonomi",
        "Økonomisystem i Region Midtjylland",
        Role.REGION_FINANCE,
        "Region Midtjylland",
    ),
)


def make_people(actor: Actor, places: dict[str, Organisation]) -> dict[str, User]:
    """The log-ins with their roles, and the clients; returns the people by user name."""
    people = {}
    for login in DEMO_LOGINS:
        place = places[login.place]
        user = access.register_user(
            actor=actor,
            username=login.username,
            password=DEMO_PASSWORD,
            first_name=login.first_name,
            last_name=login.last_name,
            email=f"{login.username}@demo.invalid",
            practitioner=_practitioner(actor, login, places[login.clinic or login.place]),
        )
        access.grant_role(
            actor=actor,
            user=user,
            organisation=place,
            role=login.role,
            starts_on=login.since,
            is_superuser=login.is_superuser,
        )
        people[login.username] = user
    for client_id, name, role, place_name in CLIENTS:
        access.register_client(
            actor=actor,
            name=name,
            organisation=places[place_name],
            role=role,
            client_id=client_id,
            secret=CLIENT_SECRET,
        )
    return people


def _practitioner(actor: Actor, login: Login, place: Organisation) -> Practitioner | None:
    if not login.authorisation_id:
        return None
    return parties.register_practitioner(
        actor=actor,
        name=f"{login.first_name} {login.last_name}",
        profession=Profession.DOCTOR,
        authorisation_id=login.authorisation_id,
        works_at=place,
        starts_on=SINCE,
    )
