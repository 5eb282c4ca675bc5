"""What readers see, drawn from the catalogue: HTML and SVG through the templates in ``overrides/fragments``.

The way of a directive: ``directives.read_page`` -> a spec -> its drawing -> ``expand`` puts it into the page.
The way of a value: ``Catalogue.cell`` -> ``cells.cell_view`` (state, pieces, source) -> ``cell.html``;
``sources.References`` gathers what the values of one card, table or figure name, for the list that paper needs.
"""
