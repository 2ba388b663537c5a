"""Asking memory for what the compiled pass will read next. It changes no number, only how long the pass waits."""

from __future__ import annotations

from typing import Any

from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

LINE = 16
"""Numbers of 32 bits in a line of memory."""
SMALL_ROW = 2_048
"""Rows longer than this the processor foresees by itself."""


@intrinsic  # type: ignore[untyped-decorator]
def fetch(typing: Any, array: Any, index: Any) -> Any:
    """Ask for the line that holds the number at `index` of the whole array; behind its end nothing happens."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        start = make_array(signature.args[0])(context, builder, given[0]).data
        byte, number = cgutils.ir.IntType(8).as_pointer(), cgutils.ir.IntType(32)
        wanted = builder.bitcast(builder.gep(start, [given[1]]), byte)
        kind = cgutils.ir.FunctionType(cgutils.ir.VoidType(), [byte, number, number, number])
        to_read, to_keep, data = number(0), number(3), number(1)
        asked = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(asked, [wanted, to_read, to_keep, data])
        return context.get_dummy_value()

    return types.void(array, types.intp), code


@njit(cache=True)  # type: ignore[untyped-decorator]
def ahead(x: Any, row: int) -> None:
    """Ask for a row of a tile before it is needed."""
    n = x.shape[1]
    for at in range(row * n, (row + 1) * n if n <= SMALL_ROW else row * n, LINE):
        fetch(x, at)
