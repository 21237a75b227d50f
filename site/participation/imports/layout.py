"""The sheet of the register: its columns, and how their cells are read."""

from .cells import READERS
from .columns import COLUMNS, Layout

LAYOUT = Layout(columns=COLUMNS, readers=READERS, needed=(("group_code", "group_name"),))
