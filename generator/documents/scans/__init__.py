"""Pages that are pictures (scanned PDF, images), read by recognising their characters.

``pictures`` and ``printed`` give page images, ``clean`` puts them straight, ``rules`` and ``grid`` find the tables,
``ink`` what stands in a cell, ``engine`` knows the models, ``figures`` decides what a cell says, ``page`` makes lines
of one page, ``read`` documents of many.
"""
