"""Route questions: cold as a whole process, warm in one, and against networkx on the same links.

    python tests/benchmarks/routes.py [ROUNDS]

The peer is `networkx.shortest_simple_paths` on the route links of the commodity, with the weight −ln confidence: the
first five paths. It knows no stretches, joints or countries, so it answers an easier question.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import islice
from math import log
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

import networkx

from corredor.graph import Network, open_store
from corredor.loaders import batch

QUESTIONS = [("VRAEM", "Rotterdam", "cocaine"), ("Afghanistan", "Germany", "heroin"), ("Peru", "Russia", "cocaine")]


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corredor.store"
        with open_store(path, write=True, create=True) as store:
            batch.load(store, ["starter"])
        for start, end, commodity in QUESTIONS:
            with open_store(path) as store:
                network = store.network(commodity=commodity)
            cold = best(rounds, partial(ask_cold, path, start, end, commodity))
            network.routes(start, end)
            warm = best(rounds, partial(network.routes, start, end))
            peer = best(rounds, partial(ask_networkx, network, start, end))
            print(f"{start} -> {end} ({commodity})")
            print(f"  cold, whole process   {cold * 1000:7.0f} ms")
            print(f"  warm                  {warm * 1000:7.1f} ms")
            print(f"  networkx, easier      {peer * 1000:7.1f} ms  ({peer / warm:.2f} times ours)")
    print(f"peak memory of a cold question: {getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024:,.0f} MiB")


def best(rounds: int, work: Callable[[], object]) -> float:
    """The median of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return median(times)


def ask_cold(path: Path, start: str, end: str, commodity: str) -> None:
    """One question as a process of its own."""
    corredor = str(Path(sys.executable).with_name("corredor"))
    command = [corredor, "--store", str(path), "routes", start, end, "--commodity", commodity, "--json"]
    subprocess.run(command, check=True, capture_output=True)


def ask_networkx(network: Network, start: str, end: str) -> int:
    """The first five shortest simple paths over the links, where there are any."""
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for link in network.links("route"):
        graph.add_edge(link.start, link.end, weight=-log(link.confidence))
    ends = network.names.place(start, widest=True), network.names.place(end, widest=True)
    if not all(end_ in graph for end_ in ends) or not networkx.has_path(graph, *ends):
        return 0
    return len(list(islice(networkx.shortest_simple_paths(graph, *ends, weight="weight"), 5)))


if __name__ == "__main__":
    main()
