"""What HTML allows, as far as our pages use it: elements, attributes and who may stand in whom."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PHRASING = _set(
    "a abbr area audio b bdi bdo br button canvas cite code data datalist del dfn em i iframe img input ins kbd label"
    " map mark meter noscript object output picture progress q ruby s samp script select slot small span strong sub sup"
    " svg template textarea time u var video wbr"
)
HEADINGS = _set("h1 h2 h3 h4 h5 h6")
FLOW = (
    PHRASING
    | HEADINGS
    | _set(
        "address article aside blockquote details dialog div dl fieldset figure footer form header hgroup hr main menu"
        " nav ol p pre search section table ul"
    )
)
TRANSPARENT = _set("a ins del map noscript object audio video canvas slot")
"""They hold what their parent may hold."""
FILES = _set("source track")

CHILDREN = {
    **dict.fromkeys(
        HEADINGS
        | _set(
            "p pre button span em strong small s cite q dfn abbr code samp kbd var sub sup i b"
            " u mark bdi bdo time data label output meter progress"
        ),
        PHRASING,
    ),
    **dict.fromkeys(
        _set("div section article aside nav main header footer li dd td blockquote form search body"), FLOW
    ),
    "address": FLOW - HEADINGS - _set("address article aside nav section header footer"),
    "caption": FLOW - _set("table"),
    "colgroup": _set("col template"),
    "datalist": PHRASING | _set("option"),
    "details": FLOW | _set("summary"),
    "dialog": FLOW,
    "dl": _set("dt dd div script template"),
    "dt": FLOW - HEADINGS - _set("article aside nav section header footer"),
    "fieldset": FLOW | _set("legend"),
    "figcaption": FLOW,
    "figure": FLOW | _set("figcaption"),
    "head": _set("base link meta noscript script style template title"),
    "hgroup": HEADINGS | _set("p script template"),
    "html": _set("head body"),
    "legend": PHRASING | HEADINGS,
    **dict.fromkeys(_set("ul ol menu"), _set("li script template")),
    "optgroup": _set("option script template"),
    "option": frozenset(),
    "picture": _set("source img script template"),
    "select": _set("option optgroup hr script template"),
    "summary": PHRASING | HEADINGS,
    "table": _set("caption colgroup thead tbody tfoot tr script template"),
    **dict.fromkeys(_set("thead tbody tfoot"), _set("tr script template")),
    "textarea": frozenset(),
    "th": FLOW - HEADINGS - _set("article aside nav section header footer"),
    "title": frozenset(),
    "tr": _set("th td script template"),
}
BODY_OK = _set("dns-prefetch modulepreload pingback preconnect prefetch preload stylesheet")
ONLY_IN = {
    "li": _set("ul ol menu"),
    **dict.fromkeys(_set("dt dd"), _set("dl div")),
    "summary": _set("details"),
    "legend": _set("fieldset"),
    "figcaption": _set("figure"),
    "source": _set("audio video picture"),
    "track": _set("audio video"),
    "option": _set("select datalist optgroup"),
    "optgroup": _set("select"),
    "caption": _set("table"),
}
NEVER_EMPTY = HEADINGS | _set("summary legend option")
ONE_AND_FIRST = {"details": "summary", "fieldset": "legend", "table": "caption"}
LABELABLE = _set("button input meter output progress select textarea")
EMPTY_ATTRIBUTES_OF = {"audio": "controls", "video": "controls", "a": "href", "img": "usemap"}
"""Interactive only with this attribute."""
INTERACTIVE = _set("a audio video button details iframe input label select textarea")

GLOBAL = _set(
    "accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id inert inputmode"
    " itemid itemprop itemref itemscope itemtype lang nonce popover role slot spellcheck style tabindex title translate"
)
ATTRIBUTES = {
    "a": "href target download rel hreflang type ping referrerpolicy",
    "audio": "src controls preload loop muted autoplay crossorigin",
    "blockquote": "cite",
    "button": "type name value disabled form formaction formenctype formmethod formnovalidate formtarget popovertarget"
    " popovertargetaction command commandfor",
    "canvas": "width height",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "details": "open name",
    "dialog": "open closedby",
    "fieldset": "disabled form name",
    "form": "action method enctype target novalidate autocomplete name rel accept-charset",
    "iframe": "src width height loading name sandbox allow referrerpolicy srcdoc allowfullscreen",
    "img": "src alt width height loading decoding srcset sizes crossorigin fetchpriority usemap ismap",
    "input": "type name value",
    "label": "for",
    "li": "value",
    "link": "href rel type sizes as crossorigin media hreflang integrity blocking fetchpriority imagesizes imagesrcset"
    " referrerpolicy color disabled",
    "meta": "name content charset http-equiv property media",
    "meter": "value min max low high optimum",
    "ol": "start reversed type",
    "optgroup": "label disabled",
    "option": "value selected disabled label",
    "output": "for form name",
    "progress": "value max",
    "q": "cite",
    "script": "src type async defer nomodule crossorigin integrity blocking fetchpriority referrerpolicy",
    "select": "name required multiple size disabled form autocomplete",
    "source": "src type srcset sizes media width height",
    "style": "media blocking",
    "td": "colspan rowspan headers",
    "textarea": "name rows cols required maxlength minlength placeholder disabled readonly form autocomplete wrap"
    " dirname",
    "th": "colspan rowspan headers scope abbr",
    "time": "datetime",
    "track": "src kind srclang label default",
    "video": "src controls preload loop muted autoplay crossorigin poster width height playsinline",
}
OURS = ("data-", "aria-")
"""Attributes that begin so may stand everywhere."""

EVERY_INPUT = "disabled form"
_CHOICE = "required checked"
_WORDS = "autocomplete readonly required maxlength minlength pattern placeholder size list dirname"
_COUNTED = "autocomplete readonly required min max step list"
INPUT = {
    "hidden": "autocomplete",
    "text": _WORDS,
    "search": _WORDS,
    "url": _WORDS,
    "tel": _WORDS,
    "email": f"{_WORDS} multiple",
    "password": "autocomplete readonly required maxlength minlength pattern placeholder size",
    **dict.fromkeys(("date", "month", "week", "time", "datetime-local"), _COUNTED),
    "number": f"{_COUNTED} placeholder",
    "range": "autocomplete min max step list",
    "color": "autocomplete list",
    "checkbox": _CHOICE,
    "radio": _CHOICE,
    "file": "accept capture multiple required",
    "submit": "formaction formenctype formmethod formnovalidate formtarget popovertarget popovertargetaction",
    "button": "popovertarget popovertargetaction",
    "reset": "popovertarget popovertargetaction",
}

REFERENCES = _set(
    "for aria-labelledby aria-describedby aria-controls aria-owns aria-details aria-errormessage aria-flowto"
    " aria-activedescendant list form popovertarget commandfor headers"
)
ARIA = _set(
    "activedescendant atomic autocomplete busy checked colcount colindex colspan controls current describedby"
    " description details disabled errormessage expanded flowto haspopup hidden invalid keyshortcuts label labelledby"
    " level live modal multiline multiselectable orientation owns placeholder posinset pressed readonly relevant"
    " required roledescription rowcount rowindex rowspan selected setsize sort valuemax valuemin valuenow valuetext"
)
ROLES = _set(
    "alert alertdialog application article banner button cell checkbox columnheader combobox complementary contentinfo"
    " definition dialog document feed figure form grid gridcell group heading img link list listbox listitem log main"
    " math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option presentation"
    " progressbar radio radiogroup region row rowgroup rowheader search searchbox separator slider spinbutton status"
    " switch tab table tablist tabpanel term textbox timer toolbar tooltip tree treegrid treeitem"
)
NAMELESS = _set("div span p em strong small b i code s sub sup del ins mark q bdi bdo abbr time caption legend label")
"""Without a role of their own they may have no name that only a screen reader speaks."""
LANGUAGES = _set("km en")
