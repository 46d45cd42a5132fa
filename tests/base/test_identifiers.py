import csv
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from stdnum import verhoeff

from coordination.base import identifiers
from coordination.base.identifiers import Cpr, InvalidIdentifier, Sex, masked, parse_cpr

REFERENCE = Path(__file__).parents[2] / "coordination" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TEST_CITIZENS = rows("medcom_test_patients.csv")
EINER = "0201609995"
ANDERS = "3103979995"


def as_replacement(cpr: str) -> str:
    return f"{int(cpr[:2]) + 60}{cpr[2:]}"


def test_all_78_official_test_numbers_are_read_with_birth_date_and_sex():
    assert len(TEST_CITIZENS) == 78
    for citizen in TEST_CITIZENS:
        cpr = parse_cpr(citizen["cpr"])

        assert cpr == Cpr(
            digits=citizen["cpr"],
            birth_date=date.fromisoformat(citizen["birth_date"]),
            sex=citizen["gender"],
            replacement=False,
        )


@pytest.mark.parametrize(
    "written", ["020160-9995", "020160 9995", "020160–9995", " 020160 - 9995\n", "020160\u00a09995"]
)
def test_hyphens_and_spaces_make_no_difference(written):
    assert parse_cpr(written).digits == EINER


def test_a_replacement_number_is_accepted_and_marked():
    cpr = parse_cpr(as_replacement(ANDERS))

    assert cpr.replacement
    assert cpr.birth_date == date(1997, 3, 31)
    assert cpr.digits == "9103979995"


def test_every_test_number_has_a_replacement_with_the_same_birth_date_and_sex():
    for citizen in TEST_CITIZENS:
        own, replacement = parse_cpr(citizen["cpr"]), parse_cpr(as_replacement(citizen["cpr"]))

        assert (replacement.birth_date, replacement.sex) == (own.birth_date, own.sex)
        assert replacement.replacement
        assert not own.replacement


@pytest.mark.parametrize(
    ("seventh_digit", "short_year", "year"),
    [
        (0, 0, 1900), (3, 99, 1999), (4, 36, 2036), (4, 37, 1937), (5, 57, 2057),
        (5, 58, 1858), (8, 0, 2000), (8, 99, 1899), (9, 36, 2036), (9, 37, 1937),
    ],
)  # fmt: skip
def test_the_seventh_digit_decides_the_century(seventh_digit, short_year, year):
    assert identifiers.birth_year(seventh_digit, short_year) == year


@pytest.mark.parametrize("date_part", ["000160", "320160", "600160", "920160", "300297", "011397"])
def test_a_number_whose_first_part_is_no_date_is_refused(date_part):
    with pytest.raises(InvalidIdentifier, match="ikke en dato"):
        parse_cpr(date_part + EINER[6:])


def test_a_leap_day_in_1900_is_refused_though_2000_had_one():
    with pytest.raises(InvalidIdentifier):
        parse_cpr("290200" + "0" + EINER[7:])


@pytest.mark.parametrize("text", ["", "020160", "020160-99955", "020160-9A95", "٠٢٠١٦٠٩٩٩٥", "-"])
def test_what_is_not_ten_digits_is_refused(text):
    with pytest.raises(InvalidIdentifier, match="ti cifre"):
        parse_cpr(text)


def test_a_cpr_shows_itself_masked_however_it_is_printed():
    cpr = parse_cpr(EINER)

    assert masked(cpr) == "020160-****"
    assert repr(cpr) == str(cpr) == f"{cpr}" == "Cpr(020160-****)"
    assert "9995" not in f"{[cpr]} { ({'patient': cpr})!r}"


def test_there_are_two_sexes_in_the_register():
    assert {citizen["gender"] for citizen in TEST_CITIZENS} == set(get_args(Sex))


def test_all_217_sor_codes_are_valid():
    codes = [unit["sor_code"] for unit in rows("sor_units.csv")]

    assert len(codes) == 217
    assert [identifiers.check_sor(code) for code in codes] == codes


def test_a_sor_code_with_any_single_digit_changed_is_refused():
    code = "8031000016007"
    for place in range(len(code)):
        for digit in set("0123456789") - {code[place]}:
            with pytest.raises(InvalidIdentifier):
                identifiers.check_sor(code[:place] + digit + code[place + 1 :])


def test_a_sor_code_of_another_namespace_is_refused_though_its_check_digit_fits():
    item = "803100001700"
    code = item + verhoeff.calc_check_digit(item)

    with pytest.raises(InvalidIdentifier):
        identifiers.check_sor(code)


def test_sor_and_shak_codes_of_the_hospitals_are_valid():
    hospitals = rows("hospitals.csv")

    for hospital in hospitals:
        if hospital["sor_code"]:
            assert identifiers.check_sor(hospital["sor_code"]) == hospital["sor_code"]
        if hospital["shak_prefix"]:
            assert identifiers.check_shak(hospital["shak_prefix"]) == hospital["shak_prefix"]


def test_all_98_municipal_cvr_numbers_and_codes_are_valid():
    municipalities = rows("municipalities.csv")

    assert len(municipalities) == 98
    for municipality in municipalities:
        assert identifiers.check_cvr(municipality["cvr"]) == municipality["cvr"]
        assert identifiers.check_municipality_code(municipality["code"]) == municipality["code"]
        assert (
            identifiers.check_municipality_code(municipality["code_short"]) == municipality["code"]
        )


def test_a_cvr_number_is_read_with_country_code_and_spaces():
    assert identifiers.check_cvr("DK 64 94 22 12") == "64942212"


def test_all_shak_codes_of_the_units_are_valid():
    codes = [unit["shak"] for unit in rows("sor_units.csv") if unit["shak"]]

    assert len(codes) > 20
    assert [identifiers.check_shak(code.lower()) for code in codes] == codes


def test_a_provider_number_is_filled_to_six_digits():
    assert identifiers.check_provider_number("61654") == "061654"
    assert identifiers.check_provider_number(" 061 654 ") == "061654"


def test_an_authorisation_id_is_kept_in_capitals():
    assert identifiers.check_authorisation_id("005ml") == "005ML"


def test_a_gln_is_thirteen_digits_with_a_valid_check_digit():
    assert identifiers.check_gln("5790 0000 0000 5") == "5790000000005"


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (identifiers.check_sor, "123"),
        (identifiers.check_cvr, "64942213"),
        (identifiers.check_cvr, "6494221"),
        (identifiers.check_gln, "5790000000006"),
        (identifiers.check_gln, "73513537"),  # a valid EAN-8
        (identifiers.check_provider_number, "6165"),
        (identifiers.check_provider_number, "0616540"),
        (identifiers.check_authorisation_id, "00AML"),
        (identifiers.check_authorisation_id, "07BC"),
        (identifiers.check_municipality_code, "1081"),
        (identifiers.check_municipality_code, "0100"),
        (identifiers.check_municipality_code, "0861"),
        (identifiers.check_municipality_code, "11"),
        (identifiers.check_shak, "38"),
        (identifiers.check_shak, "3800A"),
        (identifiers.check_shak, "3800A80B"),
        (identifiers.check_shak, "38Å0A80"),
    ],
)
def test_a_wrong_number_is_refused_with_advice_that_does_not_repeat_it(check, wrong):
    with pytest.raises(InvalidIdentifier) as refusal:
        check(wrong)

    assert wrong not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_no_refusal_of_a_cpr_repeats_any_of_it():
    number = ANDERS
    for wrong in ("99" + number[2:], number[:-1], number + "0"):
        with pytest.raises(InvalidIdentifier) as refusal:
            parse_cpr(wrong)

        assert number[2:6] not in str(refusal.value)
