"""The tables of public content."""

from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .quizzes import QuizPage, QuizzesPage
from .rights import AgeStep, RightPage, RightsPage
from .steps import InStep
from .workflow import Deputyship, ReviewTask, Step, reads_at

__all__ = [
    "AgeStep",
    "Deputyship",
    "HomePage",
    "InStep",
    "Picture",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "QuizPage",
    "QuizzesPage",
    "ReviewTask",
    "RightPage",
    "RightsPage",
    "Step",
    "reads_at",
]
