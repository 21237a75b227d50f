"""Where help is found: helplines with their test calls, and services with the communes that they cover."""

from .coverage import ServiceCoverage
from .helpline import HelpLine
from .service import Service
from .service_type import ServiceType
from .test_call import TestCall

__all__ = ["HelpLine", "Service", "ServiceCoverage", "ServiceType", "TestCall"]
