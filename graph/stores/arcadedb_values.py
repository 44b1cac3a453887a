"""Values of the embedded engine as plain JSON, in the shape of `corredor.graph.queries.table`."""

from collections.abc import Callable
from typing import Any

import jpype

from corredor.graph.queries.cypher_values import duration, instant, point, relationship, simple
from corredor.graph.queries.table import Value


class Plain:
    """Turns a value of Java into plain JSON; made when Java runs."""

    def __init__(self) -> None:
        self._labels = jpype.JClass("com.arcadedb.query.opencypher.Labels")
        temporal = "com.arcadedb.query.opencypher.temporal"
        self._way: dict[type, Callable[[Any], Value]] = {}
        self._ways: list[tuple[Any, Callable[[Any], Value]]] = [
            (jpype.JClass("java.lang.Boolean"), bool),
            (jpype.JClass("java.lang.String"), str),
            (jpype.JClass("com.arcadedb.graph.Vertex"), self._node),
            (jpype.JClass("com.arcadedb.graph.Edge"), self._edge),
            (jpype.JClass("com.arcadedb.query.opencypher.traversal.TraversalPath"), self._path),
            (jpype.JClass(f"{temporal}.CypherDuration"), _duration),
            (jpype.JClass(f"{temporal}.CypherTemporalValue"), lambda value: instant(str(value))),
            (jpype.JClass("java.time.temporal.Temporal"), lambda value: instant(str(value))),
            (jpype.JClass("java.math.BigDecimal"), lambda value: float(str(value))),
            (jpype.JClass("java.util.Map"), self._map),
            (jpype.JClass("java.util.Collection"), lambda value: [self(each) for each in value]),
            (jpype.JArray(jpype.JByte), lambda value: simple(bytes(byte & 255 for byte in value), self)),
            (jpype.JArray, lambda value: [self(each) for each in value]),
            (jpype.JClass("com.arcadedb.query.sql.executor.Result"), lambda value: self(value.toMap())),
            (int, int),
            (float, lambda value: simple(float(value), self)),
        ]

    def __call__(self, value: Any) -> Value:
        if value is None:
            return None
        kind = type(value)
        if kind not in self._way:
            self._way[kind] = next((way for base, way in self._ways if isinstance(value, base)), str)
        return self._way[kind](value)

    def _node(self, vertex: Any) -> Value:
        labels = sorted(str(label) for label in self._labels.getLabels(vertex))
        return {"labels": labels, "properties": self(vertex.propertiesAsMap())}

    def _edge(self, edge: Any) -> Value:
        start, end = _id(edge.getOutVertex()), _id(edge.getInVertex())
        return relationship(str(edge.getTypeName()), start, end, self(edge.propertiesAsMap()))

    def _path(self, path: Any) -> Value:
        return {"nodes": self(path.getVertices()), "relationships": self(path.getEdges())}

    def _map(self, value: Any) -> Value:
        parts = {str(entry.getKey()): self(entry.getValue()) for entry in value.entrySet()}
        return point(parts["srid"], [parts[axis] for axis in "xyz" if axis in parts]) if _is_point(parts) else parts


def _is_point(parts: dict[str, Any]) -> bool:
    """The engine has no points of its own: they are mappings with these keys."""
    return {"crs", "srid", "x", "y"} <= parts.keys() and isinstance(parts["srid"], int)


def _duration(value: Any) -> str:
    parts = (value.getMonths(), value.getDays(), value.getSeconds(), value.getNanosAdjustment())
    return duration(*map(int, parts))


def _id(vertex: Any) -> str:
    held = vertex.get("id")
    return str(vertex.getIdentity() if held is None else held)
