"""The tables of public content."""

from .pages import HomePage
from .pictures import Picture, PictureRendition

__all__ = ["HomePage", "Picture", "PictureRendition"]
