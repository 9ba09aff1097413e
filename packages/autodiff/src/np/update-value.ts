import { DTypeMismatchError } from "../errors/tensor-errors.ts";
import { constant } from "../lax/creation.ts";
import { convertElementType } from "../lax/elementwise.ts";
import { kindRank } from "../tensor/promotion.ts";
import { formatSpec } from "../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { requireNumber } from "../primitive/rules/spec-rules.ts";

/** A value in the dtype of what it goes into. */
export function valueFor(operation: string, x: Tensor, value: TensorLike): Tensor {
  if (!isTensor(value)) {
    requireNumber(operation, value);
    return constant(value, x.dtype);
  }
  if (kindRank(value.dtype) <= kindRank(x.dtype)) return convertElementType(value, x.dtype);
  throw new DTypeMismatchError({
    operation,
    problem: "the values would change in the dtype of the tensor",
    expected: x.dtype,
    received: formatSpec(value.spec),
    hint: `Convert one of them: value.astype("${x.dtype}").`,
  });
}
