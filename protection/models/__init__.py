"""Where help is found: helplines with their test calls, services with the communes that they cover; hand-over notes."""

from .coverage import ServiceCoverage
from .hand_over import HandOverNote, HandOverTotal
from .helpline import HelpLine
from .service import Service
from .service_type import ServiceType
from .test_call import TestCall

__all__ = [
    "HandOverNote",
    "HandOverTotal",
    "HelpLine",
    "Service",
    "ServiceCoverage",
    "ServiceType",
    "TestCall",
]
