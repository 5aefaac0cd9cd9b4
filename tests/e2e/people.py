"""People in front of browsers, and what they do, in words of the product."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.processes import ServerProcess

Device = Literal["laptop", "narrow", "phone"]
Role = Literal["facilitator", "participant", "guest"]
Language = Literal["de", "en"]

VIEWPORTS: dict[Device, dict[str, Any]] = {
    "laptop": {"viewport": {"width": 1440, "height": 900}},
    "narrow": {"viewport": {"width": 700, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
# The computer's clock is wrong, the page's stopwatch is not.
WRONG_CLOCK = """
(() => {
  const RealDate = Date;
  const wrong = SKEW;
  globalThis.Date = class extends RealDate {
    constructor(...args) { args.length ? super(...args) : super(RealDate.now() + wrong); }
    static now() { return RealDate.now() + wrong; }
  };
})()
"""


@dataclass
class Helpathon:
    """A Helpathon on a running server: opens its door to people."""

    browser: Browser
    server: ServerProcess
    links: dict[str, str]
    _contexts: list[BrowserContext] = field(default_factory=list)

    def arrive(
        self,
        name: str,
        *,
        room: str = "Nordmarkt",
        role: Role = "participant",
        device: Device = "laptop",
        language: Language = "de",
        clock_wrong_by_ms: int = 0,
    ) -> "Visitor":
        """Somebody opens the link, says their name and is in the room."""
        visitor = self.knock(
            role=role, device=device, language=language, clock_wrong_by_ms=clock_wrong_by_ms
        )
        visitor.join(name, room)
        return visitor

    def knock(
        self,
        *,
        role: Role = "participant",
        device: Device = "laptop",
        language: Language = "de",
        clock_wrong_by_ms: int = 0,
    ) -> "Visitor":
        """Somebody opens the link."""
        context = self.browser.new_context(locale=language, **VIEWPORTS[device])
        self._contexts.append(context)
        if clock_wrong_by_ms:
            context.add_init_script(WRONG_CLOCK.replace("SKEW", str(clock_wrong_by_ms)))
        page = context.new_page()
        visitor = Visitor(page, self, device)
        page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        page.goto(f"{self.server.url}{self.links[role]}?lang={language}")
        return visitor

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@dataclass
class Visitor:
    """One person's browser."""

    page: Page
    helpathon: Helpathon
    device: Device
    errors: list[str] = field(default_factory=list)

    def join(self, name: str, room: str) -> None:
        self.page.get_by_label(re.compile("Wie heißt du|your name|What.*name", re.IGNORECASE)).fill(
            name
        )
        self.page.get_by_text(room, exact=True).click()
        self.page.get_by_role("button", name=re.compile("Los geht|Let.s go", re.IGNORECASE)).click()
        self.page.wait_for_url("**/r/**")
        expect(self.save_state).to_contain_text(SAVED)

    @property
    def save_state(self) -> Locator:
        return self.page.locator(".save-pill")

    def has_saved(self) -> None:
        expect(self.save_state).to_contain_text(SAVED, timeout=SAVED_WITHIN_MS)

    # On the board

    def make_note(self, text: str) -> None:
        """By keyboard: N, write, Escape."""
        self.page.keyboard.press("n")
        self.writing_field.wait_for()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Escape")

    def note(self, text: str) -> Locator:
        return self.page.locator(".note", has_text=text)

    def open_note(self, text: str) -> None:
        self.note(text).dblclick()
        self.writing_field.wait_for()

    @property
    def writing_field(self) -> Locator:
        return self.page.locator(".note-field:visible")

    @property
    def texts(self) -> list[str]:
        """What the notes on the board say."""
        return self.page.locator(".note .note-text").all_text_contents()

    # In the list

    def add_card(self, text: str) -> None:
        self.page.locator(".composer-field").fill(text)
        self.page.locator(".composer .primary").click()

    def card(self, text: str) -> Locator:
        return self.page.locator(".card", has_text=text)


SAVED = re.compile("Gespeichert|Saved|Nur lesen|Read only")
# A server that was killed is back within seconds; a page asks again within twenty at most.
SAVED_WITHIN_MS = 30_000
