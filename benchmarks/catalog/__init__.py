"""How fast the catalog is filled, planned and read, on its parts alone.

`python -m benchmarks.catalog` starts catalog, twice, with its parts on free ports. Figures of one
machine compare with each other, within one run; they promise nothing elsewhere. What must hold
however long it takes is checked: a run that meets an overlap, an old title or an error fails.
"""
