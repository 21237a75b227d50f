from hypothesis import given

from khmertext.clusters import clusters, starts_inside_cluster

from .strategies import any_text, cluster


@given(any_text)
def test_clusters_joined_are_the_text(text):
    assert "".join(clusters(text)) == text


@given(cluster)
def test_a_base_and_its_signs_are_one_cluster(letter):
    assert clusters(letter) == [letter]


def test_clusters_of_a_word():
    assert clusters("ក្រុមប្រឹក្សា ក") == ["ក្រុ", "ម", "ប្រឹ", "ក្សា", " ", "ក"]


def test_signs_without_a_base_stand_together():
    assert clusters("ាិក") == ["ាិ", "ក"]
    assert starts_inside_cluster("ាិក")
    assert not starts_inside_cluster("កា")
