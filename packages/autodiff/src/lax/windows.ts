import { bind1 } from "../interpreters/stack.ts";
import type { SelectWindowParams, WindowParams } from "../primitive/params.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Reduction = (x: Tensor, params: WindowParams) => Tensor;
type Selection = (values: Tensor, operand: Tensor, params: SelectWindowParams) => Tensor;

/**
 * The sum of each position of a window; padding counts as 0.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[1, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowSum(np.array([1, 2, 3]), { windowDimensions: [2], ...one }).array(); // => [1,3,5]
 * ```
 */
export const reduceWindowSum: Reduction = (x, params) => bind1("reduceWindowSum", [x], params);

/**
 * The largest element of each position of a window; padding counts as −∞.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowMax(np.array([1, 3, 2]), { windowDimensions: [2], ...one }).array(); // => [3,3]
 * ```
 */
export const reduceWindowMax: Reduction = (x, params) => bind1("reduceWindowMax", [x], params);

/**
 * The smallest element of each position of a window; padding counts as ∞.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowMin(np.array([1, 3, 2]), { windowDimensions: [2], ...one }).array(); // => [1,2]
 * ```
 */
export const reduceWindowMin: Reduction = (x, params) => bind1("reduceWindowMin", [x], params);

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
  bind1("selectAndGatherAdd", [values, operand], params);

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
  bind1("selectAndScatterAdd", [values, operand], params);
