"""What pages keep of people: pictures, voices, and who released them. Every column of this package."""

from accounts.retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

PICTURE = Kept(Purpose.PICTURES, PrivacyClass.PUBLIC, "photos")
VOICE = Kept(Purpose.PICTURES, PrivacyClass.PUBLIC, "clips")
SPEAKER = Kept(Purpose.CONSENT, PrivacyClass.RESTRICTED, "clips")

declare(
    "content.AboutPage",
    plain="page_ptr needs_native_editor lead body",
)
declare(
    "content.AskRelease",
    {STAFF: "released_by"},
    plain="id ask text_km text_en answer_km answer_en topic released_at",
)
declare(
    "content.AsksPage",
    plain="page_ptr lead",
)
declare(
    "content.Clip",
    {
        VOICE: "file told",
        SPEAKER: "speaker agreed_on paper_kept_by valid_until",
        STAFF: "declared_by reviewed_by withdrawn_by",
    },
    plain="id page part kind size seconds content_hash declared_on reviewed_on refusal withdrawn_on",
)
declare(
    "content.ConsentRequest",
    {PICTURE: "photo picture", STAFF: "asked_by answered_by"},
    plain="id group state asked_at answered_at",
)
declare(
    "content.DailyReading",
    plain="id path day count",
)
declare(
    "content.Deputyship",
    {STAFF: "principal deputy"},
    plain="id step began_on ended_on",
)
declare(
    "content.HomePage",
    plain="page_ptr welcome body",
)
declare(
    "content.InStep",
    {STAFF: "compared_by"},
    plain="id page source_language passages compared_at",
)
declare(
    "content.KnownWord",
    plain="id language key word",
)
declare(
    "content.NewsIndexPage",
    plain="page_ptr lead",
)
declare(
    "content.NewsPage",
    plain="page_ptr needs_native_editor search_words lead told_on body",
)
declare(
    "content.NewsPage_topics",
    plain="id newspage topic",
)
declare(
    "content.PackPage",
    plain="page_ptr needs_native_editor search_words lead step pages",
)
declare(
    "content.PacksPage",
    plain="page_ptr lead",
)
declare(
    "content.Picture",
    {PICTURE: "file title description alt_km alt_en", STAFF: "uploaded_by_user declared_by confirmed_by"},
    plain="id collection width height created_at focal_point_x focal_point_y focal_point_width "
    "focal_point_height file_size file_hash nobody_recognisable declared_on declared_hash confirmed_on",
)
declare(
    "content.PictureRelease",
    {PICTURE: "picture photo", STAFF: "released_by"},
    plain="id group file_hash released_at ended_on ended_because",
)
declare(
    "content.PictureRendition",
    {PICTURE: "file image"},
    plain="id filter_spec width height focal_point_key",
)
declare(
    "content.PoliciesPage",
    plain="page_ptr lead",
)
declare(
    "content.PolicyPage",
    plain="page_ptr needs_native_editor search_words kind issuer number adopted_on is_adopted_year_only "
    "valid_from valid_to is_valid_years_only status replaced_by document_language file link licence "
    "for_children for_adults checked_on",
)
declare(
    "content.PolicyPage_articles",
    plain="id policypage topic",
)
declare(
    "content.PollCount",
    plain="id poll answer votes",
)
declare(
    "content.PollPage",
    plain="page_ptr needs_native_editor search_words told_on closes_on answers",
)
declare(
    "content.PollPage_topics",
    plain="id pollpage topic",
)
declare(
    "content.PollsPage",
    plain="page_ptr lead",
)
declare(
    "content.PromotedPage",
    plain="id word key page",
)
declare(
    "content.QuizPage",
    plain="page_ptr needs_native_editor search_words lead step questions club_question",
)
declare(
    "content.QuizPage_topics",
    plain="id quizpage topic",
)
declare(
    "content.QuizzesPage",
    plain="page_ptr lead",
)
declare(
    "content.ReleaseConsent",
    {PICTURE: "release consent"},
    plain="id",
)
declare(
    "content.ReviewTask",
    plain="task_ptr step",
)
declare(
    "content.RightPage",
    plain="page_ptr needs_native_editor search_words topic short_7 more_7 short_11 more_11 short_15 more_15 "
    "questions may_need_help has_quick_exit",
)
declare(
    "content.RightPage_related",
    plain="id rightpage topic",
)
declare(
    "content.RightsPage",
    plain="page_ptr lead",
)
declare(
    "content.SessionGuidePage",
    plain="page_ptr needs_native_editor search_words lead age preparation steps safety",
)
declare(
    "content.SessionGuidePage_topics",
    plain="id sessionguidepage topic",
)
declare(
    "content.SessionGuidesPage",
    plain="page_ptr lead",
)
declare(
    "content.StoriesPage",
    plain="page_ptr lead",
)
declare(
    "content.StoryPage",
    plain="page_ptr needs_native_editor search_words lead told_on body step",
)
declare(
    "content.StoryPage_topics",
    plain="id storypage topic",
)
