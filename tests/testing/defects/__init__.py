"""Plugins with one defect each, as a distribution could bring them, and what catches each.

`LAW` is the law that catches it, and no other; `SAYS` is a part of the sentence, `MEND` of how it is mended.
"""
