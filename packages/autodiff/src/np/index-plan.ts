import { ArgumentInvalidError, ShapeMismatchError, TracedValueError } from "../errors/tensor-errors.ts";
import { storageOf } from "../tensor/concrete.ts";
import { formatSpec, type Shape, type TensorSpec } from "../tensor/spec.ts";
import { type Index, isTensor, type NestedArray, type Slice, type Tensor } from "../tensor/tensor.ts";
import { array } from "./creation.ts";
import { normalized, type Place, position, positionTensor, requireInRange } from "./index-range.ts";
import { broadcastShapes } from "./operands.ts";
import { parseSlice, type Positions, positionsOf } from "./slice.ts";

/** An index, understood for one tensor. */
export interface IndexPlan {
  /** What is taken of each axis before tensors of indices come in: all of it, part of it, or one position. */
  readonly parts: readonly Positions[];
  /** The axes with tensors of indices, and these, `int32`, of one shape but for broadcasting. */
  readonly arrays: readonly IndexArray[];
  /** Their common shape. */
  readonly arrayShape: Shape;
  /** How many axes that are not indexed by tensors come before the common axes of these. */
  readonly before: number;
  /** The shape of the elements. */
  readonly shape: Shape;
}

export interface IndexArray {
  readonly axis: number;
  readonly indices: Tensor;
}

type Item =
  | { readonly kind: "part"; readonly positions: Positions }
  | { readonly kind: "one"; readonly positions: Positions }
  | { readonly kind: "array"; readonly indices: Tensor; readonly positions: Positions }
  | { readonly kind: "newaxis" };

/** @param checked whether positions out of range are an error, where they can be seen. */
export function planIndex(
  operation: string,
  operand: TensorSpec,
  index: readonly Index[],
  checked: boolean,
): IndexPlan {
  const items = itemsOf(operation, operand, index, checked);
  const onAxes = items.filter((item) => item.kind !== "newaxis");
  const arrays = onAxes.flatMap((item, axis) =>
    item.kind === "array" ? [{ axis, indices: item.indices }] : [],
  );
  const tensors = arrays.map(({ indices }) => indices);
  const arrayShape = broadcastShapes(
    operation,
    tensors.map(({ shape }) => shape),
    tensors,
  );
  // Beside tensors of indices a number is one of them, as in NumPy.
  const isAdvanced = ({ kind }: Item): boolean => kind === "array" || (kind === "one" && arrays.length > 0);
  const first = items.findIndex(isAdvanced);
  const last = items.findLastIndex(isAdvanced);
  const together = items.slice(first, last + 1).every(isAdvanced);
  const start = arrays.length > 0 && together ? first : 0;
  const sizes = (some: readonly Item[]): number[] =>
    some.flatMap((item) =>
      item.kind === "newaxis" ? [1] : item.kind === "part" ? [item.positions.count] : [],
    );
  return {
    parts: onAxes.map(({ positions }) => positions),
    arrays,
    arrayShape,
    before: items.slice(0, start).filter(({ kind }) => kind === "part").length,
    shape: [...sizes(items.slice(0, start)), ...arrayShape, ...sizes(items.slice(start))],
  };
}

function itemsOf(operation: string, operand: TensorSpec, index: readonly Index[], checked: boolean): Item[] {
  const entries = index.map((entry) => entryOf(operation, entry));
  const used = entries.reduce<number>((sum, entry) => sum + axesOf(entry), 0);
  const rest = operand.shape.length - used;
  const ellipses = entries.filter((entry) => entry === "...").length;
  if (rest < 0 || ellipses > 1) {
    throw new ArgumentInvalidError({
      operation,
      problem: ellipses > 1 ? 'more than one "..."' : "more indices than axes",
      expected: ellipses > 1 ? 'one "..."' : `at most ${operand.shape.length} for ${formatSpec(operand)}`,
      received: ellipses > 1 ? String(ellipses) : String(used),
    });
  }
  const items: Item[] = [];
  let axis = 0;
  const whole = (): void => {
    const size = operand.shape[axis++] ?? 0;
    items.push({ kind: "part", positions: { start: 0, step: 1, count: size } });
  };
  for (const entry of ellipses > 0 ? entries : [...entries, "..." as const]) {
    const size = operand.shape[axis] ?? 0;
    const place: Place = { operation, operand, axis, size };
    if (entry === "...") for (let left = rest; left > 0; left--) whole();
    else if (entry === null) items.push({ kind: "newaxis" });
    else if (isTensor(entry)) {
      for (const item of arrayItems(entry, place, checked)) items.push(item);
      axis += axesOf(entry);
    } else {
      items.push(typeof entry === "number" ? oneItem(entry, place, checked) : partItem(entry, size));
      axis++;
    }
  }
  return items;
}

type Entry = number | "..." | null | Slice | Tensor;

function entryOf(operation: string, entry: Index): Entry {
  if (entry === null || entry === "..." || typeof entry === "number" || isTensor(entry)) return entry;
  if (typeof entry === "string") return parseSlice(entry);
  if (typeof entry === "object" && "step" in entry) return entry;
  if (isList(entry)) return listTensor(operation, entry);
  throw new ArgumentInvalidError({
    operation,
    problem: "no such index",
    expected: 'a number, a slice ("1:3", np.slice), "...", null, a list or a tensor',
    received: typeof entry,
  });
}

function isList(entry: unknown): entry is readonly NestedArray[] {
  return Array.isArray(entry);
}

/** A list of truth values is a mask, any other holds positions. */
function listTensor(operation: string, list: NestedArray): Tensor {
  return hasTruth(list) ? array(list) : positionTensor(operation, list);
}

function hasTruth(list: NestedArray): boolean {
  return typeof list === "object" ? list.some(hasTruth) : typeof list === "boolean";
}

function axesOf(entry: Entry): number {
  if (entry === null || entry === "...") return 0;
  return isTensor(entry) && entry.dtype === "bool" ? entry.ndim : 1;
}

function partItem(slice: Slice, size: number): Item {
  return { kind: "part", positions: positionsOf(slice, size) };
}

function oneItem(index: number, place: Place, checked: boolean): Item {
  const inRange = index >= -place.size && index < place.size;
  if (checked || inRange) {
    return { kind: "one", positions: { start: position(index, place), step: 1, count: 1 } };
  }
  return arrayItem(array(index), place, checked);
}

function arrayItems(indices: Tensor, place: Place, checked: boolean): Item[] {
  if (indices.dtype !== "bool") {
    return [arrayItem(positionTensor(place.operation, indices), place, checked)];
  }
  return maskPositions(indices, place).map((positions, i) => {
    const axis = place.axis + i;
    return arrayItem(positions, { ...place, axis, size: place.operand.shape[axis] ?? 0 }, false);
  });
}

function arrayItem(indices: Tensor, place: Place, checked: boolean): Item {
  if (checked) requireInRange(indices, place);
  const positions = { start: 0, step: 1, count: place.size };
  return { kind: "array", indices: normalized(indices, place.size), positions };
}

/** Where a mask is true: for each of its axes the positions, in C order. */
function maskPositions(mask: Tensor, { operation, operand, axis }: Place): Tensor[] {
  const covered = operand.shape.slice(axis, axis + mask.ndim);
  if (mask.ndim === 0 || mask.shape.some((size, i) => size !== covered[i])) {
    throw new ShapeMismatchError({
      operation,
      problem: "the mask does not fit",
      expected: `the sizes of axes from ${axis} of ${formatSpec(operand)}`,
      received: formatSpec(mask.spec),
    });
  }
  if (storageOf(mask) === null) {
    throw new TracedValueError({
      operation,
      problem: "the index is a traced mask",
      expected: "a mask with values: how many of them are true decides the shape",
      received: formatSpec(mask.spec),
      hint: "Use np.where(mask, x, y), which keeps the shape; x.at(mask).set(number) does it too.",
    });
  }
  const places = Array.from(mask.dataSync()).flatMap((value, place) => (value === 0 ? [] : [place]));
  let step = mask.size;
  return mask.shape.map((size) => {
    step /= size;
    return array(Int32Array.from(places, (place) => Math.floor(place / step) % size));
  });
}
