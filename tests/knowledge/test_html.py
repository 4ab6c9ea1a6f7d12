"""Web pages: menus out, tables to rows with their headers, merged cells repeated."""

from knowledge.documents import BlockKind

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>x</title><style>p{}</style>
<script>var a = "non";</script></head>
<body><nav><ul><li><a href="#">Accueil</a></li></ul></nav>
<main>
<table class="entete"><tr><td>Académie de Bourgville<br>Bureau E2</td><td>Circulaire E2-31</td></tr></table>
<h1>Aménagements – session 2031</h1>
<h2>1. Demande</h2><h3>1.1 Calendrier</h3>
<p>La demande est <b>déposée</b> par
  la famille&nbsp;; elle est datée<sup><a href="#n1">1</a></sup>.</p>
<ul><li>Pour un élève :<ul><li>le proviseur</li></ul></li><li>pour un autre candidat, lui-même</li></ul>
<table><caption>Dates limites</caption>
<tr><th rowspan="2">Examen</th><th colspan="2">Candidats</th></tr>
<tr><th>scolaires</th><th>individuels</th></tr>
<tr><td>Brevet</td><td>3 mai</td><td rowspan="2">12 mai</td></tr>
<tr><td>CAP</td><td>5 mai</td></tr>
<tr><td>BTS</td><td colspan="2">9 juin</td></tr></table>
<h2>2. Recours</h2>Texte hors de tout paragraphe.
</main><footer><p>Texte inventé</p><p><a href="#">Haut de page</a></p></footer></body></html>"""


def test_menus_scripts_and_links_of_the_footer_are_left_out(read):
    text = read(PAGE, "page.html").text

    assert "Accueil" not in text
    assert "var a" not in text
    assert "Haut de page" not in text
    assert text.endswith("Texte inventé")


def test_a_table_that_only_lays_out_the_page_is_paragraphs(read):
    assert read(PAGE, "page.html").paragraphs[:3] == [
        "Académie de Bourgville",
        "Bureau E2",
        "Circulaire E2-31",
    ]


def test_title_and_levels_come_from_the_marks(read):
    shown = read(PAGE, "page.html")

    assert shown.title == "Aménagements – session 2031"
    assert shown.headings == [(1, "1. Demande"), (2, "1.1 Calendrier"), (1, "2. Recours")]


def test_inline_marks_and_line_ends_do_not_cut_words(read):
    assert "La demande est déposée par la famille ; elle est datée[1]." in read(PAGE, "page.html").paragraphs


def test_text_outside_paragraphs_is_kept(read):
    assert "Texte hors de tout paragraphe." in read(PAGE, "page.html").paragraphs


def test_lists_keep_their_depth_and_their_introduction(read):
    shown = read(PAGE, "page.html")
    items = [block for block in shown.blocks if block.kind is BlockKind.ITEM]

    assert [(item.level, shown.of(item)) for item in items] == [
        (1, "Pour un élève :"),
        (2, "le proviseur"),
        (1, "pour un autre candidat, lui-même"),
    ]
    assert all(item.intro is not None for item in items)


def test_headers_on_two_lines_are_merged_and_tall_cells_repeated(read):
    shown = read(PAGE, "page.html")
    rows = [block for block in shown.blocks if block.kind is BlockKind.ROW]

    assert rows[-1].header == ("Examen", "Candidats – scolaires", "Candidats – individuels")
    assert [shown.text[a:b] for a, b in rows[3].cells] == ["CAP", "5 mai", "12 mai"]


def test_a_wide_cell_is_written_once_and_stands_in_each_column(read):
    shown = read(PAGE, "page.html")
    row = [block for block in shown.blocks if block.kind is BlockKind.ROW][-1]

    assert shown.of(row) == "BTS\t9 juin"
    assert [shown.text[a:b] for a, b in row.cells] == ["BTS", "9 juin", "9 juin"]


def test_a_table_that_lies_about_its_size_is_still_read(read):
    table = '<table><tr><th colspan="99999999">A</th></tr><tr><td rowspan="0">b</td></tr></table>'

    assert read(f"<html><body>{table}</body></html>", "page.html").rows == [["A"], ["b"]]


def test_tags_nested_without_end_do_not_stop_the_reader(read):
    for tag in ("div", "span"):
        assert "fin" in read("<html><body>" + f"<{tag}>" * 3000 + "fin", "page.html").text
