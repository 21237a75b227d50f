"""The phones, what they delivered, and the keys that open it."""

from .delivery import Delivery
from .device import Device
from .server_key import ServerKey

__all__ = ["Delivery", "Device", "ServerKey"]
