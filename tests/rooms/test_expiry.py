"""Links that run out, each told once, however the clock goes."""

from rooms.expiry import LOOK_EVERY_S, Expiries


def test_a_link_runs_out_once() -> None:
    expiries = Expiries()
    expiries.note("hp", "team", 100)

    assert expiries.newly_over(99) == []
    assert expiries.newly_over(100) == [("hp", "team")]
    assert expiries.newly_over(101) == []


def test_links_run_out_each_at_its_time() -> None:
    expiries = Expiries()
    for link, at_ms in (("late", 200), ("never", 2**50), ("soon", 100)):
        expiries.note("hp", link, at_ms)
    expiries.note("other", "soon", 100)

    assert expiries.newly_over(150) == [("hp", "soon"), ("other", "soon")]
    assert expiries.newly_over(300) == [("hp", "late")]


def test_a_link_that_was_prolonged_runs_out_again() -> None:
    expiries = Expiries()
    expiries.note("hp", "team", 100)
    expiries.newly_over(150)
    expiries.note("hp", "team", 200)

    assert expiries.newly_over(150) == []
    assert expiries.newly_over(200) == [("hp", "team")]


def test_a_link_prolonged_and_cut_short_between_two_looks_runs_out_again() -> None:
    expiries = Expiries()
    expiries.note("hp", "team", 100)
    expiries.newly_over(150)
    expiries.note("hp", "team", 200)
    expiries.note("hp", "team", 100)

    assert expiries.newly_over(150) == [("hp", "team")]


def test_a_clock_set_back_makes_a_link_run_out_again() -> None:
    expiries = Expiries()
    expiries.note("hp", "team", 100)
    expiries.newly_over(150)
    expiries.newly_over(50)

    assert expiries.newly_over(150) == [("hp", "team")]


def test_connections_end_within_a_second_of_their_link() -> None:
    assert LOOK_EVERY_S <= 0.5


def test_links_that_were_forgotten_are_not_told() -> None:
    expiries = Expiries()
    for scope, link in (("hp", "team"), ("hp", "over"), ("other", "team")):
        expiries.note(scope, link, 100 if link == "team" else 10)
    expiries.newly_over(50)

    expiries.forget("hp")

    assert expiries.newly_over(150) == [("other", "team")]
    expiries.note("hp", "over", 10)
    assert expiries.newly_over(150) == [("hp", "over")]
