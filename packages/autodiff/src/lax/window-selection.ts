import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { SelectWindowParams } from "../primitive/params.ts";
import { selectAndGatherAddP, selectAndScatterAddP } from "../primitives/select-and-add.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Selection = (values: Tensor, operand: Tensor, params: SelectWindowParams) => Tensor;

/**
 * From each window of `operand` the element of `values` at the place of the first largest or smallest one.
 *
 * @example
 * ```ts
 * const pairs = { windowStrides: [2], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * const largest = { select: "ge", windowDimensions: [2], ...pairs };
 * const [values, x] = [np.array([1.5, 2, 3, 4]), np.array([9.5, 5, 6, 8])];
 * await lax.selectAndGatherAdd(values, x, largest).array(); // => [1.5,4]
 * ```
 */
export const selectAndGatherAdd: Selection = (values, operand, params) =>
  bindPrimitive1(selectAndGatherAddP, [values, operand], params);

/**
 * Each element of `values`, one per window of `operand`, added at the place of the first largest or smallest one.
 *
 * @example
 * ```ts
 * const pairs = { windowStrides: [2], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * const largest = { select: "ge", windowDimensions: [2], ...pairs };
 * const x = np.array([9.5, 5, 6, 8]);
 * await lax.selectAndScatterAdd(np.array([0.5, 10]), x, largest).array(); // => [0.5,0,0,10]
 * ```
 */
export const selectAndScatterAdd: Selection = (values, operand, params) =>
  bindPrimitive1(selectAndScatterAddP, [values, operand], params);
