"""Disjoint sets of names, for what is connected through anything."""

from collections import defaultdict


class Sets:
    """Joined names are in one set. Near-constant time for each join (path halving)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, name: str) -> None:
        """A set of its own, where the name is new."""
        self._above.setdefault(name, name)

    def join(self, one: str, other: str) -> None:
        """One set of the two sets the names are in."""
        self.add(one)
        self.add(other)
        self._above[self._top(one)] = self._top(other)

    def groups(self) -> list[list[str]]:
        """The sets, each and all of them sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._above):
            found[self._top(name)].append(name)
        return sorted(found.values())

    def _top(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name
