"""The demo community is believable, holds together, and is good enough to recommend from."""

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.demo import make_demo
from kclub_desktop.errors import AlreadyALibrary
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.recommend.serve import next_courses

NOW = 1_795_500_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with make_demo(tmp_path_factory.mktemp("demo") / "L", clock=FixedClock(NOW)) as library:
        yield library


def told(library):
    """What the community tells without its ids."""
    return [
        library.rows("SELECT name, email, level, joined_at FROM member ORDER BY email"),
        library.rows(
            "SELECT m.email, c.title, r.stars, r.review, r.rated_at FROM rating r JOIN member m ON m.id = r.member"
            " JOIN course c ON c.id = r.course ORDER BY 1, 2"
        ),
        library.rows("SELECT kind, at FROM activity ORDER BY at, kind"),
    ]


def test_it_is_as_large_as_promised_in_both_languages(demo):
    counts = {t: demo.value(f"SELECT count(*) FROM {t}") for t in ("member", "course", "event")}
    assert counts == {"member": 400, "course": 40, "event": 12}
    for table in ("member", "course"):
        assert {language for (language,) in demo.rows(f"SELECT DISTINCT language FROM {table}")} == {
            "zh",
            "en",
        }


def test_the_same_seed_makes_the_same_community_and_another_seed_another(demo, tmp_path):
    with make_demo(tmp_path / "same", clock=FixedClock(NOW)) as same:
        assert told(same) == told(demo)
    with make_demo(tmp_path / "other", clock=FixedClock(NOW), seed=7) as other:
        assert told(other) != told(demo)


def test_a_folder_that_holds_a_library_is_left_alone(tmp_path):
    make_demo(tmp_path / "L", clock=FixedClock(NOW)).shut()
    with pytest.raises(AlreadyALibrary):
        make_demo(tmp_path / "L", clock=FixedClock(NOW))


@pytest.mark.parametrize(
    "contradiction",
    [
        "SELECT 1 FROM rating r LEFT JOIN enrolment e ON e.member = r.member AND e.course = r.course"
        " WHERE e.id IS NULL OR r.rated_at <= e.enrolled_at",
        "SELECT 1 FROM enrolment WHERE (progress = 100) <> (completed_at IS NOT NULL)",
        "SELECT 1 FROM enrolment e JOIN member m ON m.id = e.member WHERE e.enrolled_at < m.joined_at",
        "SELECT 1 FROM enrolment e JOIN course c ON c.id = e.course WHERE c.published_at IS NULL"
        " OR e.enrolled_at < c.published_at",
        "SELECT 1 FROM \"order\" o WHERE o.status = 'paid' AND o.total >"
        " (SELECT coalesce(sum(amount), 0) FROM payment p WHERE p.\"order\" = o.id AND p.kind <> 'refund')",
        "SELECT 1 FROM activity a WHERE a.kind = 'purchase' AND NOT EXISTS (SELECT 1 FROM \"order\" o"
        " WHERE o.member = a.member AND o.course = a.course)",
        "SELECT 1 FROM check_in c LEFT JOIN registration r ON r.event = c.event AND r.member = c.member"
        " WHERE r.ticket IS NOT c.ticket",
        f"SELECT 1 FROM activity WHERE at > {NOW}",
        "SELECT 1 FROM member GROUP BY email HAVING count(*) > 1",
        "SELECT 1 FROM registration GROUP BY ticket HAVING count(*) > 1",
    ],
)
def test_its_facts_do_not_contradict_each_other(demo, contradiction):
    assert demo.rows(contradiction) == []


def test_there_is_a_door_to_stand_at_now_and_events_to_come(demo):
    starts = [at for (at,) in demo.rows("SELECT starts_at FROM event WHERE status = 'open'")]
    assert len(starts) == 4
    assert 0 < min(starts) - NOW <= 2 * 3600


def test_members_go_quiet_and_some_courses_are_favourites(demo):
    recent = demo.value("SELECT count(DISTINCT member) FROM activity WHERE at > ?", (NOW - 30 * 86_400,))
    assert 60 < recent < 250
    takers = [n for (n,) in demo.rows("SELECT count(*) FROM enrolment GROUP BY course ORDER BY 1 DESC")]
    assert takers[0] > 2 * takers[len(takers) // 2]


def test_courses_are_recommended_that_the_member_does_not_have(demo):
    member = demo.value("SELECT member FROM enrolment GROUP BY member ORDER BY count(*) DESC, member")
    owned = {course for (course,) in demo.rows("SELECT course FROM enrolment WHERE member = ?", (member,))}
    found = next_courses(demo, ModelCache().get(demo), member, 5)
    assert len(found) == 5
    assert all(each.reasons and each.course_id not in owned for each in found)


def test_a_demo_that_was_cut_short_is_made_when_it_is_asked_for_again(tmp_path, monkeypatch):
    def cut(*_rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kclub_desktop.demo.make.make_people", cut)
        with pytest.raises(KeyboardInterrupt):
            make_demo(tmp_path, clock=FixedClock(NOW))
    with make_demo(tmp_path, clock=FixedClock(NOW)) as library:
        assert library.value("SELECT count(*) FROM member") == 400
    with pytest.raises(AlreadyALibrary):
        make_demo(tmp_path, clock=FixedClock(NOW))
