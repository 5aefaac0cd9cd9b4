"""How fast one connection may talk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.limits import SMALLEST_HARVEST, Bucket, Buckets, Rate

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


def test_what_is_not_admitted_takes_nothing() -> None:
    bucket = Bucket(TEN_A_SECOND, now_s=0)

    assert [bucket.admits(1, now_s=0) for _ in range(25)] == [True] * 20 + [False] * 5
    assert bucket.admits(1, now_s=0.11)
    assert not bucket.admits(1, now_s=0.12)


def test_each_key_has_its_own_bucket() -> None:
    buckets: Buckets[str] = Buckets(TEN_A_SECOND)
    buckets.of("ada", now_s=0).take(100, now_s=0)

    assert not buckets.of("ada", now_s=0).admits(1, now_s=0)
    assert buckets.of("bo", now_s=0).admits(1, now_s=0)


def test_full_buckets_are_forgotten_and_debts_are_not() -> None:
    buckets: Buckets[int] = Buckets(TEN_A_SECOND)
    buckets.of(-1, now_s=0).take(10**6, now_s=0)
    for second in range(10):
        for key in range(SMALLEST_HARVEST):
            now_s = float(1 + second * 10)
            buckets.of(second * SMALLEST_HARVEST + key, now_s).take(1, now_s)

    assert len(buckets) <= 2 * SMALLEST_HARVEST
    assert not buckets.of(-1, now_s=100).admits(1, now_s=100)
