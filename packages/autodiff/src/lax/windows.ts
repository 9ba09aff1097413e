import { bind1 } from "../interpreters/stack.ts";
import type { SelectWindowParams, WindowParams } from "../primitive/params.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Reduction = (x: Tensor, params: WindowParams) => Tensor;
type Selection = (values: Tensor, operand: Tensor, params: SelectWindowParams) => Tensor;

/** The sum of each position of a window; padding counts as 0. */
export const reduceWindowSum: Reduction = (x, params) => bind1("reduceWindowSum", [x], params);
/** The largest element of each position of a window; padding counts as −∞. */
export const reduceWindowMax: Reduction = (x, params) => bind1("reduceWindowMax", [x], params);
/** The smallest element of each position of a window; padding counts as ∞. */
export const reduceWindowMin: Reduction = (x, params) => bind1("reduceWindowMin", [x], params);

/** From each window of `operand` the element of `values` at the place of the first largest or smallest one. */
export const selectAndGatherAdd: Selection = (values, operand, params) =>
  bind1("selectAndGatherAdd", [values, operand], params);

/** Each element of `values`, one per window of `operand`, added at the place of the first largest or smallest one. */
export const selectAndScatterAdd: Selection = (values, operand, params) =>
  bind1("selectAndScatterAdd", [values, operand], params);
