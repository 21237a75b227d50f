from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Pages")

    def ready(self) -> None:
        # the models exist only once the apps are loaded
        from participation import extras

        from . import (
            clipping,
            freshening,
            guiding,
            policy_library,
            publishing,
            releasing,
            retaining,
            scopes,
            withdrawing,
            word_list,
        )
        from .asking import views as asking
        from .workflow import telling

        clipping.connect()
        extras.register_guides(guiding.guides_about)
        extras.register_policies(policy_library.protecting)
        freshening.connect()
        scopes.register_all()
        publishing.guard()
        releasing.register()
        retaining.register_all()
        asking.register()
        withdrawing.register()
        telling.connect()
        word_list.connect()
