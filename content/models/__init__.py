"""The tables of public content."""

from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .quizzes import QuizPage, QuizzesPage
from .releases import ConsentRequest, PictureRelease, ReleaseConsent
from .rights import AgeStep, RightPage, RightsPage

__all__ = [
    "AgeStep",
    "ConsentRequest",
    "HomePage",
    "Picture",
    "PictureRelease",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "QuizPage",
    "QuizzesPage",
    "ReleaseConsent",
    "RightPage",
    "RightsPage",
]
