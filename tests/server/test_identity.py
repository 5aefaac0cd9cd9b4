"""Signatures: nobody makes a link or a cookie but the server."""

import json
import time

import pytest
from itsdangerous import URLSafeTimedSerializer

from server.identity import COOKIE_AGE_S, BadToken, Identity, Pass, cookie_name

SECRET = b"s" * 32
ADA = Pass("stadtgruen", "ada", "link")


@pytest.fixture
def identity() -> Identity:
    return Identity(SECRET)


def test_a_signed_link_is_read_back(identity: Identity) -> None:
    assert identity.read_link(identity.sign_link("helpathon", "link")) == ("helpathon", "link")


def test_a_signed_pass_is_read_back(identity: Identity) -> None:
    assert identity.read_pass(identity.sign_pass(ADA)) == ADA


def test_a_link_fits_into_an_address_and_a_pass_into_a_cookie(identity: Identity) -> None:
    plain = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert set(identity.sign_link("helpathon", "link")) <= plain
    assert set(identity.sign_pass(ADA)) <= plain


def test_every_node_with_the_secret_reads_it_and_no_other(identity: Identity) -> None:
    link, cookie = identity.sign_link("helpathon", "link"), identity.sign_pass(ADA)

    assert Identity(SECRET).read_link(link) == ("helpathon", "link")
    assert Identity(SECRET).read_pass(cookie) == ADA
    stranger = Identity(b"t" * 32)
    with pytest.raises(BadToken):
        stranger.read_link(link)
    with pytest.raises(BadToken):
        stranger.read_pass(cookie)


def test_a_link_is_no_pass_and_a_pass_no_link(identity: Identity) -> None:
    with pytest.raises(BadToken):
        identity.read_pass(identity.sign_link("helpathon", "link"))
    with pytest.raises(BadToken):
        identity.read_link(identity.sign_pass(ADA))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "\0", "ü", "a" * 10_000])
def test_what_is_no_token_is_refused(identity: Identity, token: str) -> None:
    with pytest.raises(BadToken):
        identity.read_link(token)
    with pytest.raises(BadToken):
        identity.read_pass(token)


def test_every_changed_character_of_a_pass_is_noticed(identity: Identity) -> None:
    cookie = identity.sign_pass(ADA)
    for position in range(len(cookie) - 1):  # the last character of base64 has idle bits
        other = "A" if cookie[position] != "A" else "B"
        with pytest.raises(BadToken):
            identity.read_pass(cookie[:position] + other + cookie[position + 1 :])


@pytest.mark.parametrize("content", [[], "ada", None, 7, {"person": "ada"}, {"x": 1}])
def test_a_signed_cookie_of_another_form_is_refused(identity: Identity, content: object) -> None:
    with pytest.raises(BadToken):
        identity.read_pass(signed(content))


def test_a_pass_ends_with_its_cookie(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = identity.sign_pass(ADA)
    signed_at_s = time.time()

    monkeypatch.setattr(time, "time", lambda: signed_at_s + COOKIE_AGE_S - 60)
    assert identity.read_pass(cookie) == ADA
    monkeypatch.setattr(time, "time", lambda: signed_at_s + COOKIE_AGE_S + 60)
    with pytest.raises(BadToken):
        identity.read_pass(cookie)


def test_each_helpathon_has_a_cookie_of_its_own() -> None:
    assert cookie_name("a") != cookie_name("b")


def signed(content: object) -> str:
    """As `sign_pass` signs, whatever it is."""
    serializer = Identity(SECRET)._passes
    assert isinstance(serializer, URLSafeTimedSerializer)
    token = serializer.dumps(json.loads(json.dumps(content)))
    assert isinstance(token, str)
    return token
