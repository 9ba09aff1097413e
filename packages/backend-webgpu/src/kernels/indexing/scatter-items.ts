import { type CorePrimitives, type Shape, sizeOf, stridesOf, type TensorSpec } from "@elegy/autodiff/spi";
import { coordinatesOf, offsetOf, sumOf } from "../../wgsl/coordinates.ts";
import { vectorDims, type Windows, windowDimsOfOperand, windowStart } from "./windows.ts";

/**
 * The updates of a scatter, as items that each meet one key. The axes of the operand on which windows start anywhere are
 * its key axes, and a place on them, counted in C order, is a key. An item is an index vector and a place of its window
 * along the key axes; along the other axes it meets all elements of its key that the window reaches. Items are
 * counted in C order of the index vectors, so that those of one key, in ascending order, are updates in order.
 */
export interface ScatterItems {
  readonly count: number;
  /** Elements of the operand. */
  readonly elements: number;
  /** Whether `key_of` reads `indices`, an array of words. */
  readonly readsIndices: boolean;
  /** `key_of(item: u32) -> u32`: its key, or `NO_KEY` where its window is dropped. */
  readonly keyOf: string;
  /** `update_of(item: u32) -> u32`: the offset in the updates of its first element. */
  readonly updateOf: string;
  /** Declares for the element `i` of the operand its `key`, and its `offset` from an item's first update. */
  readonly element: string;
  /** When no window reaches the element `i`; empty if some may reach any. */
  readonly beyond: string;
}

const NO_KEY = "0xffffffffu";

export function scatterItems(
  params: CorePrimitives["scatter"],
  operand: Shape,
  indices: TensorSpec,
  updates: Shape,
): ScatterItems {
  const windows: Windows = {
    operand,
    indices,
    windowed: updates,
    windowDims: params.updateWindowDims,
    collapsed: params.insertedWindowDims,
    operandBatching: params.operandBatchingDims,
    indicesBatching: params.scatterIndicesBatchingDims,
    indexMap: params.scatterDimsToOperandDims,
    clips: params.mode === "clip",
  };
  const along = windowDimsOfOperand(windows);
  const windowSize = (axis: number): number => (along[axis] === null ? 1 : updates[along[axis]!]!);
  const isKey = operand.map(
    (size, axis) =>
      params.operandBatchingDims.includes(axis) ||
      (params.scatterDimsToOperandDims.includes(axis) && size > windowSize(axis)),
  );
  const axes = [...operand.keys()];
  const [keyAxes, freeAxes] = [axes.filter((axis) => isKey[axis]), axes.filter((axis) => !isKey[axis])];
  const keyStrides = stridesOf(keyAxes.map((axis) => operand[axis]!));
  const updateStrides = stridesOf(updates);

  // Items: the axes of the index vectors, then those of the windows that run along key axes.
  const vector = vectorDims(windows);
  const inWindow = keyAxes.flatMap((axis) => (along[axis] === null ? [] : [along[axis]!]));
  const itemDims = [...vector, ...inWindow];
  const itemShape = itemDims.map((dim) => updates[dim]!);
  const item = coordinatesOf("item", itemShape, "item");
  const start = windowStart(windows, item.at.slice(0, vector.length));
  const places = keyAxes.map((axis) => {
    const dim = along[axis]!;
    return sumOf(start.at[axis]!, dim === null ? "0u" : item.at[itemDims.indexOf(dim)]!);
  });

  const element = coordinatesOf("i", operand, "at");
  const pick = (some: readonly number[]): string[] => some.map((axis) => element.at[axis]!);
  const freeInUpdates = freeAxes.map((axis) => (along[axis] === null ? 0 : updateStrides[along[axis]!]!));
  const beyond = freeAxes
    .filter((axis) => windowSize(axis) < operand[axis]!)
    .map((axis) => `${element.at[axis]!} >= ${windowSize(axis)}u`);
  return {
    count: sizeOf(itemShape),
    elements: sizeOf(operand),
    readsIndices: start.readsIndices,
    keyOf: functionOf("key_of", [
      item.lines,
      start.lines,
      start.outside ? `if (${start.outside}) { return ${NO_KEY}; }` : "",
      `return ${offsetOf(places, keyStrides)};`,
    ]),
    updateOf: functionOf("update_of", [
      item.lines,
      `return ${offsetOf(
        item.at,
        itemDims.map((dim) => updateStrides[dim]!),
      )};`,
    ]),
    element: [
      element.lines,
      `let key = ${offsetOf(pick(keyAxes), keyStrides)};`,
      `let offset = ${offsetOf(pick(freeAxes), freeInUpdates)};`,
    ].join("\n"),
    beyond: beyond.join(" || "),
  };
}

function functionOf(name: string, lines: readonly string[]): string {
  const body = lines.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  return `fn ${name}(item: u32) -> u32 {\n  ${body.join("\n  ")}\n}`;
}
