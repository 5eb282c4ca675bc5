"""What is known: data files are read, checked and made into the catalogue, which is asked, calculated with, exported.

The way of a value: ``nodes`` (YAML with places) -> ``value_reader`` (one value, by its field's type) ->
``release_reader`` (blocks and rows become claims) -> ``load`` (all files together) -> ``Catalogue.cell``.
"""
