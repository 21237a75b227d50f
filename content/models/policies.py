"""The library of policies: a list of the documents that promise children something, and a page for each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from khmertext.dates import format_date
from participation.models import Topic

from .findable import Findable
from .leaves import numbered_leaf
from .native_editor import NeedsNativeEditor
from .pages import ABOVE
from .previews import ShownOnPhones
from .rights import AboutRights, step_of


class Kind(models.TextChoices):
    """What a document is, from the widest promise to the rules of the programme itself."""

    CONVENTION = "convention", _("Convention")
    LAW = "law", _("Law")
    SUB_DECREE = "sub_decree", _("Sub-decree")
    PRAKAS = "prakas", _("Prakas")
    POLICY = "policy", _("Policy")
    GUIDELINE = "guideline", _("Guideline")
    PLAN = "plan", pgettext_lazy("kind of document", "Plan")
    PROGRAMME_RULE = "programme_rule", _("Rule of the programme")


AT_ONCE = 24
"""Documents of a leaf of their list."""


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("status of a document", "Draft")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", pgettext_lazy("status of a document", "Replaced")
    UNKNOWN = "unknown", _("Status not known")


TONES = {Status.DRAFT: "info", Status.IN_FORCE: "ok", Status.REPLACED: "warn", Status.UNKNOWN: "quiet"}
ICONS = {Status.DRAFT: "edit", Status.IN_FORCE: "check", Status.REPLACED: "history", Status.UNKNOWN: "question"}


class LanguageOfDocument(models.TextChoices):
    KHMER = "km", pgettext_lazy("language", "Khmer")
    ENGLISH = "en", pgettext_lazy("language", "English")
    BOTH = "km_en", _("Khmer and English")
    OTHER = "other", _("another language")


@dataclass(frozen=True, slots=True)
class PoliciesOfKind:
    """The documents of a kind, newest first."""

    code: str
    name: str
    pages: list["PolicyPage"]


class PoliciesPage(ShownOnPhones, Page):
    """The list of all documents by kind, leaf by leaf."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PolicyPage"]
    max_count_per_parent = 1
    template = "content/policies_page.html"

    class Meta:
        verbose_name = _("list of documents")
        verbose_name_plural = _("lists of documents")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The reader's choice stands in the address, so every choice is an answer that a cache may keep."""
        context = super().get_context(request, *args, **kwargs)
        policies = PolicyPage.objects.child_of(self).live()
        kind, status = _asked(request, "kind", Kind), _asked(request, "status", Status)
        choice = {name: value for name, value in (("kind", kind), ("status", status)) if value}
        leaf = numbered_leaf(request, _by_kind_and_newest(policies.filter(**choice)), AT_ONCE)
        numbers = {(its_kind, its_status): number for its_kind, its_status, number in _numbers(policies)}
        return {
            **context,
            "leaf": leaf,
            "groups": list(_by_kind(leaf.pages)),
            "number": sum(
                number
                for (its_kind, its_status), number in numbers.items()
                if kind in ("", its_kind) and status in ("", its_status)
            ),
            "is_empty": not numbers,
            "kinds": [each for each in Kind if each in {its_kind for its_kind, _status in numbers}],
            "statuses": [each for each in Status if each in {its_status for _kind, its_status in numbers}],
            "kind": kind,
            "status": status,
            "choice": urlencode(choice),
        }


def _asked(request: HttpRequest, name: str, choices: type[models.TextChoices]) -> str:
    """What the address asks for; the empty text for everything, and for what there is not."""
    asked = request.GET.get(name, "")
    return asked if asked in choices.values else ""


def _numbers(policies: PageQuerySet) -> QuerySet:
    """How many documents there are of each kind and status."""
    return policies.order_by().values_list("kind", "status").annotate(Count("pk"))


def _by_kind_and_newest(policies: PageQuerySet) -> PageQuerySet:
    """Newest first, by the year of adoption or else by the first year in which it is valid."""
    by_kind = Case(*(When(kind=kind, then=place) for place, kind in enumerate(Kind)))
    newest = Coalesce("adopted_on", "valid_from").desc(nulls_last=True)
    return policies.order_by(by_kind, newest, "title", "pk")


def _by_kind(pages: Iterable["PolicyPage"]) -> Iterator[PoliciesOfKind]:
    for kind in Kind:
        of_kind = [page for page in pages if page.kind == kind]
        if of_kind:
            yield PoliciesOfKind(kind.value, kind.label, of_kind)


class PolicyPage(AboutRights, NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """One document: what it is and what it promises, told to children first. What is not known stays empty."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    is_adopted_year_only = models.BooleanField(_("only the year of adoption is known"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    is_valid_years_only = models.BooleanField(_("only the years in which it is valid are known"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNKNOWN)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    document_language = models.CharField(
        _("language of the document"), max_length=5, choices=LanguageOfDocument, blank=True
    )
    file = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    link = models.URLField(_("address at the publisher"), max_length=500, blank=True)
    licence = models.CharField(_("licence or permission"), max_length=200, blank=True)
    for_children = models.TextField(_("summary for children"), max_length=1000)
    for_adults = models.TextField(_("summary for adults"), max_length=4000, blank=True)
    articles = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("articles of the Convention"),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        FieldPanel("replaced_by"),
        FieldPanel("for_children"),
        FieldPanel("for_adults"),
        FieldPanel("articles"),
        MultiFieldPanel(
            [
                FieldPanel("issuer"),
                FieldPanel("number"),
                FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("is_adopted_year_only")]),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to"), FieldPanel("is_valid_years_only")]),
            ],
            heading=_("Facts"),
        ),
        MultiFieldPanel(
            [FieldPanel("file"), FieldPanel("link"), FieldPanel("document_language"), FieldPanel("licence")],
            heading=_("The document itself"),
        ),
        MultiFieldPanel(
            [FieldPanel("checked_on"), FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")
        ),
    ]
    search_fields = [
        *Findable.search_fields,
        *(index.SearchField(name) for name in ("for_children", "for_adults", "issuer", "number")),
    ]
    articles_field = "articles"
    parent_page_types = ["content.PoliciesPage"]
    subpage_types: list[str] = []
    template = "content/policy_page.html"

    class Meta:
        verbose_name = pgettext_lazy("policy", "document")
        verbose_name_plural = pgettext_lazy("policy", "documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="policy_is_valid_from_before_to",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(is_adopted_year_only=False) | Q(adopted_on__isnull=False),
                name="only_a_known_day_is_known_by_its_year",
                violation_error_message=_("Give any day of the year of which only the year is known."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status=Status.REPLACED),
                name="only_a_replaced_policy_leads_on",
                violation_error_message=_("Only what has the status “Replaced” is replaced by another document."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("A document is not replaced by itself.")})

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def status_icon(self) -> str:
        return ICONS[Status(self.status)]

    @property
    def years(self) -> str:
        """The year of adoption, else the years in which it is valid; empty where neither is known."""
        if self.adopted_on:
            return str(self.adopted_on.year)
        years = [str(day.year) for day in (self.valid_from, self.valid_to) if day]
        return "–".join(dict.fromkeys(years))

    @property
    def adopted(self) -> str:
        """The day or only the year; empty where not even that is known."""
        return _told(self.adopted_on, self.is_adopted_year_only) if self.adopted_on else ""

    @property
    def validity(self) -> str:
        """The period, as far as it is known."""
        first, last = (_told(day, self.is_valid_years_only) if day else "" for day in (self.valid_from, self.valid_to))
        if first and last:
            return f"{first}–{last}" if self.is_valid_years_only else f"{first} – {last}"
        if first:
            return gettext("since %(day)s") % {"day": first}
        return gettext("until %(day)s") % {"day": last} if last else ""

    def facts(self) -> list[tuple[str, str]]:
        """What is known about the document, with the empty text for what is not."""
        return [
            (gettext("Kind"), self.get_kind_display()),
            (gettext("Issued by"), self.issuer),
            (gettext("Number"), self.number),
            (gettext("Adopted"), self.adopted),
            (gettext("Valid"), self.validity),
            (gettext("Language of the document"), self.get_document_language_display()),
            (gettext("Licence or permission"), self.licence),
            (gettext("Checked on"), _told(self.checked_on) if self.checked_on else gettext("not checked yet")),
        ]

    def successor(self) -> "PolicyPage | None":
        """What counts instead, if its page can be read."""
        if self.replaced_by_id is None:
            return None
        return PolicyPage.objects.live().filter(pk=self.replaced_by_id).first()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "successor": self.successor(),
            "rights": self.rights(),
            "step": step_of(request),
            "above": ABOVE,
        }


def _told(day: date, is_year_only: bool = False) -> str:
    return str(day.year) if is_year_only else format_date(day, get_language() or "km")
