"""What a page draws once, and once only."""

from jinja2 import DictLoader, Environment

from app.web.drawing import MODULES, PageTemplate, drawn, drawn_each, icon

PARTS = {
    "words": "{{ said() }}{% macro word() %}{{ person }}{% endmacro %}",
    "head": '{% from "words" import word with context %}{% macro head() %}{{ word() }}{% endmacro %}',
    "page": '{% from "words" import word with context %}{% from "head" import head with context %}'
    "{{ word() }}, {{ head() }}",
    "row": "{% macro row(one) %}<li>{{ one }}</li>{% endmacro %}",
}


def made():
    templates = Environment(loader=DictLoader(PARTS), autoescape=True)
    templates.template_class = PageTemplate
    return templates


def test_parts_of_a_page_share_a_module_and_two_pages_share_none():
    said = []
    page = made().get_template("page")

    def show(person):
        return page.render({MODULES: {}, "person": person, "said": lambda: said.append(person) or ""})

    assert show("Agnès") == "Agnès, Agnès"
    assert said == ["Agnès"]
    assert show("Boris") == "Boris, Boris"


def test_the_same_values_are_drawn_once_and_escaped():
    row = made().get_template("row").module.row
    assert drawn(row, "a<b") is drawn(row, "a<b")
    assert drawn_each(row, ["a<b", "c"]) == "<li>a&lt;b</li><li>c</li>"


def test_the_name_of_an_icon_is_escaped():
    assert 'sprite.svg#i-&#34;x"' in icon('"x')
