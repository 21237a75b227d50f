"""The tables of public content."""

from .packs import PackPage, PacksPage
from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .quizzes import QuizPage, QuizzesPage
from .readings import DailyReading
from .rights import AgeStep, RightPage, RightsPage

__all__ = [
    "AgeStep",
    "DailyReading",
    "HomePage",
    "PackPage",
    "PacksPage",
    "Picture",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "QuizPage",
    "QuizzesPage",
    "RightPage",
    "RightsPage",
]
