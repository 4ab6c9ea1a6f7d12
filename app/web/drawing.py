"""How templates draw nothing twice: the modules of a page, icons, fragments that say the same."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from markupsafe import Markup

MODULES = "modules_of_this_page"
DRAWN = 8_192  # fragments kept, of a kilobyte each at most


class PageTemplate(Template):
    """What the parts of a page import with its context is made once for that page, not once a part."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        made = vars.get(MODULES) if vars else None
        if made is None or self.name is None:
            return super().make_module(vars, shared, locals)
        if self.name not in made:
            made[self.name] = super().make_module(vars, shared, locals)
        module: TemplateModule = made[self.name]
        return module


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """One of the sprite; beside a word that says the same."""
    return Markup(
        '<svg class="pm-icon" aria-hidden="true"><use href="/static/vendor/icons/sprite.svg#i-{}"/></svg>'
    ).format(name)


@lru_cache(maxsize=DRAWN)
def drawn(macro: Callable[..., Markup], *said: Hashable) -> Markup:
    """What a macro makes of these values, made once.

    For macros imported without context only: they know nothing of the page, of its reader nor of the hour,
    so that the same values always say the same. What somebody may not read is never among her values.
    """
    return macro(*said)


def drawn_each(macro: Callable[..., Markup], said: Iterable[Hashable]) -> Markup:
    """One after the other."""
    return Markup("").join(drawn(macro, one) for one in said)
