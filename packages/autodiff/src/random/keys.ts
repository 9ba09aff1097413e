import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bindPrimitive1 } from "../interpreters/stack.ts";
import { threefry2x32 } from "../lax/bits.ts";
import { full } from "../lax/creation.ts";
import { concatenate, reshape, slice } from "../lax/movement.ts";
import { array } from "../np/creation.ts";
import { hashPositions } from "../primitive/rules/hash-positions.ts";
import { requireCount, requireShape } from "../primitive/rules/spec-rules.ts";
import { randomBitsP } from "../primitives/random-bits.ts";
import type { Shape } from "../tensor/spec.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { numberList } from "../np/number-list.ts";
import { received } from "../errors/received.ts";
import { convertElementType } from "../lax/elementwise.ts";

/**
 * A key of the counter-based generator Threefry-2x32, as `jax.random.PRNGKey` makes it.
 *
 * @param seed a whole number of up to 53 bits.
 * @returns `u32[2]`.
 * @example
 * ```ts
 * await random.key(42).array(); // => [0,42]
 * ```
 */
export function key(seed: number): Tensor {
  if (!Number.isSafeInteger(seed)) {
    throw new ArgumentInvalidError({
      operation: "random.key",
      problem: "the seed is not a whole number",
      expected: "a safe integer",
      received: String(seed),
    });
  }
  // As JAX with 32-bit integers, a negative seed is its 32 bits.
  return array(Uint32Array.of(Math.max(0, Math.floor(seed / 2 ** 32)), seed));
}

/**
 * Independent keys from one, which is then used up.
 *
 * @param count how many, or a shape of keys.
 * @returns `u32[count, 2]`, or `u32[...count, 2]`.
 * @example
 * ```ts
 * await random.split(random.key(0)).array(); // => [[1797259609,2579123966],[928981903,3453687069]]
 * random.split(random.key(0), [2, 3]).shape; // => [2,3,2]
 * ```
 */
export function split(from: Tensor, count: number | Shape = 2): Tensor {
  const shape = numberList("random.split", "the second argument", count);
  shape.forEach((size) => requireCount("random.split", "the second argument", size));
  const [high, low] = hash("random.split", from, shape);
  const column = [...shape, 1];
  return concatenate([reshape(high, column), reshape(low, column)], shape.length);
}

/**
 * A key for a number, such as a step: `u32[2]`.
 *
 * @example
 * ```ts
 * await random.foldIn(random.key(0), 7).array(); // => [2716826189,292468403]
 * ```
 */
export function foldIn(from: Tensor, data: number | Tensor): Tensor {
  const number = typeof data === "number" ? key(data) : seedOf(data);
  const [k0, k1] = words("random.foldIn", from);
  const [d0, d1] = words("random.foldIn", number);
  const [y0, y1] = threefry2x32(k0, k1, d0, d1);
  return concatenate([reshape(y0, [1]), reshape(y1, [1])], 0);
}

/** A traced whole number as the two words of a seed. */
function seedOf(data: Tensor): Tensor {
  const low = reshape(convertElementType(data, "uint32"), [1]);
  return concatenate([full([1], 0, "uint32"), low], 0);
}

/** The two words of a key as scalars. */
function words(operation: string, from: Tensor): readonly [Tensor, Tensor] {
  requireKey(operation, from);
  return [reshape(slice(from, [0], [1]), []), reshape(slice(from, [1], [2]), [])];
}

function requireKey(operation: string, from: Tensor): void {
  if (!isTensor(from) || from.dtype !== "uint32" || from.ndim !== 1 || from.shape[0] !== 2) {
    throw new ArgumentInvalidError({
      operation,
      problem: "not a key",
      expected: "u32[2]",
      received: received(from),
      hint: "Make one with random.key(seed); random.split gives u32[n,2], one key a row.",
    });
  }
}

/** Two random words for each element of a shape: see `hashPositions`. */
function hash(operation: string, from: Tensor, shape: Shape): readonly [Tensor, Tensor] {
  requireKey(operation, from);
  return hashPositions(from, shape);
}

/** Random words `u32[...shape]`. */
export function randomBits(operation: string, from: Tensor, shape: Shape): Tensor {
  requireKey(operation, from);
  requireShape(operation, shape);
  return bindPrimitive1(randomBitsP, [from], { shape });
}
