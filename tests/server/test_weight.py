"""What a page weighs before anybody can use it: all it names, compressed as it is sent over https.

A module that a page imports is named by the page (modulepreload), and so is each text, style sheet
and the font of our own languages. What comes later with `import()` (web/shell/lazy.js) is not
counted. If a page has become too heavy, it imports something that nobody needs in the first second.
"""

import re

import pytest

from server.pages import PAGES
from server.settings import WEB
from server.web.files import Release, read_release, smallest

HEAVIEST_BYTES = 150_000


@pytest.fixture(scope="module")
def release() -> Release:
    return read_release(WEB)


@pytest.mark.parametrize("page", sorted({*PAGES.values()}))
def test_a_page_weighs_less_than_150_kilobytes(release: Release, page: str) -> None:
    names = [f"pages/{page}", *named(release, page)]
    sizes = {name: size(release, name) for name in dict.fromkeys(names)}
    heaviest = sorted(sizes.items(), key=lambda each: -each[1])[:20]

    assert sum(sizes.values()) < HEAVIEST_BYTES, f"{sum(sizes.values())} bytes, of it {heaviest}"


@pytest.mark.parametrize("page", sorted({*PAGES.values()}))
def test_a_page_names_only_what_there_is_and_each_once(release: Release, page: str) -> None:
    names = named(release, page)

    assert sorted(set(names)) == sorted(names)
    assert set(names) <= release.files.keys()


@pytest.mark.parametrize("page", sorted({*PAGES.values()}))
def test_a_page_names_the_texts_that_it_loads_first(release: Release, page: str) -> None:
    names = named(release, page)
    source = (WEB / "pages" / page).with_suffix(".js").read_text()
    topics = re.findall(r"loadTexts\(([^)]*)\)", source)[0]
    texts = ["i18n/de.js", *(f"i18n/{topic}.de.js" for topic in re.findall(r'"([^"]+)"', topics))]

    assert set(texts) <= set(names)


def named(release: Release, page: str) -> list[str]:
    markup = release.files[f"pages/{page}"].body.decode()
    return re.findall(rf'"/static/{release.version}/([^"]+)"', markup)


def size(release: Release, name: str) -> int:
    file = release.files[name]
    return len(file.body if file.gzipped is None else smallest(file.body))
