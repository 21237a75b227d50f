"""The tables of public content."""

from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .quizzes import QuizPage, QuizzesPage
from .rights import AgeStep, RightPage, RightsPage

__all__ = [
    "AgeStep",
    "HomePage",
    "Picture",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "QuizPage",
    "QuizzesPage",
    "RightPage",
    "RightsPage",
]
