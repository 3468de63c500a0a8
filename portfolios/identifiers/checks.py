"""Check digits of application numbers: EPO, CNIPA, DPMA."""

from itertools import cycle

from portfolios.identifiers.number import Check


def epo_check_digit(digits: str) -> str:
    """Of eight digits: weights 1, 2, 1, 2 … from the left, digit sums of the products, up to the next ten."""
    products = (int(digit) * weight for digit, weight in zip(digits, cycle((1, 2))))
    return str(-sum(product // 10 + product % 10 for product in products) % 10)


def cn_check_digit(digits: str) -> str:
    """Of eight or twelve digits: weights 2 to 9, then 2 to 5; the sum modulo 11, ten is X."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, cycle(range(2, 10)))) % 11
    return "X" if rest == 10 else str(rest)


def dpma_check_digit(digits: str) -> str:
    """Of an application number: weights 2, 3, 4 … from the right, eleven less the sum modulo 11; 10 and 11 are 0.

    President's notice 3/83 of the German office, example 31 30 619 → 5; in use since 1981.
    """
    rest = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), start=2)) % 11
    return str((11 - rest) % 11 % 10)


def dpma_check_digit_to_1980(digits: str) -> str:
    """Of a German application number of 1980 and before: weights 1, 2, 3 … from the right, modulo 10."""
    return str(sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), start=1)) % 10)


def verdict(given: str, computed: str) -> Check:
    """Whether the digit given is the digit computed; nothing given is nothing to say."""
    if not given:
        return "n/a"
    return "ok" if given.upper() == computed else "bad"
