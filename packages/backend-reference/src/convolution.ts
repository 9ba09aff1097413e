import { dtypeInfo, type Shape, stridesOf } from "@elegy/autodiff/spi";
import { generate, type HostKernels, only } from "./host-kernel.ts";
import { at, dot, mapIndices, pick } from "./indexing.ts";

export const convolutionKernels: HostKernels<"convGeneralDilated"> = {
  convGeneralDilated(inputs, params, outputs) {
    const { lhsSpec, rhsSpec, outSpec, windowStrides, padding, lhsDilation, rhsDilation } = params;
    const lhs = at(inputs, 0);
    const rhs = at(inputs, 1);
    const isFloat = dtypeInfo(lhs.spec.dtype).kind === "float";
    // Both operands as [batch, feature, ...spatial] and [output feature, input feature, ...spatial].
    const lhsShape = pick(lhs.spec.shape, lhsSpec);
    const rhsShape = pick(rhs.spec.shape, rhsSpec);
    const lhsStrides = pick(stridesOf(lhs.spec.shape), lhsSpec);
    const rhsStrides = pick(stridesOf(rhs.spec.shape), rhsSpec);
    const [outputFeatures = 0, inputFeatures = 0, ...window] = rhsShape;
    const batches = at(lhsShape, 0) / params.batchGroupCount;
    const featuresInGroup = outputFeatures / (params.featureGroupCount * params.batchGroupCount);

    const values = mapIndices(only(outputs).shape, (index) => {
      const [batch = 0, output = 0, ...position] = pick(index, outSpec);
      const group = Math.floor(output / featuresInGroup);
      const lhsBatch = params.batchGroupCount > 1 ? group * batches + batch : batch;
      const firstFeature = params.featureGroupCount > 1 ? group * inputFeatures : 0;
      let sum = 0;
      mapIndices([inputFeatures, ...window], ([feature = 0, ...offset]) => {
        const spatial = position.map((place, axis) => {
          const padded = place * at(windowStrides, axis) + at(offset, axis) * at(rhsDilation, axis);
          return (padded - at(at(padding, axis), 0)) / at(lhsDilation, axis);
        });
        if (!isInside(spatial, lhsShape.slice(2))) return;
        const a = at(lhs.buffer, dot([lhsBatch, firstFeature + feature, ...spatial], lhsStrides));
        const b = at(rhs.buffer, dot([output, feature, ...offset], rhsStrides));
        sum = isFloat ? sum + a * b : (sum + Math.imul(a, b)) | 0;
      });
      return sum;
    });
    return [generate(only(outputs), (position) => at(values, position))];
  },
};

/** Whether an index is that of an element: neither in the padding nor in a hole between elements. */
export function isInside(index: readonly number[], shape: Shape): boolean {
  return index.every((place, axis) => Number.isInteger(place) && place >= 0 && place < at(shape, axis));
}
