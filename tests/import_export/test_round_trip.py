"""What goes out comes back: export, import into an empty library, and it is the same."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import FileNotWritable
from kclub_desktop.import_export import import_files
from kclub_desktop.import_export.export import export_courses, export_members, export_ratings
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Enrolment, Member, Rating
from tests.making import made_library

NOW = 1_790_000_000
SAMPLES = Path(__file__).parent / "samples"
MEMBER = (
    "SELECT name, email, phone, language, status, level, plan, channel, tags, note, email_consent, joined_at,"
    " archived_at, spent_before, spent_before_currency FROM member ORDER BY id"
)
COURSE = (
    "SELECT title, summary, price, currency, language, category, tags, creator, status, published_at"
    " FROM course ORDER BY id"
)
RATING = (
    "SELECT m.name, c.title, r.stars, r.review, r.rated_at FROM rating r JOIN member m ON m.id = r.member"
    " JOIN course c ON c.id = r.course ORDER BY m.id, c.id"
)

anything = st.text(
    st.one_of(
        st.sampled_from("'=+-@\t\r\n\",;|、高é 😀"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd"),
    ),
    max_size=20,
)
short = anything.map(str.strip)
long = anything.filter(lambda text: not text or not text.isspace())
labels = st.lists(short.filter(lambda t: t and "," not in t), max_size=3, unique=True).map(",".join)
times = st.none() | st.integers(0, 4_000_000_000)
members = st.lists(
    st.fixed_dictionaries(
        {
            "name": short,
            "email": st.just("") | st.from_regex(r"[a-z]{3,8}[0-9]{6}@example\.org", fullmatch=True),
            "phone": st.just("") | st.from_regex(r"\+861[3-9][0-9]{9}", fullmatch=True),
            "language": st.sampled_from(["", "zh", "en"]),
            "status": st.sampled_from(["member", "lead"]),
            "level": short,
            "plan": short,
            "channel": short,
            "tags": labels,
            "note": long,
            "email_consent": st.integers(0, 1),
            "joined_at": times,
            "archived_at": times,
            "spent_before": st.integers(0, 10**9),
            "spent_before_currency": st.sampled_from(["CNY", "JPY", "KWD"]),
        }
    ),
    max_size=4,
    unique_by=(lambda m: m["email"] or object(), lambda m: m["phone"] or object()),
)
courses = st.lists(
    st.fixed_dictionaries(
        {
            "title": short.filter(bool),
            "summary": long,
            "price": st.integers(0, 10**9),
            "currency": st.sampled_from(["CNY", "JPY"]),
            "language": st.sampled_from(["", "zh", "en"]),
            "category": short,
            "tags": labels,
            "creator": short,
            "status": st.sampled_from(["draft", "published", "archived"]),
            "published_at": times,
        }
    ),
    min_size=1,
    max_size=3,
)


@given(people=members, catalogue=courses, stars=st.integers(1, 5), review=long, bom=st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_something_is_lost_or_changed_on_the_way_out_and_in(people, catalogue, stars, review, bom):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with made_library(folder / "a", name="A", clock=FixedClock(NOW)) as mine:
            with mine.write(Op.MAKE_DEMO):
                ids = rows.add_many(mine, Member, [{**person, "created_at": NOW} for person in people])
                taught = rows.add_many(mine, Course, [{**course, "created_at": NOW} for course in catalogue])
                for member in ids:
                    pair = {"member": member, "course": taught[0]}
                    rows.add(mine, Rating, **pair, stars=stars, review=review, rated_at=NOW)
                    rows.add(mine, Enrolment, **pair, enrolled_at=NOW)
            written = [folder / "m.csv", folder / "c.csv", folder / "r.csv"]
            for export, path in zip((export_members, export_courses, export_ratings), written, strict=True):
                export(mine, path, bom=bom)

            with made_library(folder / "b", name="B", clock=FixedClock(NOW)) as other:
                report = import_files(other, written[::-1], now=NOW)
                assert not any(file.rejected for file in report.files), report.as_json()
                for sql in (MEMBER, COURSE, RATING):
                    assert other.rows(sql) == mine.rows(sql)
                again = import_files(other, written, now=NOW)
                at_home = import_files(mine, written, now=NOW)

        for report in (again, at_home):
            assert not any(any(file.created.values()) for file in report.files), report.as_json()
            assert not any(file.changed or file.differences for file in report.files)


def test_an_exported_file_runs_a_formula_or_hides_chinese_from_excel(library, tmp_path):
    import_files(library, [SAMPLES / "ghost_members.csv", SAMPLES / "members_zh_gb18030.csv"], now=NOW)

    assert export_members(library, tmp_path / "out.csv") == 111

    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell[:1]]
    assert '\'=HYPERLINK("http://example.invalid","x")' in cells
    assert "'+8613684278406" in cells


def test_an_export_to_a_place_that_cannot_be_written_leaves_half_a_file(library, tmp_path):
    with pytest.raises(FileNotWritable):
        export_members(library, tmp_path / "no such folder" / "out.csv")
    (tmp_path / "taken").mkdir()
    with pytest.raises(FileNotWritable):
        export_members(library, tmp_path / "taken")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "taken"]
