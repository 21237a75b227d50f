"""Recordings made anew: nothing but the sound stays, whatever the file is called and whatever it claims."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.sounds import mp3, ogg, opus
from content.sounds.kinds import Cut, NotASound, NothingLeft
from content.sounds.reading import sound_of
from tests.content.recordings import KINDS, SECRETS, recording
from tests.people.photographs import photograph

pytestmark = pytest.mark.once

STORED_AS = {"ogg": "ogg", "webm": "ogg", "mp3": "mp3", "m4a": "m4a"}


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def rows(data: bytes, name: bytes, head: int) -> tuple[int, ...]:
    """The numbers in a table of a file of ours."""
    at = data.index(name) + 4 + head
    (count,) = struct.unpack_from(">I", data, at)
    return struct.unpack_from(f">{count}I", data, at + 4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_is_read_and_keeps_no_tag(kind):
    told = recording(kind)
    assert [each for each in SECRETS if each in told] != []
    sound = sound_of(told)
    assert sound.kind == STORED_AS[kind]
    assert 0.95 < sound.seconds < 1.1
    assert [each for each in SECRETS if each in sound.data] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_made_anew_is_read_as_the_same(kind):
    once = sound_of(recording(kind))
    assert sound_of(once.data) == once


@pytest.mark.parametrize("kind", ["ogg", "webm"])
def test_opus_is_cut_at_both_marks(kind):
    cut = sound_of(recording(kind), Cut(0.4, 0.8))
    assert cut.seconds == pytest.approx(0.4)
    found, position = ogg.packets(cut.data)
    skipped = struct.unpack_from("<H", found[0], 10)[0]
    assert skipped >= opus.WARM_UP
    assert position - skipped == pytest.approx(0.4 * opus.RATE)
    assert len(cut.data) < len(recording(kind)) / 1.5


def test_a_cut_may_have_one_mark_and_end_behind_the_end():
    assert sound_of(recording("webm"), Cut(begin=0.5)).seconds == pytest.approx(0.5135)
    assert sound_of(recording("webm"), Cut(end=0.5)).seconds == pytest.approx(0.5)
    assert sound_of(recording("webm"), Cut(0, 9999)).seconds == pytest.approx(1.0135)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [(0.8, 0.4), (5, None), (0.5, 0.5), (None, 0), (9999, 9999)])
def test_a_cut_that_leaves_nothing_is_refused(kind, marks):
    with pytest.raises(NothingLeft):
        sound_of(recording(kind), Cut(*marks))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_cut_is_read_as_the_same(kind):
    once = sound_of(recording(kind), Cut(0.4, 0.8))
    assert sound_of(once.data) == once


def test_m4a_is_cut_at_both_marks_and_holds_one_sample_before():
    cut = sound_of(recording("m4a"), Cut(0.4, 0.8))
    assert cut.seconds == pytest.approx(0.4)
    whole = sound_of(recording("m4a"))
    samples = rows(whole.data, b"stsz", 8)
    kept = rows(cut.data, b"stsz", 8)
    assert len(samples) * 0.4 < len(kept) < len(samples) * 0.4 + 3
    (place,) = rows(cut.data, b"stco", 4)
    assert cut.data[place - 4 : place] == b"mdat"
    assert len(cut.data) == place + sum(kept)
    assert cut.data[place:] in whole.data


def test_m4a_lets_go_of_what_a_telephone_only_hid():
    """Who shortens a recording on a telephone hears it shorter; in the file all of it still lies."""
    told = bytearray(recording("m4a"))
    whole = sound_of(bytes(told))
    at = told.index(b"elst") + 12
    length = struct.unpack_from(">I", told, at)[0]
    struct.pack_into(">I", told, at, length // 2)
    hidden = sound_of(bytes(told))
    assert hidden.seconds == pytest.approx(whole.seconds / 2, abs=0.01)
    assert len(hidden.data) < len(whole.data) * 0.7


def test_m4a_put_together_of_two_stretches_is_refused():
    told = bytearray(recording("m4a"))
    at = told.index(b"elst") - 4
    again = told[at + 16 : at + struct.unpack_from(">I", told, at)[0]]
    mine = sound_of(bytes(told)).data
    place = mine.index(b"elst") - 4
    two = box(b"elst", struct.pack(">II", 0, 2) + again * 2)
    edits = mine[: place - 8] + box(b"edts", two) + mine[place + 28 :]
    grown = len(edits) - len(mine)
    for name in (b"moov", b"trak"):
        begin = edits.index(name) - 4
        size = struct.unpack_from(">I", edits, begin)[0] + grown
        edits = edits[:begin] + struct.pack(">I", size) + edits[begin + 4 :]
    with pytest.raises(NotASound):
        sound_of(edits)


def test_mp3_is_cut_at_both_marks_and_begins_with_silence():
    """Of the frames before the first mark only those bytes stay in which its own sound begins."""
    whole, cut = sound_of(recording("mp3")).data, sound_of(recording("mp3"), Cut(0.4, 0.8))
    frames, kept = mp3._frames(whole, 0), mp3._frames(cut.data, 0)
    lasts = frames[0].samples / frames[0].rate
    silent = [each for each in kept if not any(cut.data[each.side : each.body])]
    first = kept[len(silent)]
    assert kept[: len(silent)] == silent != []
    assert cut.seconds == pytest.approx(0.4 + len(silent) * lasts, abs=2 * lasts)
    behind = cut.data[first.begin :]
    at = whole.index(behind)
    missing = first.reaches_back(cut.data)
    own = b"".join(cut.data[each.body : each.end] for each in silent)
    before = b"".join(whole[each.body : each.end] for each in frames if each.end <= at)
    assert 0 < missing <= len(own) < missing + silent[0].end - silent[0].body
    assert own[-missing:] == before[-missing:]
    assert not any(own[:-missing])


def test_mp3_frames_with_a_checksum_keep_a_true_one():
    """A known one: the checksum of the words "123456789" in this kind is AEE7."""
    assert mp3._checksum(b"123456789") == 0xAEE7
    whole = sound_of(recording("mp3")).data
    guarded = b""
    for each in mp3._frames(whole, 0):
        head = bytearray(whole[each.begin : each.begin + 4])
        head[1] &= 0xFE
        side = whole[each.side : each.body]
        guard = mp3._checksum(bytes(head[2:]) + side).to_bytes(2, "big")
        guarded += bytes(head) + guard + side + whole[each.body : each.end - 2]
    cut = sound_of(guarded, Cut(0.4, 0.8)).data
    kept = mp3._frames(cut, 0)
    assert all(each.is_guarded for each in kept)
    for each in kept:
        told = int.from_bytes(cut[each.begin + 4 : each.side], "big")
        assert told == mp3._checksum(cut[each.begin + 2 : each.begin + 4] + cut[each.side : each.body])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OggS",
        b"\x1a\x45\xdf\xa3",
        b"ID3",
        b"\xff\xfb",
        b"\0\0\0\x08ftyp",
        b"RIFF....WAVEfmt ",
        b"<svg onload=alert(1)>",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + b"x" * 99,
    ],
)
def test_what_is_no_recording_is_refused(data):
    with pytest.raises(NotASound):
        sound_of(data)


def test_a_photograph_is_no_recording():
    with pytest.raises(NotASound):
        sound_of(photograph("jpg", (60, 40)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_anywhere_is_read_in_part_or_refused(kind):
    told = recording(kind)
    for end in range(1, len(told), 37):
        with suppress(NotASound):
            assert 0 < sound_of(told[:end]).seconds < 1.1


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(kind, data):
    told = bytearray(recording(kind))
    for _turn in range(data.draw(st.integers(1, 8))):
        told[data.draw(st.integers(0, len(told) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotASound):
        assert sound_of(bytes(told)).seconds > 0


def test_ogg_with_a_wrong_checksum_is_refused():
    told = bytearray(recording("ogg"))
    told[-5] ^= 1
    with pytest.raises(NotASound):
        sound_of(bytes(told))


def test_two_streams_in_one_file_are_refused():
    told = sound_of(recording("ogg")).data
    first_page = told[: told.index(b"OggS", 4)]
    with pytest.raises(NotASound):
        sound_of(first_page + told)


def test_what_follows_the_last_page_stays_behind():
    told = sound_of(recording("ogg"))
    assert sound_of(told.data + b"SOKHA") == told


def test_packets_that_claim_hours_are_told_as_hours():
    """A bomb of silence: a byte that stands for 60 ms. It is measured without being unpacked, and too long."""
    head = opus.HEAD.pack(opus.MAGIC, 1, 1, 0, opus.RATE, 0, 0)
    assert opus.made_anew(head, [b"\x18"] * 100_000, Cut()).seconds == 6000


@pytest.mark.parametrize("packet", [b"", b"\x03", b"\x03\x00", b"\x1b\x3f"])
def test_a_packet_that_sounds_for_no_time_or_too_long_is_refused(packet):
    with pytest.raises(NotASound):
        opus.samples(packet)


@pytest.mark.parametrize("change", [{"family": 255}, {"channels": 8}, {"channels": 0}, {"version": 16}])
def test_a_head_of_something_else_is_refused(change):
    told = {"version": 1, "channels": 1, "family": 0, **change}
    head = opus.HEAD.pack(opus.MAGIC, told["version"], told["channels"], 0, opus.RATE, 0, told["family"])
    with pytest.raises(NotASound):
        opus.made_anew(head, [b"\x18"] * 100, Cut())


def test_webm_with_a_film_is_refused():
    with pytest.raises(NotASound):
        sound_of(recording("webm").replace(b"A_OPUS", b"V_VP8\0"))


def test_mp3_keeps_its_frames_alone():
    told = sound_of(recording("mp3")).data
    assert told[:2] == b"\xff\xf3"
    assert sound_of(told + b"TAG" + b"SOKHA".ljust(125, b"\0")).data == told
    assert sound_of(b"ID3\x04\x00\x00\x00\x00\x00\x05SOKHA" + told).data == told


def test_m4a_holds_nothing_but_its_sound():
    """A place beside the tags, a date, the name of a program, other boxes: all of it stays behind."""
    told = recording("m4a")
    planted = told + box(b"uuid", b"SOKHA") + box(b"free", b"SOKHA")
    fresh = sound_of(planted).data
    assert fresh == sound_of(told).data
    assert b"SOKHA" not in fresh
    assert b"ilst" not in fresh
    assert b"SoundHandler" in told
    assert b"SoundHandler" not in fresh
    at = fresh.index(b"mvhd") + 8
    assert fresh[at : at + 8] == bytes(8)


def test_m4a_with_two_tracks_of_sound_is_refused():
    told = recording("m4a")
    at = told.index(b"moov") - 4
    end = at + struct.unpack_from(">I", told, at)[0]
    begin = told.index(b"trak") - 4
    track = told[begin : begin + struct.unpack_from(">I", told, begin)[0]]
    twice = told[:at] + box(b"moov", told[at + 8 : end] + track) + told[end:]
    with pytest.raises(NotASound):
        sound_of(twice)


@pytest.mark.parametrize("name", [b"stsz", b"stco", b"stts"])
def test_m4a_that_claims_more_rows_than_it_has_is_refused(name):
    told = bytearray(recording("m4a"))
    at = told.index(name) + (12 if name == b"stsz" else 8)
    told[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(NotASound):
        sound_of(bytes(told))
