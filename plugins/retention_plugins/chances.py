"""How likely it is that so many are chance."""

ENOUGH = 1_000
"""What was found more often is counted down to so many, in proportion: it is as certain as can be by then."""


def once_in(found: int, of: int, before: int, of_before: int) -> int:
    """In how many looks chance alone finds at least so many once, where nothing has changed.

    Given all that was found, each falls into the later part by that part's share of all orders, so the probability is
    the tail of a binomial distribution. It is exact, for few too, and computed in whole numbers. See J. Przyborowski
    and H. Wilenski, Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31 (1940), 313-323.

    Args:
        found: how many there are now.
        of: in how many orders.
        before: how many there were before.
        of_before: in how many orders.

    Returns:
        One divided by the probability, rounded down.
    """
    (found, of), (before, of_before) = (
        (ENOUGH, max(1, many * ENOUGH // one)) if one > ENOUGH else (one, many)
        for one, many in ((found, of), (before, of_before))
    )
    if not of or not of_before:
        return 1
    all_found, fewer = found + before, 0
    ways: int = of_before**all_found
    for number in range(found):
        fewer += ways
        ways = ways * (all_found - number) * of // ((number + 1) * of_before)
    every: int = (of + of_before) ** all_found
    return every // (every - fewer)
