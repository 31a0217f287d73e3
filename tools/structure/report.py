"""Write figures and traced turns as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.structure.assertions import Assertions
from tools.structure.figures import Figures, Graph, Sizes
from tools.structure.turn import Trace


def write_figures(figures: Figures) -> Iterator[str]:
    """Write a table of the folders, then one line for each figure."""
    total, parameters = figures.total, figures.parameters
    width = max(len(folder) for folder in (*figures.folders, "folder"))
    yield f"{figures.root}/"
    yield f"  {'folder':<{width}}  files   lines  median  most  largest"
    for name, sizes in (*figures.folders.items(), ("all", total)):
        yield f"  {name:<{width}}  {_row(sizes)}"
    yield f"  packages (folders with files): {len(figures.folders)}, loose files in {figures.root}/: {figures.loose}"
    yield (
        f"  functions: {parameters.functions}, with 6 or more parameters: {parameters.many}, "
        f"worst {parameters.worst} ({parameters.worst_name})"
    )
    yield from _graph("imports between modules", figures.modules)
    yield from _graph("imports between packages (a loose file beside packages is one)", figures.packages)


def _row(sizes: Sizes) -> str:
    return f"{sizes.files:>5}  {sizes.lines:>6}  {sizes.median:>6g}  {sizes.most:>4}  {sizes.largest}"


def _graph(title: str, graph: Graph) -> Iterator[str]:
    yield f"  {title}: {graph.nodes} on {graph.levels} {_of(graph.levels, 'level')}"
    yield f"    arrows: {len(graph.arrows)}, and {len(graph.for_types)} for types only"
    if graph.rising is None:
        yield "    arrows that run up: not known, no `layers` contract orders what is inside"
    else:
        yield f"    arrows that run up: {len(graph.rising)}"
        yield from (f"      {source} -> {target}" for source, target in graph.rising)
    yield from _circles("circles", graph.circles)
    if graph.typed_circles != graph.circles:
        yield from _circles("circles with the arrows for types", graph.typed_circles)


def _circles(title: str, circles: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"    {title}: {len(circles)}"
    yield from (f"      {' '.join(circle)}" for circle in circles)


def _of(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def write_assertions(counted: Assertions) -> Iterator[str]:
    """Write one line about the tests."""
    yield "tests/"
    yield (
        f"  files: {counted.files}, test functions: {counted.tests}, "
        f"assert: {counted.asserts}, pytest.raises: {counted.raises}"
    )


def write_trace(trace: Trace) -> Iterator[str]:
    """Write the files of one turn in the order in which they were entered, each with the function by which it was."""
    count = len(trace.entered)
    yield f"{trace.title}: {count} {_of(count, 'file')} of flows/"
    if trace.outside_understand < count:
        yield f"  of them outside understand: {trace.outside_understand}"
    yield f"  what is asked then: {trace.asked or 'nothing'}"
    width = max(len(file) for file, _ in trace.entered)
    for number, (file, function) in enumerate(trace.entered, 1):
        yield f"  {number:>3}  {file:<{width}}  {function}"
