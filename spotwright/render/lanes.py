"""Thirty-two weighted sums at once: the one place where the compiler is told which instructions to use.

Left to itself it works in 32-bit lanes, half as many at a time, because Python's integers have no narrower product than
that. What is written here is LLVM's own language and so runs on every processor; on x86-64 it becomes ``pmulhw``.
"""

from collections.abc import Sequence
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

COUNT = 32
"""Bytes that one call works on."""

ONE = 16384
"""A weight of one."""

SHIFT, ROUND = 7, 18
"""Pixels are shifted up by this before the product, whose upper 16 bits are kept: five bits of fraction are left.

Each product is cut off, not rounded, so half a unit for each of the four comes on top of the usual half.
"""

_BYTES, _WORDS, _LONGS = (ir.VectorType(ir.IntType(bits), COUNT) for bits in (8, 16, 32))


def _all(kind: Any, value: int) -> Any:
    return ir.Constant(kind, [value] * COUNT)


def _spread(builder: Any, weight: Any) -> Any:
    """A 64-bit weight, sixteen bits of it in every lane."""
    nothing = ir.Constant(_WORDS, ir.Undefined)
    first = builder.insert_element(nothing, builder.trunc(weight, ir.IntType(16)), ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, nothing, _all(_LONGS, 0))


def _generate(_context: Any, builder: Any, _signature: Any, arguments: Sequence[Any]) -> Any:
    total = _all(_WORDS, ROUND)
    for address, weight in zip(arguments[:4], arguments[4:8], strict=True):
        pixels = builder.load(builder.inttoptr(address, _BYTES.as_pointer()), align=1)
        raised = builder.shl(builder.zext(pixels, _WORDS), _all(_WORDS, SHIFT))
        product = builder.mul(builder.sext(raised, _LONGS), builder.sext(_spread(builder, weight), _LONGS))
        total = builder.add(total, builder.trunc(builder.lshr(product, _all(_LONGS, 16)), _WORDS))
    total = builder.ashr(total, _all(_WORDS, 5))
    total = builder.select(builder.icmp_signed(">", total, _all(_WORDS, 0)), total, _all(_WORDS, 0))
    total = builder.select(builder.icmp_signed("<", total, _all(_WORDS, 255)), total, _all(_WORDS, 255))
    out = builder.inttoptr(arguments[8], _BYTES.as_pointer())
    builder.store(builder.trunc(total, _BYTES), out, align=1)
    return _context.get_dummy_value()


def _typed(_typing: Any, p0: Any, p1: Any, p2: Any, p3: Any, a: Any, b: Any, c: Any, d: Any, out: Any) -> Any:  # noqa: ARG001
    return types.void(*[types.int64] * 9), _generate


weighted: Any = intrinsic(_typed)
"""``weighted(p0, p1, p2, p3, a, b, c, d, out)``: ``out[k] = p0[k]·a + p1[k]·b + p2[k]·c + p3[k]·d`` for 32 bytes.

Results are clipped to 0–255. The pixels are given by five addresses; :data:`ONE` is a weight of one. For compiled code
only: whoever calls keeps the arrays behind the addresses in use until after the call.
"""
