import { type DType, type Shape, type Tensor } from "@elegy/autodiff";
import * as fc from "fast-check";
import { tensorOf } from "../records/operands.ts";
import { isFloatItem, type Item } from "./item.ts";
import { FUZZ_OPERATIONS } from "./operations.ts";

/** One operation of a program, by numbers of which any will do: a part left out leaves a program. */
interface Step {
  readonly operation: number;
  readonly operands: readonly [number, number, number];
  readonly detail: number;
}

/** A random program, well-typed however it is shrunk. */
export interface FuzzProgram {
  /** The elements of the inputs, again and again. */
  readonly elements: readonly number[];
  readonly steps: readonly Step[];
  /** Which of the values are results, beside the last. */
  readonly results: readonly number[];
  /** Which inputs the compiled program may consume. */
  readonly donated: readonly number[];
}

const SHAPES: readonly Shape[] = [[], [5], [4, 5], [4, 5], [4, 1], [5, 4], [5, 4], [20], [2, 2, 5], [0, 5]];
const BOUND = 4;

const index = fc.nat({ max: 999 });

export const fuzzProgram: fc.Arbitrary<FuzzProgram> = fc.record({
  elements: fc.array(fc.integer({ min: -BOUND, max: BOUND }), { minLength: 1, maxLength: 31 }),
  steps: fc.array(fc.record({ operation: index, operands: fc.tuple(index, index, index), detail: index }), {
    minLength: 1,
    maxLength: 24,
    size: "max",
  }),
  results: fc.array(index, { maxLength: 4 }),
  donated: fc.uniqueArray(fc.nat({ max: SHAPES.length - 1 }), { maxLength: 4 }),
});

/** The inputs, on the backend in use. */
export function inputsOf({ elements }: FuzzProgram, float: DType): Tensor[] {
  return SHAPES.map((shape, i) =>
    tensorOf(float, shape, (position) => elements[(position + i) % elements.length]!),
  );
}

/** Runs it on tensors of any kind; a step that finds no operands is left out. */
export function runProgram({ steps, results }: FuzzProgram, inputs: readonly Tensor[], float: DType): Item[] {
  const items: Item[] = inputs.map((tensor) => ({ tensor, bound: BOUND, error: 0 }));
  for (const { operation, operands, detail } of steps) {
    const { takes, apply } = FUZZ_OPERATIONS[operation % FUZZ_OPERATIONS.length]!;
    const chosen: Item[] = [];
    for (const [i, fits] of takes.entries()) {
      const candidates = items.filter((item) => fits(item, chosen));
      const item = candidates[candidates.length - 1 - (operands[i]! % candidates.length)];
      if (item !== undefined) chosen.push(item);
    }
    // An operation names no more operands than it takes.
    if (chosen.length === takes.length)
      items.push(apply(chosen as unknown as [Item, Item, Item], detail, float));
  }
  const places = new Set([items.length - 1, ...results.map((place) => place % items.length)]);
  return Array.from(places, (place) => items[place]!);
}

/** How far the elements of a result may be off. */
export function toleranceFor(item: Item): { readonly relative: number; readonly absolute: number } {
  return { relative: 0, absolute: isFloatItem(item) ? item.error * 2 ** -23 : 0 };
}
