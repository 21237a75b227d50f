"""Pictures in running text."""

from wagtail.images.rich_text import ImageEmbedHandler

from .lights import may_be_shown


class FreeImageEmbedHandler(ImageEmbedHandler):
    """Wagtail's own, and nothing for a picture that must not be shown today."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        drawn = super().expand_db_attributes_many(attrs_list)
        pictures = cls.get_many(attrs_list)
        return [
            text if picture is None or may_be_shown(picture) else ""
            for text, picture in zip(drawn, pictures, strict=True)
        ]
