"""A page on its way through the readers, as people press it in Wagtail's admin. The readers read English."""

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect


def press_hand_in(tab: Tab) -> None:
    tab.locator("footer .w-dropdown__toggle, footer [aria-label]").last.click()
    tab.locator("[name=action-submit]").click()


def hand_in(tab: Tab) -> None:
    """Until the answer is there: what an earlier saving said may still stand on the page."""
    with tab.expect_navigation():
        press_hand_in(tab)
    expect(tab.locator(".messages .success")).to_be_visible()


def answer(tab: Tab, title: str, button: str) -> None:
    """From the list of what awaits one's reading to yes or no."""
    tab.goto("/admin/")
    panel = tab.locator("#awaiting-review-content, [aria-labelledby*=awaiting-review], .w-panel").filter(has_text=title)
    panel.get_by_role("link", name=title).first.click()
    tab.get_by_role("button", name="Actions", exact=True).first.click()
    tab.get_by_role("link", name="Read it and answer").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Read before it goes live")
    tab.get_by_role("button", name=button).click()
    expect(tab.locator(".messages .success")).to_be_visible()
