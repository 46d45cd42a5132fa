"""From a snag to a closed improvement; a consultant's meeting, its journey, and its money."""

import pytest
from playwright.sync_api import Page, expect

from tests import processes
from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, choose, title

pytestmark = pytest.mark.slow


def test_a_meeting_is_logged_priced_signed_and_approved(house):
    consultant = house.enter("konsulent3", width=PHONE)
    consultant.goto("/konsulenter/timer/")
    title(consultant, "Timer")
    house.look(consultant)
    consultant.get_by_role("link", name="Ny aktivitet").first.click()
    title(consultant, "Ny aktivitet")
    consultant.get_by_label("Hvad har du lavet?").select_option("meeting")
    consultant.get_by_label("Hvor lang tid?").fill("1:35")
    consultant.get_by_label("Kilometer i alt").fill("42")
    consultant.get_by_label("Ud kl.").fill("15:40")
    consultant.get_by_label("Fremme kl.").fill("16:25")
    consultant.get_by_role("textbox", name="Dag", exact=True).fill("1.6.2020")
    preview = consultant.locator(".fee-preview")
    expect(preview).to_contain_text("95 min. afregnes som 120 min.")
    expect(preview).to_contain_text("45 min. uden for (50 %)")  # Whit Monday
    house.look(consultant, picture="consultant-activity")
    consultant.get_by_role("button", name="Gem").click()

    title(consultant, "Juni 2020")
    expect(consultant.get_by_role("main")).to_contain_text("1:35")
    house.look(consultant, picture="consultant-month")
    consultant.get_by_role("button", name="Måneden er færdig: underskriv").click()
    expect(consultant.get_by_role("main")).to_contain_text("Underskrevet af Klaus Konsulent")
    month = consultant.url

    manager = house.enter("hospital3")
    manager.goto("/konsulenter/timer/")
    expect(manager.get_by_role("main")).to_contain_text("Juni 2020, Klaus Konsulent")
    house.look(manager)
    manager.goto(month)
    manager.get_by_role("button", name="Godkend timerne").click()
    expect(manager.get_by_role("main")).to_contain_text("Godkendt af Hanne Hospital")
    house.look(manager)
    consultant.goto("/konsulenter/timer/")
    consultant.get_by_role("link", name="Klaus Konsulent").first.click()
    house.look(consultant)


def test_a_region_looks_after_its_consultants(house):
    region = house.enter("region3")
    region.goto("/konsulenter/ansaettelser/")
    title(region, "Konsulenter")
    house.look(region, picture="region-consultants")
    region.get_by_role("link", name="Ansæt en konsulent").click()
    house.look(region)
    region.goto("/konsulenter/ansaettelser/")
    region.get_by_role("link", name="Klaus Konsulent").last.click()
    region.get_by_text("Genansæt", exact=True).first.click()
    region.get_by_label("Ny sidste dag").fill("31.12.2025")
    region.get_by_role("button", name="Genansæt").click()
    expect(region.get_by_role("main")).to_contain_text("genansat fra 1.1.2023")
    house.look(region)


def test_a_ward_finds_whom_to_ask(house):
    ward = house.enter("sengeafsnit", width=PHONE)
    ward.goto("/konsulenter/hvem/?q=kardio")
    expect(ward.get_by_role("main")).to_contain_text("Speciallægerådgivning: Kardiologi")
    ward.goto("/konsulenter/hvem/")
    house.look(ward, picture="directory")


SNAGS = {
    "sengeafsnit": "Praksis ved ikke, hvem de kan ringe til om den udskrevne.",
    "laege": "Vi får epikrisen en uge efter udskrivelsen.",
    "kommune": "Hjemmesygeplejen venter på epikrisen.",
}
"""Who files what about the same hospital: a ward, a practice and a municipality."""

POINT, MEASURE = "Epikrisen er hos praksis samme dag", "Epikriser efter to dage"
HOSPITAL = "Regionshospitalet Gødstrup"
REPORT = "Årsberetning"


def test_three_snags_become_one_improvement_and_the_year_reports_itself(
    demo_database, tmp_path, browser
):
    with processes.on(demo_database, tmp_path) as running:
        addresses = running.web(1)
        running.worker()
        running.beat()
        with House(browser, addresses, tmp_path) as house:
            manager = house.enter("hospital")
            before = year_in_numbers(house, manager)
            filers = [a_snag_is_filed(house, who, what) for who, what in SNAGS.items()]
            consultant = house.enter("konsulent", width=PHONE)
            three_are_grouped(house, consultant)
            a_meeting_is_held_about_it(house, consultant)
            its_hour_and_42_km_are_logged_on_the_point(house, consultant)
            the_month_is_approved_and_posted(house, manager, consultant.url)
            the_point_is_closed(house, manager)
            for filer in filers:
                the_filer_is_told(house, filer)
            after = year_in_numbers(house, manager)

            assert {name: after[name] - before[name] for name in before} == {
                "Timer, planlagt": 0,
                "Timer, brugt": 60,
                "Kilometer": 42,
                "Knaster meldt": 3,
                "Knaster taget op eller besvaret": 3,
                "Punkter oprettet": 1,
                "Punkter lukket med effekt": 1,
                "Punkter opgivet": 0,
                "Punkter åbne ved årets udgang": 0,
                "Møder holdt": 1,
            }
            effect = manager.get_by_role("row").filter(has_text=POINT)
            expect(effect).to_contain_text(f"{MEASURE}: 40 % → 12 %")
            expect(effect).to_contain_text("1:00")
            filed = manager.get_by_role("row").filter(has_text="Almen praksis")
            expect(filed).to_contain_text("under 5")
            the_year_is_issued(house, manager)


def at_both_widths(house: House, page: Page, picture: str = "") -> None:
    """Without faults on a phone and on a wide screen."""
    usual = page.viewport_size
    assert usual is not None
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page, picture=picture if width == WIDE else "")
    page.set_viewport_size(usual)


def year_in_numbers(house: House, page: Page) -> dict[str, int]:
    """The sums of this year's report, hours as minutes."""
    page.goto("/konsulenter/aar/")
    page.get_by_role("link", name=f"{REPORT} 2020, {HOSPITAL}").click()
    title(page, f"{REPORT} 2020")
    at_both_widths(house, page, picture="yearly-report")
    facts = page.locator("section", has=page.get_by_role("heading", name="Året i tal"))
    names = facts.locator("dt").all_inner_texts()
    return dict(zip(names, map(number, facts.locator("dd").all_inner_texts()), strict=True))


def number(text: str) -> int:
    hours, colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes) if colon else int(text)


def a_snag_is_filed(house: House, who: str, what: str) -> Page:
    page = house.enter(who, width=PHONE)
    page.goto("/konsulenter/knaster/ny/")
    at_both_widths(house, page)
    page.get_by_label("Hvor?").select_option(label=HOSPITAL)
    page.get_by_label("Hvad går galt i samarbejdet?").fill(what)
    choose(page, "Hver uge")
    page.get_by_role("button", name="Send knasten").click()
    expect(page.get_by_role("main")).to_contain_text(what)
    at_both_widths(house, page)
    return page


def three_are_grouped(house: House, consultant: Page) -> None:
    consultant.goto("/konsulenter/knaster/indbakke/")
    at_both_widths(house, consultant, picture="snag-inbox")
    for what in SNAGS.values():
        row = consultant.get_by_role("row").filter(has_text=what)
        row.locator("label").click()
    consultant.get_by_role("button", name="Lav et forbedringspunkt af dem").click()
    title(consultant, "Nyt forbedringspunkt")
    consultant.get_by_label("Hvad skal blive bedre?").fill(POINT)
    consultant.get_by_label("Ejer på stedet").fill("Den ledende overlæge")
    consultant.get_by_role("textbox", name="Frist").fill("1.9.2020")
    consultant.get_by_label("Hvad måles?").fill(MEASURE)
    consultant.get_by_label("Måling før").fill("40")
    consultant.get_by_label("Enhed").fill("%")
    consultant.get_by_role("textbox", name="Målt den").fill("1.6.2020")
    at_both_widths(house, consultant)
    consultant.get_by_role("button", name="Opret punktet").click()
    title(consultant, POINT)
    at_both_widths(house, consultant, picture="improvement-point")


def a_meeting_is_held_about_it(house: House, consultant: Page) -> None:
    """Its agenda begins with the open point; the decision joins the point's trail."""
    consultant.goto("/konsulenter/moeder/nyt/")
    consultant.get_by_role("textbox", name="Dag", exact=True).fill("2.6.2020")
    consultant.get_by_label("Kl.").fill("7:00")
    at_both_widths(house, consultant)
    consultant.get_by_role("button", name="Opret mødet").click()
    title(consultant, "Møde med ledelsen")
    item = consultant.get_by_role("group", name=POINT)
    item.get_by_label("Beslutning").fill("Epikrisen skrives ved stuegang.")
    at_both_widths(house, consultant)
    consultant.get_by_role("button", name="Gem referatet").click()
    expect(consultant.get_by_role("main")).to_contain_text("Epikrisen skrives ved stuegang.")
    at_both_widths(house, consultant, picture="consultant-meeting")


def its_hour_and_42_km_are_logged_on_the_point(house: House, consultant: Page) -> None:
    """Kind and day follow the meeting; the month is signed."""
    consultant.get_by_role("link", name="Skriv timerne for mødet").click()
    consultant.get_by_label("Hvor lang tid?").fill("1")
    consultant.get_by_label("Kilometer i alt").fill("42")
    points = consultant.get_by_label("Forbedringspunkt")
    points.select_option(points.locator("option", has_text=POINT).get_attribute("value"))
    preview = consultant.locator(".fee-preview")
    expect(preview).to_contain_text("1.089,31 kr.")  # an hour of 941.47, and 42 km of 3.52
    at_both_widths(house, consultant)
    consultant.get_by_role("button", name="Gem").click()
    title(consultant, "Juni 2020")
    expect(consultant.get_by_role("main")).to_contain_text(POINT)
    consultant.get_by_role("button", name="Måneden er færdig: underskriv").click()
    expect(consultant.get_by_role("main")).to_contain_text("Underskrevet af Karen Konsulent")
    at_both_widths(house, consultant)


def the_month_is_approved_and_posted(house: House, manager: Page, month: str) -> None:
    """And the region finds it in the agreement's money."""
    region = house.enter("region")
    left = money_left(region)
    manager.goto(month)
    at_both_widths(house, manager)
    manager.get_by_role("button", name="Godkend timerne").click()
    expect(manager.get_by_role("main")).to_contain_text("Godkendt af Henrik Hospital")
    expect(manager.get_by_role("main")).to_contain_text("Udbetales som løn")
    assert left - money_left(region) == 108_931


def money_left(region: Page) -> int:
    """Øre left in the agreement on consultants."""
    region.goto("/aftaler/praksiskonsulenter-midtjylland/")
    fact = region.locator("dt", has_text="Tilbage").locator("xpath=following-sibling::dd[1]").first
    return int("".join(filter(str.isdecimal, fact.inner_text().partition("kr.")[0])))


def the_point_is_closed(house: House, manager: Page) -> None:
    """The management measures again, in the list and on the board of the same points."""
    manager.goto("/konsulenter/punkter/?visning=tavle")
    at_both_widths(house, manager, picture="improvement-board")
    manager.goto("/konsulenter/punkter/")
    at_both_widths(house, manager)
    manager.get_by_role("link", name=POINT).click()
    expect(manager.get_by_role("main")).to_contain_text("1:00")
    manager.get_by_text("Luk punktet med en måling", exact=True).first.click()
    manager.get_by_label("Måling efter").fill("12")
    manager.get_by_role("textbox", name="Målt den").fill("2.6.2020")
    manager.get_by_label("Hvad blev der ud af det?").fill("Epikrisen skrives ved stuegang.")
    at_both_widths(house, manager)
    manager.get_by_role("button", name="Luk punktet med en måling").click()
    expect(manager.get_by_role("main")).to_contain_text("Lukket med effekt")
    at_both_widths(house, manager)


def the_filer_is_told(house: House, filer: Page) -> None:
    """By a message, and beside what was filed."""

    def told() -> bool:
        filer.goto("/beskeder/")
        return filer.get_by_role("link", name="har ført til en forbedring").count() == 1

    processes.wait_for(told, "the message to whoever filed", pause=0.5)
    filer.goto("/konsulenter/knaster/")
    expect(filer.get_by_role("main")).to_contain_text(f"{MEASURE}: 40 % → 12 %")
    at_both_widths(house, filer)


def the_year_is_issued(house: House, manager: Page) -> None:
    """As a page, a PDF and a workbook, and the same from now on."""
    for name, ending in (("Hent som PDF", ".pdf"), ("Hent tallene (XLSX)", ".xlsx")):
        with manager.expect_download() as download:
            manager.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f"2020{ending}")
    manager.get_by_role("button", name="Udgiv årsberetningen").click()
    expect(manager.get_by_role("main")).to_contain_text("Udgivet 2.6.2020")
    at_both_widths(house, manager)
    manager.get_by_role("link", name="Handleplan 2020").click()
    title(manager, "Handleplan 2020")
    at_both_widths(house, manager)
