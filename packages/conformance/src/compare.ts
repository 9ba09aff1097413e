import { formatSpec, type Tensor, type TensorSpec } from "@elegy/autodiff";
import { ConformanceFailedError } from "./conformance-failed-error.ts";
import type { Tolerance } from "./tolerance.ts";

/** The elements as numbers, whatever they are stored as. */
export async function numbersOf(tensor: Tensor): Promise<number[]> {
  // `float16` travels as its bits.
  const readable = tensor.dtype === "float16" ? tensor.astype("float32") : tensor;
  return Array.from(await readable.data());
}

/** NaN is near NaN, and infinities are near themselves. */
function isNear(received: number, expected: number, { relative, absolute }: Tolerance): boolean {
  if (Object.is(received, expected) || received === expected) return true;
  return Math.abs(received - expected) <= absolute + relative * Math.abs(expected);
}

/** @throws ConformanceFailedError */
export function requireNear(
  what: string,
  received: readonly number[],
  expected: readonly number[],
  tolerance: Tolerance,
): void {
  const place = expected.findIndex((wanted, i) => !isNear(received[i] ?? Number.NaN, wanted, tolerance));
  if (place === -1 && received.length === expected.length) return;
  throw new ConformanceFailedError(
    what,
    place === -1 ? "there are more elements than expected" : `element ${place} is wrong`,
    `${expected[place]} in [${shown(expected)}]`,
    `${received[place]} in [${shown(received)}]`,
  );
}

/** @throws ConformanceFailedError */
export function requireSpec(what: string, received: TensorSpec, expected: TensorSpec): void {
  if (formatSpec(received) === formatSpec(expected)) return;
  throw new ConformanceFailedError(
    what,
    "the shape or the dtype is wrong",
    formatSpec(expected),
    formatSpec(received),
  );
}

/** @throws ConformanceFailedError */
export async function requireSame(
  what: string,
  received: Tensor,
  expected: Tensor,
  tolerance: Tolerance,
): Promise<void> {
  requireSpec(what, received.spec, expected.spec);
  requireNear(what, await numbersOf(received), await numbersOf(expected), tolerance);
}

function shown(numbers: readonly number[]): string {
  const most = 40;
  return numbers.slice(0, most).join(", ") + (numbers.length > most ? ", …" : "");
}
