"""Helplines."""

from itertools import count

from protection.models import HelpLine

_numbers = count(100_001)


def helpline(**fields) -> HelpLine:
    """A helpline that nobody confirmed."""
    number = next(_numbers)
    given = {
        "number": f"099 {number}",
        "name_km": f"ខ្សែជំនួយ {number}",
        "name_en": f"Helpline {number}",
        "for_whom_km": f"សម្រាប់អ្នកត្រូវការជំនួយ {number}",
        "for_whom_en": f"For who needs help {number}",
    }
    return HelpLine.objects.create(**given | fields)
