"""Where help is found, and who protects: helplines with their test calls, services with the communes that they cover,
networks with the groups they stand beside, and trainings.
"""

from .coverage import ServiceCoverage
from .helpline import HelpLine
from .network import FamilyProtectionNetwork, StandsBeside
from .service import Service
from .service_type import ServiceType
from .test_call import TestCall
from .training import Sector, Training, TrainingPlace, TrainingTopic

__all__ = [
    "FamilyProtectionNetwork",
    "HelpLine",
    "Sector",
    "Service",
    "ServiceCoverage",
    "ServiceType",
    "StandsBeside",
    "TestCall",
    "Training",
    "TrainingPlace",
    "TrainingTopic",
]
