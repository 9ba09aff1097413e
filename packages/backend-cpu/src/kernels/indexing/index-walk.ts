import { dtypeInfo, stridesOf, type TensorSpec } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { forEachIndex, offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";

/** Where windows lie in the operand of a gather or a scatter. */
export interface Windows {
  readonly operand: TensorSpec;
  readonly indices: TensorSpec;
  /** The result of a gather, the updates of a scatter. */
  readonly windowed: TensorSpec;
  /** Axes of the windowed tensor along the windows. */
  readonly windowDims: readonly number[];
  readonly collapsed: readonly number[];
  readonly operandBatching: readonly number[];
  readonly indicesBatching: readonly number[];
  readonly indexMap: readonly number[];
  /** Whether a window out of bounds is moved inside. */
  readonly clips: boolean;
}

/** The axes of one window, strides: windowed tensor, operand. */
export function windowAxes(windows: Windows): Axis[] {
  const { operand, windowed, windowDims } = windows;
  const [own, to] = [stridesOf(operand.shape), stridesOf(windowed.shape)];
  return axesWithWindow(windows).map((axis, i) => {
    const dimension = present(windowDims[i]);
    return {
      size: present(windowed.shape[dimension]),
      strides: [present(to[dimension]), present(own[axis])],
    };
  });
}

function axesWithWindow({ operand, collapsed, operandBatching }: Windows): number[] {
  const single = [...collapsed, ...operandBatching];
  return [...operand.shape.keys()].filter((axis) => !single.includes(axis));
}

interface Pointers {
  readonly operand: Local;
  readonly indices: Local;
  readonly windowed: Local;
}

interface Bodies {
  /** For a window in bounds: its addresses in the operand and in the windowed tensor. */
  readonly inside: (operand: Local, windowed: Local) => void;
  readonly outside?: (windowed: Local) => void;
}

/** Walks over the index vectors in C order. */
export function forEachWindow(
  code: FunctionBuilder,
  windows: Windows,
  pointers: Pointers,
  { inside, outside }: Bodies,
): void {
  const width = dtypeInfo(windows.operand.dtype).bytes;
  const cursors = [
    { address: offset(code, pointers.windowed, 0), width },
    { address: offset(code, pointers.operand, 0), width },
    { address: offset(code, pointers.indices, 0), width: 4 },
  ];
  const [windowed, base, vector] = cursors.map(({ address }) => address);
  const window = code.local("i32");
  forEachIndex(code, mergeAxes(vectorAxes(windows)), cursors, () => {
    code.block((end) => {
      code.block((out) => {
        code.get(present(base)).set(window);
        for (const position of positionsOf(windows)) {
          const at = code.local("i32");
          code
            .get(present(vector))
            .memory("i32.load", 4 * position.element)
            .set(at);
          if (windows.clips) emitClamp(code, at, position.limit, windows.indices.dtype === "int32");
          // Negative numbers are large unsigned ones.
          else code.get(at).i32(position.limit).op("i32.gt_u").branchIf(out);
          code
            .get(window)
            .get(at)
            .i32(position.stride * width)
            .op("i32.mul")
            .op("i32.add")
            .set(window);
        }
        inside(window, present(windowed));
        code.branch(end);
      });
      outside?.(present(windowed));
    });
  });
}

/** Strides: windowed tensor, operand, indices. */
function vectorAxes(windows: Windows): Axis[] {
  const { operand, indices, windowed, windowDims, operandBatching, indicesBatching } = windows;
  const outer = [...windowed.shape.keys()].filter((axis) => !windowDims.includes(axis));
  const [to, own, from] = [windowed, operand, indices].map(({ shape }) => stridesOf(shape));
  return outer.map((axis, i) => {
    const batching = indicesBatching.indexOf(i);
    const along = batching < 0 ? 0 : present(present(own)[present(operandBatching[batching])]);
    return {
      size: present(windowed.shape[axis]),
      strides: [present(present(to)[axis]), along, present(present(from)[i])],
    };
  });
}

interface Position {
  readonly element: number;
  /** The last position at which the window fits. */
  readonly limit: number;
  readonly stride: number;
}

function positionsOf(windows: Windows): Position[] {
  const { operand, windowed, windowDims, indexMap } = windows;
  const along = axesWithWindow(windows);
  const strides = stridesOf(operand.shape);
  return indexMap.map((axis, element) => {
    const window = along.indexOf(axis);
    const size = window < 0 ? 1 : present(windowed.shape[present(windowDims[window])]);
    return { element, limit: present(operand.shape[axis]) - size, stride: present(strides[axis]) };
  });
}

/** Moves a position to the nearest one of `0…limit`. */
export function emitClamp(code: FunctionBuilder, position: Local, limit: number, signed: boolean): void {
  if (signed) code.get(position).i32(0).get(position).i32(0).op("i32.gt_s").op("select").set(position);
  code.get(position).i32(limit).get(position).i32(limit).op("i32.lt_u").op("select").set(position);
}
