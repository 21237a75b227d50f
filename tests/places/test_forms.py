import pytest
from django import forms
from django.utils import translation

from places.forms import AreaField
from places.models import AdminArea
from tests.factories.places import make_area, make_source

pytestmark = pytest.mark.django_db


class GroupForm(forms.Form):
    area = AreaField(levels=(AdminArea.COMMUNE, AdminArea.VILLAGE))


class FilterForm(forms.Form):
    area = AreaField(required=False)


class ModelForm(forms.ModelForm):
    parent = AreaField(required=False)

    class Meta:
        model = AdminArea
        fields = ["parent"]


@pytest.fixture(autouse=True)
def areas():
    make_area("05010101", name_latin="Village")
    make_area("050102")
    make_area("0502")
    make_area("06")
    make_area("07", is_active=False)


def test_a_place_found_by_typing_is_taken():
    form = GroupForm({"area": "mef050101", "area-1": "mef06"})
    assert form.is_valid()
    assert form.cleaned_data["area"] == AdminArea.objects.get(pk="mef050101")


def test_the_deepest_select_is_taken():
    steps = {"area": "", "area-1": "mef05", "area-2": "mef0501", "area-3": "mef050101", "area-4": "mef05010101"}
    assert GroupForm(steps).fields["area"].widget.value_from_datadict(steps, {}, "area") == "mef05010101"
    assert GroupForm(steps | {"area-4": ""}).is_valid()
    form = GroupForm(steps)
    assert form.is_valid()
    assert form.cleaned_data["area"].pk == "mef05010101"


def test_a_select_that_does_not_fit_the_one_above_is_left_out():
    data = {"area-1": "mef06", "area-2": "mef0501", "area-3": "mef050101"}
    form = FilterForm(data)
    assert form.is_valid()
    assert form.cleaned_data["area"].pk == "mef06"


def test_without_script_each_answer_offers_the_next_select():
    form = GroupForm({"area-1": "mef05"})
    with translation.override("en"):
        assert form.errors["area"] == ["Choose the commune too."]
        html = str(form["area"])
    assert 'name="area-2"' in html
    assert 'value="mef0501"' in html
    assert 'name="area-3"' not in html
    form = GroupForm({"area-1": "mef05", "area-2": "mef0501"})
    assert 'value="mef050102"' in str(form["area"])


@pytest.mark.parametrize(
    "value", ["mef99", "mef", "05", "x", "mef05'; --", "mef\x00", "MEF05", "mef050", "mef0501010101", "📍", " "]
)
def test_what_is_no_place_is_refused_with_a_sentence(value):
    form = GroupForm({"area": value})
    with translation.override("en"):
        assert form.errors["area"] == ["Choose a place from the list."]
        assert str(form["area"])


def test_an_empty_answer_is_refused_only_where_a_place_must_be():
    with translation.override("en"):
        assert GroupForm({"area": "", "area-1": ""}).errors["area"] == ["Choose a place."]
    form = FilterForm({})
    assert form.is_valid()
    assert form.cleaned_data["area"] is None


def test_a_place_too_deep_is_refused():
    form = GroupForm({"area": "mef05010101"})
    form.fields["area"].levels = (AdminArea.COMMUNE,)
    with translation.override("en"):
        assert form.errors["area"] == ["Choose a place from the list."]


def test_a_place_outside_is_neither_offered_nor_taken():
    form = GroupForm({"area": "mef050101"})
    form.fields["area"].within = ["mef06", "mef0502"]
    with translation.override("en"):
        assert form.errors["area"] == ["This place lies outside your area."]
    html = str(form["area"])
    assert 'value="mef05"' in html
    assert 'value="mef0502"' in html
    assert 'value="mef0501"' not in html
    inside = GroupForm({"area": "mef050101"})
    inside.fields["area"].within = ["mef0501"]
    assert inside.is_valid()


def test_fields_of_two_forms_keep_their_own_limits():
    narrow, wide = GroupForm(), GroupForm()
    narrow.fields["area"].within = ["mef06"]
    assert wide.fields["area"].within == []
    assert 'value="mef05"' in str(wide["area"])
    assert 'value="mef05"' not in str(narrow["area"])


def test_vanished_places_are_not_offered_but_shown_where_they_are_kept():
    assert "mef07" not in str(GroupForm()["area"])
    html = str(FilterForm(initial={"area": "mef07"})["area"])
    assert '<option value="mef07" selected>' in html


def test_only_the_list_in_use_is_offered():
    make_source("ncdd")
    make_area("0501", source="ncdd")
    assert "ncdd" not in str(GroupForm()["area"])
    html = str(GroupForm(initial={"area": AdminArea.objects.get(pk="ncdd0501")})["area"])
    assert '<option value="ncdd0501" selected>' in html
    assert '"mef05"' not in html


def test_a_model_form_shows_and_saves_the_place():
    village = AdminArea.objects.get(pk="mef05010101")
    html = str(ModelForm(instance=village)["parent"])
    assert '<option value="mef050101" selected>' in html
    form = ModelForm({"parent": "mef050101"}, instance=village)
    assert form.is_valid()
    assert form.save().parent_id == "mef050101"
    assert not form.has_changed()
    assert ModelForm({"parent": "mef05"}, instance=village).has_changed()


def test_names_of_places_are_escaped():
    make_area("08", name_km="<b>ក</b>")
    assert "&lt;b&gt;" in str(GroupForm()["area"])


@pytest.mark.parametrize("count", [1, 3])
def test_a_picker_costs_one_query(count, django_assert_num_queries):
    for number in range(3, 3 + count):
        make_area(f"0501{number:02}")
    with django_assert_num_queries(1):
        assert str(GroupForm()["area"])
    with django_assert_num_queries(1):
        assert 'value="mef050103"' in str(FilterForm(initial={"area": "mef050101"})["area"])


def test_every_control_has_a_label_and_the_field_a_group():
    form = FilterForm({"area": "mef050101"})
    html = str(form["area"])
    assert form["area"].use_fieldset
    for level in (1, 2, 3, 4):
        assert f'<label for="id_area_{level}">' in html
        assert f'id="id_area_{level}"' in html
    assert '<label for="id_area_search">' in html
    assert 'role="combobox"' in html
    assert 'aria-controls="id_area_list"' in html
    assert "style=" not in html
    assert "<script" not in html
