import { dtypeInfo, stridesOf } from "@elegy/autodiff/spi";
import { generate, type HostKernels, type HostOperand, only } from "./host-kernel.ts";
import { at, offsetsOf, otherAxes, pick } from "./indexing.ts";

export const dotGeneralKernels: HostKernels<"dotGeneral"> = {
  dotGeneral(inputs, { lhsContracting, rhsContracting, lhsBatch, rhsBatch }, outputs) {
    const lhs = at(inputs, 0);
    const rhs = at(inputs, 1);
    const isFloat = dtypeInfo(lhs.spec.dtype).kind === "float";
    const left = offsetsByRole(lhs, lhsBatch, lhsContracting);
    const right = offsetsByRole(rhs, rhsBatch, rhsContracting);
    const rows = left.free.length;
    const columns = right.free.length;

    // Σ over k of lhs[batch, row, k] · rhs[batch, column, k]
    const elementAt = (position: number): number => {
      const column = position % columns;
      const row = Math.floor(position / columns) % rows;
      const batch = Math.floor(position / (columns * rows));
      const leftStart = at(left.batch, batch) + at(left.free, row);
      const rightStart = at(right.batch, batch) + at(right.free, column);
      let sum = 0;
      for (let k = 0; k < left.contracting.length; k++) {
        const a = at(lhs.buffer, leftStart + at(left.contracting, k));
        const b = at(rhs.buffer, rightStart + at(right.contracting, k));
        sum = isFloat ? sum + a * b : (sum + Math.imul(a, b)) | 0;
      }
      return sum;
    };
    return [generate(only(outputs), elementAt)];
  },
};

interface OffsetsByRole {
  readonly batch: readonly number[];
  readonly free: readonly number[];
  readonly contracting: readonly number[];
}

function offsetsByRole(
  { spec }: HostOperand,
  batch: readonly number[],
  contracting: readonly number[],
): OffsetsByRole {
  const strides = stridesOf(spec.shape);
  const offsetsAlong = (axes: readonly number[]): number[] =>
    offsetsOf(pick(spec.shape, axes), pick(strides, axes));
  return {
    batch: offsetsAlong(batch),
    free: offsetsAlong(otherAxes(spec.shape, [...batch, ...contracting])),
    contracting: offsetsAlong(contracting),
  };
}
