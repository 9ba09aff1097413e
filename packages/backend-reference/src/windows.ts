import {
  type DType,
  dtypeInfo,
  type SelectWindowParams,
  type Shape,
  stridesOf,
  type WindowParams,
} from "@elegy/autodiff/spi";
import { isInside } from "./convolution.ts";
import { rangeOf } from "./dtype-range.ts";
import { first, generate, type HostKernel, type HostKernels, type HostOperand, only } from "./host-kernel.ts";
import { at, dot, mapIndices } from "./indexing.ts";

export const windowKernels: HostKernels<
  "reduceWindowSum" | "reduceWindowMax" | "reduceWindowMin" | "selectAndGatherAdd" | "selectAndScatterAdd"
> = {
  reduceWindowSum: windowReduction((values, dtype) =>
    dtypeInfo(dtype).kind === "float"
      ? values.reduce((sum, x) => sum + x, 0)
      : values.reduce((sum, x) => (sum + x) | 0, 0),
  ),
  reduceWindowMax: windowReduction((values, dtype) =>
    values.reduce((a, b) => Math.max(a, b), rangeOf(dtype).lowest),
  ),
  reduceWindowMin: windowReduction((values, dtype) =>
    values.reduce((a, b) => Math.min(a, b), rangeOf(dtype).highest),
  ),

  selectAndGatherAdd(inputs, params, outputs) {
    const values = first(inputs);
    const chosen = chosenPlaces(at(inputs, 1), params, only(outputs).shape);
    return [
      generate(only(outputs), (position) => {
        const place = at(chosen, position);
        return place === null ? 0 : at(values.buffer, place);
      }),
    ];
  },

  selectAndScatterAdd(inputs, params, outputs) {
    const source = first(inputs);
    const sums = new Float64Array(at(inputs, 1).buffer.length);
    for (const [position, place] of chosenPlaces(at(inputs, 1), params, source.spec.shape).entries()) {
      if (place !== null) sums[place] = at(sums, place) + at(source.buffer, position);
    }
    return [generate(only(outputs), (position) => at(sums, position))];
  },
};

function windowReduction(fold: (values: number[], dtype: DType) => number): HostKernel<WindowParams> {
  return (inputs, params, outputs) => {
    const { buffer, spec } = first(inputs);
    const windows = windowsOf(spec.shape, params, only(outputs).shape);
    return [
      generate(only(outputs), (position) => {
        const places = at(windows, position).filter((place) => place !== null);
        return fold(
          places.map((place) => at(buffer, place)),
          spec.dtype,
        );
      }),
    ];
  };
}

/** For each window, the places of its elements in C order; `null` for padding and holes. */
function windowsOf(shape: Shape, params: WindowParams, windows: Shape): (number | null)[][] {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params;
  const strides = stridesOf(shape);
  return mapIndices(windows, (window) =>
    mapIndices(windowDimensions, (offset) => {
      const index = window.map((count, axis) => {
        const padded = count * at(windowStrides, axis) + at(offset, axis) * at(windowDilation, axis);
        return (padded - at(at(padding, axis), 0)) / at(baseDilation, axis);
      });
      return isInside(index, shape) ? dot(index, strides) : null;
    }),
  );
}

/** For each window the place of the element that no earlier one is as good as; padding is as bad as can be. */
function chosenPlaces(
  { buffer, spec }: HostOperand,
  params: SelectWindowParams,
  windows: Shape,
): (number | null)[] {
  const worst = params.select === "ge" ? -Infinity : Infinity;
  const valueAt = (place: number | null): number => (place === null ? worst : at(buffer, place));
  return windowsOf(spec.shape, params, windows).map((places) =>
    places.reduce((best, place) => {
      const [kept, candidate] = [valueAt(best), valueAt(place)];
      const keep = params.select === "ge" ? kept >= candidate : kept <= candidate;
      return keep ? best : place;
    }),
  );
}
