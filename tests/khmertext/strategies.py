"""Text as people and machines may send it: Khmer in any order of signs, Latin, digits, break hints, rubbish."""

from hypothesis import strategies as st

from khmertext.letters import COENG, KHMER_DIGITS

CONSONANTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
VOWELS = "ាិីឹឺុូួើឿៀេែៃោៅ"
SIGNS = "ំះៈ៉៊់៌៍៎៏័"

consonant = st.sampled_from(CONSONANTS)
subscript = consonant.map(lambda letter: COENG + letter)
cluster_parts = st.lists(subscript | st.sampled_from(VOWELS) | st.sampled_from(SIGNS), max_size=5)
cluster = st.builds(lambda base, parts: base + "".join(parts), consonant, cluster_parts)
khmer_word = st.lists(cluster, min_size=1, max_size=5).map("".join)
khmer_rubbish = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=12)
latin_word = st.text("abcdefghijklmnopqrstuvwxyzABCDEé'", min_size=1, max_size=8)
separators = st.sampled_from([" ", "  ", "\u200b", "\u200c", "\u200d", "\ufeff", "-", "\n", "។", "\u17b4", "\x00"])
mixed_text = st.lists(
    khmer_word | khmer_rubbish | latin_word | separators | st.text(KHMER_DIGITS + "0123456789", max_size=4), max_size=8
).map("".join)
any_text = mixed_text | st.text(max_size=30)
