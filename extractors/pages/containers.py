"""The container of the page that holds the body."""

from __future__ import annotations

from extractors.pages.lines import Page
from extractors.pages.roles import PROSE, TABLE


def body_containers(page: Page, roles: list[str]) -> tuple[range, int]:
    """Go down from the page into the container with most of the prose, as long as one has it."""
    parents = page.parents
    mass = [0] * len(parents)
    for line, role in zip(page.lines, roles, strict=True):
        if role is PROSE:
            mass[line.block] += len(line.text)
        elif role is TABLE and line.table is not None:
            mass[line.block] += min(2000, 8 * len(line.table.rows) * len(line.table.header or (line.table.rows or [[]])[0]))
    heaviest: dict[int, int] = {}
    for block in range(len(parents) - 1, 0, -1):
        parent = parents[block]
        mass[parent] += mass[block]
        if mass[block] and mass[block] >= mass[heaviest.get(parent, block)]:
            heaviest[parent] = block
    block = 0
    while block in heaviest and 20 * mass[heaviest[block]] >= 13 * mass[block]:
        block = heaviest[block]
    return range(block, subtree_end(parents, block)), mass[block]


def subtree_end(parents: list[int], block: int) -> int:
    """Containers are numbered in page order, so what a container holds is one run of numbers."""
    for index in range(block + 1, len(parents)):
        if parents[index] < block:
            return index
    return len(parents)
