"""How fast one connection may talk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.limits import Bucket, Rate

TEN_A_SECOND = Rate(per_s=10, burst=20)


def test_a_burst_is_free() -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)

    assert [bucket.take(1, now_s=0) for _ in range(20)] == [0] * 20


def test_beyond_the_burst_one_waits_until_the_debt_is_paid() -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)
    bucket.take(20, now_s=0)

    assert bucket.take(1, now_s=0) == pytest.approx(0.1)
    assert bucket.take(4, now_s=0) == pytest.approx(0.5)
    assert bucket.take(0, now_s=0.5) == pytest.approx(0)


def test_silence_refills_no_more_than_a_burst() -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)
    bucket.take(20, now_s=0)

    assert bucket.take(20, now_s=3600) == 0
    assert bucket.take(10, now_s=3600) == pytest.approx(1)


def test_one_large_message_waits_once() -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)

    assert bucket.take(120, now_s=0) == pytest.approx(10)
    assert bucket.take(1, now_s=10.1) == pytest.approx(0)


@given(talk=st.lists(st.tuples(st.floats(0, 2), st.floats(0, 50)), min_size=1, max_size=50))
def test_who_waits_as_told_never_exceeds_the_rate(talk: list[tuple[float, float]]) -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)
    now_s = taken = 0.0
    for pause_s, amount in talk:
        now_s += pause_s
        now_s += bucket.take(amount, now_s)
        taken += amount
        assert taken <= TEN_A_SECOND.burst + now_s * TEN_A_SECOND.per_s + 1e-6
