"""However many jobs a day brings, a library has its file open as often as there is work at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QRunnable, QThreadPool

from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member


def members(library):
    return library.value("SELECT count(*) FROM member")


def on_a_thread(work):
    """What work comes to on a thread that ends with it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def test_a_day_of_jobs_on_the_pool_of_the_window_opens_the_file_once_more(library):
    class Job(QRunnable):
        def run(self):
            seen.append(members(library))

    pool, seen, before = QThreadPool(), [], len(library._connections)
    for _ in range(50):
        pool.start(Job())
        pool.waitForDone()
    assert len(seen) == 50 and len(library._connections) <= before + 1


def test_threads_that_end_leave_their_connection_to_the_next(library):
    members(library)
    assert [on_a_thread(lambda: members(library)) for _ in range(20)] == [0] * 20
    assert len(library._connections) == 2


def test_work_at_the_same_time_has_connections_of_its_own(library):
    members(library)
    all_there = threading.Barrier(3)

    def work():
        members(library)
        all_there.wait(20)

    for _ in range(4):
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(library._connections) == 4


def test_what_a_thread_left_half_done_is_given_up_before_another_has_its_connection(library):
    def ends_in_the_middle():
        library.connection().execute("BEGIN IMMEDIATE")
        library.connection().execute("UPDATE library_state SET name = 'half'")

    on_a_thread(ends_in_the_middle)
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="李娜", created_at=1)
    assert library.value("SELECT name FROM library_state") == "Zhixing"


def test_a_library_that_is_closed_while_somebody_works_takes_nothing_back(library, clock):
    began, closed = threading.Event(), threading.Event()

    def work():
        members(library)
        began.set()
        closed.wait(20)

    thread = threading.Thread(target=work)
    thread.start()
    began.wait(20)
    library.shut()
    closed.set()
    thread.join()
    assert len(library._connections) == 0

    with open_library(library.folder, clock=clock) as again:
        assert members(again) == 0
    assert members(library) == 0  # whoever asks a closed one is lent a connection that works
    library.shut()
