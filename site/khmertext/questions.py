"""Of what somebody asks in a whole sentence: the words that say what it is about."""

from .folding import fold_spaced
from .words import words

_ENGLISH = """
    a about all am an and any anyone anybody are as at be been but by can could did do does for from get gets
    getting go going had has have he her him his how i if im in is it its just let like may me mine my myself
    not of on or our please she should so some somebody someone something tell than that the their them then
    there they this to too us want was we were what whats when where which who whom whose why will with would
    you your
"""
_KHMER = """
    ខ្ញុំ យើង គេ គាត់ ប្អូន អ្នក តើ អ្វី អី ណា នរណា អ្នកណា ម្តេច ដូចម្តេច យ៉ាងណា យ៉ាងម៉េច ម៉េច ហេតុអ្វី ពេល
    ពេលណា ទេ ឬ និង នៅ ជា គឺ បើ បើសិន ប្រសិនបើ បាន អាច ចង់ ត្រូវ មាន គ្មាន មិន នេះ នោះ របស់ ដែល ដោយ ពី ដល់ ទៅ មក
    ឱ្យ ការ អំពី សម្រាប់ ធ្វើ ហើយ ក៏ ដើម្បី ប៉ុន្តែ តែ គួរ ជួយ អោយ ផង នឹង កំពុង
"""
_STOP = {*_ENGLISH.split(), *map(fold_spaced, _KHMER.split())}
"""Words of a question that say nothing of what it is about."""


def telling_words(text: str) -> list[str]:
    """The words that say what is asked, each once, in their order; all of them where there is no other."""
    found = list(dict.fromkeys(words(fold_spaced(text))))
    return [word for word in found if word.replace("'", "").replace("’", "") not in _STOP] or found
