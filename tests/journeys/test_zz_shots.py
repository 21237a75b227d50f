import pytest
from content.policy_library import make_policy_library
from content.quizzing import make_quizzes
from content.packing import make_packs
from content.telling import make_stories
from tests.journeys.conftest import DESK, PHONE

def test_shots(new_page, violations, overflow, transactional_db, portal_with, monkeypatch):
    portal_with(make_policy_library, make_quizzes, make_packs, make_stories, rights=(12, 19))
    for k in ("policies", "quizzes", "packs"):
        monkeypatch.setattr(f"content.models.{k}.AT_ONCE", 2)
    for size, language in ((PHONE, "km"), (DESK, "en")):
        page = new_page(size, language=language)
        for name, path in (("documents", "documents/?page=2"), ("quizzes", "quizzes/?page=2"), ("packs", "packs/?page=2"), ("search", "search/?q=2016" )):
            page.goto(f"/{language}/{path}")
            page.screenshot(path=f"/tmp/h/finding-shots/{name}-{language}.png", full_page=True)
            assert (violations(page), overflow(page)) == ([], 0)
