"""The tables of public content."""

from .about import AboutPage
from .asks import AskRelease, AsksPage
from .clips import Clip
from .findable import Findable, KnownWord, PromotedPage
from .guides import SessionGuidePage, SessionGuidesPage
from .news import NewsIndexPage, NewsPage
from .packs import PackPage, PacksPage
from .pages import HomePage
from .pictures import Picture, PictureRendition
from .policies import PoliciesPage, PolicyPage
from .polls import PollCount, PollPage, PollsPage
from .quizzes import QuizPage, QuizzesPage
from .readings import DailyReading
from .releases import ConsentRequest, PictureRelease, ReleaseConsent
from .rights import AgeStep, RightPage, RightsPage, first_article_of
from .steps import InStep
from .stories import StoriesPage, StoryPage
from .workflow import Deputyship, ReviewTask, Step, reads_at

__all__ = [
    "AboutPage",
    "AgeStep",
    "AskRelease",
    "AsksPage",
    "Clip",
    "DailyReading",
    "Findable",
    "KnownWord",
    "PromotedPage",
    "ConsentRequest",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PackPage",
    "PacksPage",
    "Deputyship",
    "HomePage",
    "InStep",
    "Picture",
    "PictureRelease",
    "PictureRendition",
    "PoliciesPage",
    "PolicyPage",
    "PollCount",
    "PollPage",
    "PollsPage",
    "QuizPage",
    "QuizzesPage",
    "ReleaseConsent",
    "RightPage",
    "RightsPage",
    "SessionGuidePage",
    "SessionGuidesPage",
    "StoriesPage",
    "StoryPage",
    "ReviewTask",
    "RightPage",
    "RightsPage",
    "Step",
    "first_article_of",
    "reads_at",
]
