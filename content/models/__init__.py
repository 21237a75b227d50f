"""The tables of public content."""

from .about import AboutPage
from .clips import Clip
from .news import NewsIndexPage, NewsPage
from .packs import PackPage, PacksPage
from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .polls import PollCount, PollPage, PollsPage
from .quizzes import QuizPage, QuizzesPage
from .readings import DailyReading
from .rights import AgeStep, RightPage, RightsPage
from .stories import StoriesPage, StoryPage

__all__ = [
    "AboutPage",
    "AgeStep",
    "Clip",
    "DailyReading",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PackPage",
    "PacksPage",
    "Picture",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "PollCount",
    "PollPage",
    "PollsPage",
    "QuizPage",
    "QuizzesPage",
    "RightPage",
    "RightsPage",
    "StoriesPage",
    "StoryPage",
]
