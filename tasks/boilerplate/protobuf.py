"""The attributes of the one node of an ONNX file: what `tasks.boilerplate.forest` reads trees from.

onnxruntime runs a model but does not show its parameters, and the package that does is large and
of no other use here. Fields have the numbers of the format's own definition (onnx.proto).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAPH, NODE, ATTRIBUTE = 7, 1, 5
NAME, TENSOR, INTS = 1, 5, 8
KIND, RAW = 2, 9
#: Kinds of tensors, as far as trees have them.
DTYPES = {1: "<f4", 2: "<u1"}
Value = int | memoryview


def node_attributes(file: Path) -> dict[str, NDArray[np.generic]]:
    """Return the whole numbers and tensors that the first node of the model in `file` holds."""
    import numpy as np

    model = dict(_fields(memoryview(file.read_bytes())))
    graph = dict(reversed(list(_fields(_bytes(model[GRAPH])))))
    found: dict[str, NDArray[np.generic]] = {}
    for number, value in _fields(_bytes(graph[NODE])):
        if number != ATTRIBUTE:
            continue
        fields = list(_fields(_bytes(value)))
        told = dict(fields)
        name = bytes(_bytes(told[NAME])).decode()
        if TENSOR in told:
            tensor = dict(_fields(_bytes(told[TENSOR])))
            found[name] = np.frombuffer(_bytes(tensor[RAW]), DTYPES[int(str(tensor[KIND]))])
        elif INTS in told:
            listed = [value for number, value in fields if number == INTS]
            found[name] = np.array([one for value in listed for one in _numbers(value)])
    return found


def _numbers(value: Value) -> Iterator[int]:
    """Yield the whole numbers of a field: one, or several in a row ("packed")."""
    if isinstance(value, int):
        yield value
        return
    at = 0
    while at < len(value):
        number, at = _varint(value, at)
        yield number


def _bytes(value: Value) -> memoryview:
    if isinstance(value, int):
        raise ValueError("no ONNX file of trees")
    return value


def _fields(message: memoryview) -> Iterator[tuple[int, Value]]:
    """Yield the number and value of each field of `message`, in order."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        value: Value
        if wire == 0:
            value, at = _varint(message, at)
        elif wire == 2:
            size, at = _varint(message, at)
            value, at = message[at : at + size], at + size
        elif wire == 5:
            value, at = struct.unpack_from("<I", message, at)[0], at + 4
        else:
            raise ValueError("no ONNX file of trees")
        yield number, value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    found = shift = 0
    while True:
        byte = message[at]
        found |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return found, at
        shift += 7
