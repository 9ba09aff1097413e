import { ArgumentInvalidError, formatSpec, isFloat, type Tensor } from "@elegy/autodiff";

/** @throws ArgumentInvalidError for numbers that may have fractions, or truth values. */
export function requireWholeNumbers(layer: string, ids: Tensor): void {
  if (!isFloat(ids.dtype) && ids.dtype !== "bool") return;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: "the inputs are not whole numbers",
    expected: "i32[...], u32[...] or u8[...]",
    received: formatSpec(ids.spec),
    hint: 'Convert them: ids.astype("int32").',
  });
}
