import pytest

from server.account import SETTLED_BYTES, SETTLED_FRAMES, SETTLED_WORK_S, Account
from server.limits import Bucket, Rate, TalkLimits

LIMITS = TalkLimits(
    messages=Rate(per_s=100, burst=200),
    bytes=Rate(per_s=100_000, burst=200_000),
    work=Rate(per_s=0.1, burst=0.2),
)


def test_who_talks_as_people_do_owes_nothing() -> None:
    account = Account.alone(LIMITS, now_s=0)
    for second in range(100):
        for number in range(50):
            assert account.charge(1, 40, 0.0001, now_s=second + number / 50) == 0


@pytest.mark.parametrize(
    ("frames", "size_bytes", "work_s", "owed_s"),
    [
        (300, 0, 0.0, 1.0),
        (0, 300_000, 0.0, 1.0),
        (0, 0, 0.3, 1.0),
        (300, 400_000, 0.3, 2.0),
    ],
)
def test_the_largest_debt_counts(
    frames: int, size_bytes: int, work_s: float, owed_s: float
) -> None:
    account = Account.alone(LIMITS, now_s=0)
    assert account.charge(frames, size_bytes, work_s, now_s=0) == pytest.approx(owed_s)


@pytest.mark.parametrize(
    ("frames", "size_bytes", "work_s"),
    [(1, 0, 0.0), (0, SETTLED_BYTES // SETTLED_FRAMES, 0.0), (0, 0, SETTLED_WORK_S / 16)],
)
def test_small_amounts_add_up(frames: int, size_bytes: int, work_s: float) -> None:
    account = Account.alone(LIMITS, now_s=0)
    owed_s = [account.charge(frames, size_bytes, work_s, now_s=0) for _ in range(1000)]
    assert owed_s[0] == 0
    assert max(owed_s) > 1


def test_connections_of_one_person_share_what_they_may() -> None:
    def bucket(rate: Rate) -> Bucket:
        return Bucket(rate, now_s=0)

    shared = bucket(LIMITS.messages), bucket(LIMITS.bytes), bucket(LIMITS.work)
    laptop, phone = Account(*shared), Account(*shared)
    assert laptop.charge(200, 0, 0, now_s=0) == 0
    assert phone.charge(100, 0, 0, now_s=0) == pytest.approx(1)
