"""A provision at its place in the copy of a letter."""

from typing import NamedTuple


class Provision(NamedTuple):
    """`code` is one for all ways of writing it; the offsets are into the copy."""

    code: str
    start: int
    end: int


def leave_out_wider(found: list[Provision]) -> list[Provision]:
    """Without those that another of them says more exactly: 54 beside 54(2), 第36条 beside 第36条第6項第2号."""
    if len(found) < 2:
        return found
    codes = {one.code for one in found}
    exact = {one for one in codes if not any(is_within(code, one) for code in codes)}
    return [one for one in found if one.code in exact]


def is_within(code: str, wider: str) -> bool:
    """Whether a provision is part of a wider one: 36(6)ii of 36(6) and of 36, 29の2 not of 29."""
    return (
        code.startswith(wider) and code != wider and wider[-1] not in "ivx" and code[len(wider)] in "(.ivx柱"
    )
