"""The part of the walk that goes through an election: written down here, counted by hands, drawn, and in secret."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from .conftest import answer
from .village import Village

THEIRS = {"recorded_by_me": False, "status": "held"}
FEWEST_OF_A_SECRET = 3


def onwards(page: Page) -> None:
    page.locator('[data-at="step"] > .button-primary').click()


def opened(page: Page) -> None:
    page.locator('.card[data-kind="council"] [data-at="election"]').click()
    expect(page.locator('[data-at="step"] .button').first).to_be_visible()


def present(page: Page, girls: int, boys: int) -> None:
    for place, number in enumerate((girls, boys)):
        page.locator('[data-at="numbers"] input').nth(place).fill(str(number))


def electing(page: Page, village: Village) -> Iterator[str]:
    yield from counted_by_hands(page)
    yield from in_secret(page, village)


def counted_by_hands(page: Page) -> Iterator[str]:
    opened(page)
    yield "which election"
    page.locator('[data-at="step"] .button').last.click()
    expect(page.locator(".stand")).to_have_count(15)
    for place in range(6):
        page.locator(".stand").nth(place).locator(".chip").nth(place % 2).click()
    yield "who stands"
    onwards(page)
    present(page, 9, 6)
    page.locator('[data-at="methods"] .chip').nth(1).click()
    yield "who votes"
    onwards(page)
    for place, number in enumerate((5, 4, 3, 1, 1, 0, 1)):
        page.locator(".counting input").nth(place).fill(str(number))
    yield "votes by hands"
    onwards(page)
    expect(page.locator(".outcome-row")).to_have_count(6)
    yield "equal votes"
    page.locator('[data-at="step"] > .button-big').nth(1).click()
    yield "lot"
    page.locator('[data-at="step"] .button-big').first.click()
    yield "lot, who was drawn"
    answer(page).click()
    expect(page.locator('.outcome-row[data-elected="true"]')).to_have_count(4)
    yield "who is elected"
    page.locator('[data-at="step"] > .button-quiet').last.click()
    answer(page, 1).click()


def in_secret(page: Page, village: Village) -> Iterator[str]:
    opened(page)
    page.locator('[data-at="step"] .button').first.click()
    present(page, 2, 2)
    onwards(page)
    expect(page.locator(".ballot-pass")).to_be_visible()
    yield "phone is passed round"
    for place in range(FEWEST_OF_A_SECRET):
        page.locator(".ballot-next").click()
        if not place:
            yield "ballot"
        page.locator(".ballot-choice").nth(place).click()
        if not place:
            yield "is this right"
        page.locator('.ballot-sure [data-at="yes"]').click()
    expect(page.locator(".ballot-pass")).to_be_visible()
    page.locator('.ballot-pass [data-at="end"]').click()
    expect(answer(page)).to_be_visible()
    yield "end with some who have not voted"
    answer(page, 1).click()
    expect(page.locator(".outcome-row")).to_have_count(3)
    village.theirs = THEIRS
    onwards(page)
    in_conflict = page.locator('.kept-row[data-state="conflict"]')
    expect(in_conflict).to_have_count(2)  # that of a meeting has not been settled
    yield "home, two results"
    in_conflict.first.locator(".button-primary").click()
    expect(page.locator('[data-at="theirs"]')).to_be_visible()
    yield "two results"
    village.theirs = None
    page.locator('[data-at="theirs"]').click()
    expect(in_conflict).to_have_count(1)
