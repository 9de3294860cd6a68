"""The exercises of the course: one module a notebook, named after it.

They import the machinery in `nnlib.check`, and no module of the machinery imports them.
"""
