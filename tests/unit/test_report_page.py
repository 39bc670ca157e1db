"""The page as a whole: self-contained, the same for the same input, written whole or not at all."""

import copy
import json
import re
from html.parser import HTMLParser

import pytest
from report_example import DESIGNS, comparison

from analysis.report import LANGUAGES, render, write_report
from analysis.report.stored import FILE_NAME
from sim.errors import InputError


class Tags(HTMLParser):
    """Collects opened tags, checks that they close in order."""

    VOID = frozenset({"meta", "img", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def pages():
    return {lang: render(comparison(), lang) for lang in LANGUAGES}


def without_data(page):
    return re.sub(r"data:[\w/+-]+;base64,[A-Za-z0-9+/=]+", "", page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_needs_nothing_from_anywhere(pages, lang):
    page = without_data(pages[lang])

    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page
    assert "<link" not in page
    assert len(pages[lang]) < 3_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_well_formed_and_accessible(pages, lang):
    tags = Tags()
    tags.feed(pages[lang])

    assert tags.open == []
    assert ("html", {"lang": {"zh": "zh-CN", "en": "en"}[lang]}) in tags.seen
    images = [attributes for tag, attributes in tags.seen if tag == "img"]
    assert len(images) == 6
    assert all(len(image["alt"]) > 20 for image in images)
    assert all("scope" in attributes for tag, attributes in tags.seen if tag == "th")
    ids = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    order = ["answer", "table", "people", "figures", "measures", "sources", "again"]
    assert [name for name in ids if name in order] == order


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_design_and_every_source_is_on_the_page(pages, lang):
    for zh, en in DESIGNS.values():
        assert {"zh": zh, "en": en}[lang] in pages[lang]
    for row in comparison()["sources"]:
        assert row["key"] in pages[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_story_stands_under_the_title(lang):
    told = {"zh": "从前各科室各管一段。", "en": "Once each section had its own part <of it>."}

    page = without_data(render(comparison() | {"story": told}, lang))

    shown = {"zh": told["zh"], "en": "Once each section had its own part &lt;of it&gt;."}[lang]
    assert re.search(rf'</h1>\s*<p class="story">{re.escape(shown)}</p>\s*<p class="lead">', page)


@pytest.mark.parametrize("stored", [comparison(), comparison() | {"story": None}])
def test_a_comparison_without_a_story_is_read_as_before(stored, pages):
    page = render(stored, "en")

    assert page == pages["en"]
    assert '<p class="story">' not in page


def test_the_same_comparison_gives_the_same_page(pages):
    assert render(comparison(), "zh") == pages["zh"]


def test_a_longer_fraction_than_three_digits_is_nowhere_on_the_page(pages):
    page = re.sub(r"<style>.*?</style>|<[^>]+>|<pre>.*?</pre>", " ", without_data(pages["en"]), flags=re.DOTALL)
    page = page.replace("3.11.9", "")

    assert not re.findall(r"(?<![\d.])[1-9]\d*\.\d{3,}|(?<![\d.])\d{2,}\.\d{2,}|0\.0*[1-9]\d{3,}", page)


def test_what_the_user_wrote_is_escaped():
    stored = comparison()
    stored["title"]["en"] = "<b>bold</b> & $x^2$"
    stored["designs"]["reform"]["title"]["en"] = '<img src="x"> $\\frac$'

    page = render(stored, "en")

    assert "<b>bold" not in page
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; $x^2$" in page
    assert '<img src="x">' not in page


def test_a_character_without_glyph_does_not_stop_the_page():
    stored = comparison()
    stored["designs"]["reform"]["title"]["zh"] = "改革🙂龘"

    assert "改革🙂龘" in render(stored, "zh")


def test_a_comparison_stored_before_warm_ups_and_two_capacities_can_still_be_told():
    stored = comparison()
    del stored["warm_up"], stored["capacity"]["on_time"], stored["capacity"]["reasons"]
    stored |= {"load_axis": None, "elapsed_distribution": {}, "people": {}, "bureaus": []}
    for design in stored["designs"].values():
        del design["measures"]["capacity_on_time_multiple"]

    page = render(stored, "en")

    assert 'id="warm_up"' not in page
    assert "2020-10-01 to 2020-12-31<" in page
    assert "on time, each carries" not in page


def test_a_comparison_without_the_optional_parts_is_a_shorter_page():
    stored = comparison()
    stored |= {"load_axis": None, "capacity": None, "elapsed_distribution": {}, "people": {}, "groups": []}
    stored |= {"sources": [], "bureaus": [], "warm_up": None, "rests_on_assumptions": False, "unheard_of": 1}

    page = render(stored, "en")

    assert page.count("<img") == 1
    assert "No axis of load was computed" in page
    assert "was not computed" in page
    assert "rests on assumptions" not in page


def test_the_report_is_written_beside_the_comparison_under_its_own_name(tmp_path, pages):
    (tmp_path / FILE_NAME).write_text(json.dumps(comparison()), encoding="utf-8")
    (tmp_path / "report.en.html").write_text("old", encoding="utf-8")

    path = write_report(tmp_path, "en")

    assert path == tmp_path / "report.en.html"
    assert path.read_text(encoding="utf-8") == pages["en"]
    assert sorted(one.name for one in tmp_path.iterdir()) == [FILE_NAME, "report.en.html"]


def test_an_unknown_language_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(InputError, match="expected one of zh, en"):
        write_report(tmp_path, "de")


def test_a_missing_comparison_is_said_to_be_missing(tmp_path):
    with pytest.raises(InputError, match=r"comparison\.json does not exist"):
        write_report(tmp_path, "zh")


@pytest.mark.parametrize("text", ["{", "", '{"seed": NaN}', "[" * 100_000])
def test_a_corrupt_comparison_is_said_to_be_corrupt(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="is not valid JSON"):
        write_report(tmp_path, "zh")
    assert not list(tmp_path.glob("*.html"))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match="cannot be read"):
        write_report(tmp_path, "zh")


def _without_baseline(stored):
    stored["baseline"] = "sectoins"


def _with_a_word_for_a_number(stored):
    stored["designs"]["reform"]["units"] = "eleven"


def _with_an_unknown_status(stored):
    stored["designs"]["reform"]["status"] = "fine"


def _with_a_short_axis(stored):
    stored["load_axis"]["designs"]["reform"]["status"] = ["steady"]


def _without_seed(stored):
    del stored["seed"]


def _with_an_unknown_design(stored):
    stored["differences"][0]["design"] = "nobody"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_without_baseline, "baseline is 'sectoins', expected one of sections"),
        (_with_a_word_for_a_number, r"designs\.reform\.units.*given 'eleven'"),
        (_with_an_unknown_status, r"designs\.reform\.status.*'steady', 'capped' or 'overloaded'"),
        (_with_a_short_axis, r"load_axis.*'reform'"),
        (_without_seed, "'seed': field required"),
        (_with_an_unknown_design, "names the design 'nobody'"),
    ],
)
def test_a_comparison_of_another_shape_is_refused_with_the_place(damage, message):
    stored = copy.deepcopy(comparison())
    damage(stored)

    with pytest.raises(InputError, match=message):
        render(stored, "zh")


@pytest.mark.parametrize("stored", [None, [], "text", {}])
def test_something_else_than_a_comparison_is_refused(stored):
    with pytest.raises(InputError, match="expected shape"):
        render(stored, "en")
