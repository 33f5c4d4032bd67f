"""Fixtures of the plugin's tests: one WordPress and one Chromium for all, everybody's desk, the service's stand-in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.extension.loopback import serving
from tests.wordpress.desk import Desk, chromium, seat
from tests.wordpress.service import Service, StandIn
from tests.wordpress.site import Site, running_site

KEY = "vk_this_is_the_secret_of_the_test"
SENTENCE = "Five Spaniards were freed on Tuesday."
OTHER = "The minister met them in Madrid 😀 at noon."
NOTE = '<!-- wp:{kind} {{"className":"veridict-note"}} --><p class="veridict-note">{words}</p><!-- /wp:{kind} -->'
PARAGRAPH = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """One WordPress for all tests here."""
    with running_site() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as running:
        yield running


@pytest.fixture
def service(site: Site) -> Iterator[Service]:
    """The service's stand-in; the plugin is set to it."""
    stand_in = StandIn()
    with serving(stand_in.respond) as server:
        site.settings(server.address, KEY)
        yield Service(stand_in, server)


@pytest.fixture(scope="package")
def desks(browser: Browser, site: Site) -> Iterator[dict[str, Desk]]:
    """Everybody's desk."""
    seated = {user: seat(browser, site, user) for user in ("admin", "editor", "author", "subscriber")}
    yield seated
    for desk in seated.values():
        desk.context.close()


@pytest.fixture
def editor(desks: dict[str, Desk], site: Site) -> Iterator[Desk]:
    """The editor's desk; nothing may have gone wrong in the page or in PHP, or have left for another host."""
    yield desks["editor"]
    assert desks["editor"].faults == []
    assert site.complaints() == []


@pytest.fixture
def admin(desks: dict[str, Desk], site: Site) -> Iterator[Desk]:
    """The administrator's desk, under the same conditions."""
    yield desks["admin"]
    assert desks["admin"].faults == []
    assert site.complaints() == []
