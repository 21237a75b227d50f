"""The measure of the board counts, compares and leaves nothing behind."""

import pytest

from accounts.models import User
from participation.models import CommunityGroup, CountDelta, Meeting
from portal.bench import targets
from portal.bench.visits import CannotMeasure
from tests.factories.fieldbook import make_server_key
from tests.factories.participation import make_post
from tests.factories.places import make_commune
from tests.factories.reports import make_indicators


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PHONE_KEYS_DIR = tmp_path / "phone_keys"


def test_without_indicators_there_is_nothing_to_measure(db):
    with pytest.raises(CannotMeasure):
        list(targets.told("", rounds=1))


def test_everything_is_measured_and_taken_back(transactional_db, monkeypatch):
    monkeypatch.setattr(targets, "writers_rate", lambda rounds: 0.9)
    make_server_key()
    make_commune()
    make_post()
    make_indicators()
    before = [model.objects.count() for model in (User, CommunityGroup, Meeting, CountDelta)]
    lines = list(targets.told("", rounds=1))
    assert [line.split(":")[0] for line in lines if line.startswith("Aim")] == ["Aim"] * 4
    assert any(line.startswith("recount: 0 differences") for line in lines)
    assert any("keep 0.80 of the plain rate: 0.90, reached" in line for line in lines)
    assert [model.objects.count() for model in (User, CommunityGroup, Meeting, CountDelta)] == before
