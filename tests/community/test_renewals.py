"""The renewal run: done twice, done daily or once a quarter, killed half-way, or on two devices, it comes to the same books."""

import os
import shutil
import subprocess
import sys
import textwrap

import pytest
from community.plans_for_tests import MONTHLY, YEARLY, member, moment, orders, pay, price, status

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import mrr, renewal_rules, renewals, subscriptions
from kclub_desktop.community.renewal_rules import Rules
from kclub_desktop.community.renewal_steps import Step
from kclub_desktop.errors import FieldRefused
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import open_library, rows, undo
from kclub_desktop.store.tables import CommunitySetting

START, DAY = moment("2026-01-31 09:00"), 86_400
TABLES = {
    "subscription": "id, status, period_starts_at, period_ends_at, grace_ends_at, ended_at, end_reason, price, anchor_at",
    "subscription_event": 'subscription, kind, at, monthly_before, monthly_after, credit_used, "order"',
    '"order"': "id, member, total, status, due_at, ordered_at",
    "order_line": "id, title, unit_amount, discount",
}


@pytest.fixture
def folder(tmp_path, new_library):
    return shutil.copytree(new_library, tmp_path / "L")


@pytest.fixture
def library(folder):
    with open_library(folder, clock=FixedClock(START)) as opened:
        yield opened


def books(library):
    return {
        table: library.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4")
        for table, columns in TABLES.items()
    }


def community(library, people=12):
    """Members in many situations: paid, in trial, cancelled, paused, planning a change, never paid."""
    monthly, better = price(library, trial_days=10), price(library, 2 * MONTHLY)
    yearly = price(library, YEARLY, interval="year")
    made = []
    for n in range(people):
        library.clock.move(DAY // 2)
        who = member(library, f"M{n}")
        one = subscriptions.start(library, who, (monthly, better, yearly)[n % 3], trial=n % 2 == 0)
        made.append(one)
        if status(library, one) == "incomplete" and n % 5:
            pay(library, one)
        match n % 6, status(library, one):
            case 1, "active":
                subscriptions.cancel(library, one)
            case 2, "active":
                subscriptions.pause(library, one, until=library.clock.now() + 40 * DAY)
            case 4, "active":
                subscriptions.change(library, one, yearly if n % 3 != 2 else monthly, now=False)
            case _:
                pass
    return made


def run_at(library, text):
    library.clock.move(moment(text) - library.clock.now())
    return renewals.run(library)


def test_a_second_run_finds_nothing_to_do(library):
    community(library)
    first = run_at(library, "2026-03-15 12:00")
    before = books(library)
    assert not first.empty and first.orders
    assert renewals.run(library).empty and books(library) == before


def test_a_run_a_day_and_one_run_a_quarter_come_to_the_same_books(library, folder, tmp_path):
    community(library)
    other = shutil.copytree(folder, tmp_path / "other")
    with open_library(other, clock=FixedClock(library.clock.now())) as daily:
        while daily.clock.now() < moment("2026-05-20 12:00"):
            daily.clock.move(DAY)
            renewals.run(daily)
        run_at(daily, "2026-05-20 12:00")
        run_at(library, "2026-05-20 12:00")
        assert books(daily) == books(library)
        assert mrr.running(library) == mrr.of_facts(library)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(library):
    community(library)
    library.clock.move(45 * DAY)
    before = books(library)
    told = renewals.run(library, dry_run=True)
    assert books(library) == before and told.dry
    done = renewals.run(library)
    assert (told.steps, told.orders, told.asked) == (done.steps, done.orders, done.asked)


def test_stopped_between_two_slices_the_next_run_goes_on(library, folder, tmp_path, monkeypatch):
    community(library)
    other = shutil.copytree(folder, tmp_path / "other")
    monkeypatch.setattr(renewals, "SLICE", 2)

    class Stops(Progress):
        def advance(self, n=1):
            super().advance(n)
            if self.done >= 4:
                self.cancel()

    library.clock.move(50 * DAY)
    with pytest.raises(Cancelled):
        renewals.run(library, progress=Stops())
    half = len(library.rows('SELECT 1 FROM "order"'))
    renewals.run(library)
    assert len(library.rows('SELECT 1 FROM "order"')) > half
    with open_library(other, clock=FixedClock(library.clock.now())) as whole:
        renewals.run(whole)
        assert books(whole) == books(library)


def test_killed_in_the_middle_it_leaves_no_half_order_and_the_next_run_goes_on(library, folder, tmp_path):
    community(library, people=8)
    now = library.clock.now() + 45 * DAY
    library.shut()
    script = f"""
        import os
        from kclub_desktop.clock import FixedClock
        from kclub_desktop.community import renewals, subscription_orders
        from kclub_desktop.store import open_library
        real, done = subscription_orders.of_period, []
        def dies(*args, **named):
            made = real(*args, **named)
            done.append(made)
            if len(done) == 3:
                os._exit(9)
            return made
        subscription_orders.of_period = dies
        renewals.SLICE = 1
        renewals.run(open_library({str(folder)!r}, clock=FixedClock({now})))
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], env=os.environ, capture_output=True, check=False
    )
    assert killed.returncode == 9, killed.stderr
    other = shutil.copytree(folder, tmp_path / "other")
    with open_library(folder, clock=FixedClock(now)) as again:
        assert (
            again.value(
                'SELECT count(*) FROM "order" o WHERE NOT EXISTS (SELECT 1 FROM order_line WHERE "order" = o.id)'
            )
            == 0
        )
        run = renewals.run(again)
        assert run.orders
        ids = again.rows('SELECT id FROM "order"')
        assert len(ids) == len(set(ids)) and renewals.run(again).empty
    assert other.is_dir()


def test_a_run_can_be_undone_and_done_again(library):
    made = subscriptions.start(library, member(library), price(library))
    pay(library, made)
    run_at(library, "2026-03-01 12:00")
    assert orders(library, made)[-1] == (MONTHLY, "open")
    undo.undo_last(library)
    assert len(orders(library, made)) == 1
    renewals.run(library)
    assert orders(library, made) == [(MONTHLY, "paid"), (MONTHLY, "open")]
    assert mrr.running(library) == mrr.of_facts(library)


def test_what_an_endpoint_charges_is_left_to_it(library):
    made = subscriptions.start(library, member(library), price(library), collected_by="stripe")
    assert orders(library, made) == []
    run_at(library, "2026-06-01 12:00")
    assert status(library, made) == "incomplete"


def test_the_communitys_patience_is_kept_by_the_run(library):
    renewal_rules.set_rules(library, Rules(due_days=0, grace_days=0, cancel_days=2))
    made = subscriptions.start(library, member(library), price(library))
    pay(library, made)
    done = run_at(library, "2026-03-05 12:00")
    assert done.steps == {Step.RENEW: 1, Step.FALL_DUE: 1, Step.LOSE_GRACE: 1, Step.GIVE_UP: 1}
    assert status(library, made) == "canceled"


@pytest.mark.parametrize("wrong", [Rules(due_days=-1), Rules(grace_days=400), Rules(tries=0)])
def test_impossible_rules_are_refused(library, wrong):
    with pytest.raises(FieldRefused):
        renewal_rules.set_rules(library, wrong)
    assert renewal_rules.rules(library) == Rules()


def test_rules_that_another_version_wrote_wrongly_count_as_the_usual_ones(library):
    from kclub_desktop.store import Op

    with library.write(Op.EDIT_SETTINGS):
        rows.put(library, CommunitySetting, key="renewals.grace_days", value="a week")
        rows.put(library, CommunitySetting, key="renewals.due_days", value="9999")
    assert renewal_rules.rules(library) == Rules()
