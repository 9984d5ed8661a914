"""Citations: of which kind they are, and in which form they are compared."""

import pytest

from caselaw.choices import IdentifierScheme
from caselaw.citations import normalised, parse

KINDS = {
    "ECLI:NL:HR:2009:BI7099": ("ecli", "ECLI:NL:HR:2009:BI7099"),
    "ecli:ce:echr:2021:0216JUD007758712": ("ecli", "ECLI:CE:ECHR:2021:0216JUD007758712"),
    "Application no. 4239/08": ("application_no", "4239 8"),
    "Applications nos. 71671/16 and 40190/18": ("application_no", "71671 16 40190 18"),
    "[2008] HCA 39": ("neutral", "2008 HCA 39"),
    "2015 BCCA 88": ("neutral", "2015 BCCA 88"),
    "[2011] EWCA Crim 1691": ("neutral", "2011 EWCA CRIM 1691"),
    "Liu v Rex [2011] TOCA 3 (appeal, AC 13 of 2011)": ("neutral", "2011 TOCA 3"),
    "KKO 2022:2": ("neutral", "KKO 2022 2"),
    "HR-2017-1124-A": ("neutral", "HR 2017 1124 A"),
    "[2013] QB 82": ("reporter", "2013 QB 82"),
    "[2014] 1 WLR 2889": ("reporter", "2014 1 WLR 2889"),
    "472 F.3d 638 (9th Cir. 2006)": ("reporter", "472 F 3 D 638"),
    "AIR 1982 SC 1473": ("reporter", "AIR 1982 SC 1473"),
    "PLD 1990 SC 513": ("reporter", "PLD 1990 SC 513"),
    "2015 (2) SACR 452 (WCC)": ("reporter", "2015 2 SACR 452"),
    "BGE 126 IV 225": ("reporter", "BGE 126 IV 225"),
    "G.R. No. 195419": ("docket", "GR 195419"),
    "HAC195.2010": ("docket", "HAC 195 2010"),
    "P 309/10": ("docket", "P 309 10"),
    "FJIx002": ("unodc_no", "FJIX 2"),
    "ILDC 1234 (UK 2008)": ("ildc", "ILDC 1234"),
    "HUDOC 001-114032": ("other", "HUDOC 1 114032"),
    "حكم النقض": ("other", "حكم النقض"),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.items(), ids=KINDS)
def test_the_kind_and_form_of_a_citation(text: str, expected: tuple[str, str]) -> None:
    found = parse(text)

    assert (found.value, found.scheme, found.normalised) == (text, *expected)


def test_a_kind_that_is_given_is_believed() -> None:
    assert parse("[2008] HCA 39", "docket").scheme == IdentifierScheme.DOCKET
    assert parse("12 of 1", "ecli").normalised == "12 1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Application no. 4239/08", "4239/8"),
        ("HAC195.2010", "HAC 195 of 2010"),
        ("G.R. No. 195419", "GR 195419"),
        ("[2008] HCA 39", "2008 hca 39"),
        ("472 F.3d 638 (9th Cir. 2006)", "472 F.3d 638"),
        ("Ｎｏ. １２/2020", "no. 12/2020"),
    ],
)
def test_spellings_of_one_citation_have_one_form(one: str, other: str) -> None:
    assert parse(one).normalised == parse(other).normalised


def test_signs_alone_have_no_form() -> None:
    assert parse(" — ").normalised == ""


@pytest.mark.parametrize("text", ["No.", "case", "0", "(2008)"])
def test_a_text_of_fillers_alone_keeps_them(text: str) -> None:
    assert normalised(text)
