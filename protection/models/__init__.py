"""Where help is found, and who protects: helplines with their test calls, services with the communes that they cover,
networks with the groups they stand beside, trainings, and hand-over notes.
"""

from .coverage import ServiceCoverage
from .exchange import ExchangeList, ExchangePlace, ExchangeSystem, ServiceTypeCode
from .hand_over import HandOverNote, HandOverTotal
from .helpline import HelpLine
from .network import FamilyProtectionNetwork, StandsBeside
from .service import Service
from .service_type import ServiceType
from .test_call import TestCall
from .training import Sector, Training, TrainingPlace, TrainingTopic

__all__ = [
    "ExchangeList",
    "ExchangePlace",
    "ExchangeSystem",
    "FamilyProtectionNetwork",
    "HandOverNote",
    "HandOverTotal",
    "HelpLine",
    "Sector",
    "Service",
    "ServiceCoverage",
    "ServiceType",
    "ServiceTypeCode",
    "StandsBeside",
    "TestCall",
    "Training",
    "TrainingPlace",
    "TrainingTopic",
]
