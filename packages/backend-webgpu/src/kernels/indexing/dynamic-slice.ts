import { dtypeInfo, type Shape, sizeOf, stridesOf, type TensorSpec } from "@elegy/autodiff/spi";
import { coordinatesOf, offsetOf, sumOf } from "../../wgsl/coordinates.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { chunksOf } from "../chunks-of.ts";
import { forEachElement, type Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";
import type { DispatchRules } from "../kernel-rule.ts";

export const dynamicSliceRules: DispatchRules<"dynamicSlice" | "dynamicUpdateSlice"> = {
  dynamicSlice({ params: { sliceSizes }, inputs: [operand, ...positions], outputs }, traits) {
    const { shape, dtype } = operand!;
    const count = sizeOf(outputs[0]!.shape);
    if (count === 0) return [];
    const start = startOf({ shape, sizes: sliceSizes, positions, first: 1 }, traits.maxStorageBuffers - 2);
    const { lines, at } = coordinatesOf("i", sliceSizes, "at");
    const places = at.map((coordinate, axis) => sumOf(coordinate, start.at[axis]!));
    const slice = forEachElement(count, {
      label: "dynamicSlice",
      slots: [
        { name: "operand", type: rawType(dtype), binding: { kind: "operand", index: 0 } },
        ...start.slots,
        { name: "result", type: rawType(dtype), binding: { kind: "result", index: 0 }, writes: true },
      ],
      body: `${lines}\n${start.lines}\nresult[i] = operand[${offsetOf(places, stridesOf(shape))}];`,
    });
    return [...start.dispatches, slice];
  },

  dynamicUpdateSlice({ inputs: [operand, update, ...positions] }, traits, overwrites = false) {
    const { shape, dtype } = operand!;
    const count = sizeOf(shape);
    if (count === 0) return [];
    const sizes = update!.shape;
    const isEmpty = sizeOf(sizes) === 0;
    if (overwrites && isEmpty) return [];
    const start = startOf(
      { shape, sizes, positions: isEmpty ? [] : positions, first: 2 },
      traits.maxStorageBuffers - 3,
    );
    if (overwrites) return [...start.dispatches, overwriteWindow(operand!, sizes, start)];
    const { lines, at } = coordinatesOf("i", shape, "at");
    const inside = at.map((coordinate, axis) => difference(coordinate, start.at[axis] ?? "0u"));
    // Before a window, a difference wraps to a large number.
    const tests = inside.flatMap((place, axis) =>
      sizes[axis] === shape[axis] ? [] : [`${place} < ${sizes[axis]}u`],
    );
    const replaced = `result[i] = update[${offsetOf(
      inside.map((place, axis) => (sizes[axis] === 1 ? "0u" : place)),
      stridesOf(sizes),
    )}];`;
    const type = rawType(dtype);
    const updated = tests.length === 0 ? replaced : `if (${tests.join(" && ")}) {\n${replaced}\nreturn;\n}`;
    const readsOperand = isEmpty || tests.length > 0;
    const slots: Slot[] = [
      ...(readsOperand
        ? [{ name: "operand", type, binding: { kind: "operand", index: 0 } } satisfies Slot]
        : []),
      ...(isEmpty ? [] : [{ name: "update", type, binding: { kind: "operand", index: 1 } } satisfies Slot]),
      ...start.slots,
      { name: "result", type, binding: { kind: "result", index: 0 }, writes: true },
    ];
    const body = [
      lines,
      start.lines,
      isEmpty ? "" : updated,
      readsOperand ? "result[i] = operand[i];" : "",
    ].join("\n");
    return [...start.dispatches, forEachElement(count, { label: "dynamicUpdateSlice", slots, body })];
  },
};

/** One invocation for each element of the window alone. */
function overwriteWindow({ shape, dtype }: TensorSpec, sizes: Shape, start: Start): Dispatch {
  const { lines, at } = coordinatesOf("i", sizes, "at");
  const places = at.map((coordinate, axis) => sumOf(coordinate, start.at[axis]!));
  const type = rawType(dtype);
  return forEachElement(sizeOf(sizes), {
    label: "dynamicUpdateSlice",
    slots: [
      { name: "update", type, binding: { kind: "operand", index: 1 } },
      ...start.slots,
      { name: "result", type, binding: { kind: "result", index: 0 }, writes: true },
    ],
    body: `${lines}\n${start.lines}\nresult[${offsetOf(places, stridesOf(shape))}] = update[i];`,
  });
}

interface Windows {
  readonly shape: Shape;
  readonly sizes: Shape;
  /** Of the axes, in their order; none where nothing is read. */
  readonly positions: readonly TensorSpec[];
  /** The operand that the first of them is. */
  readonly first: number;
}

interface Start {
  /** What has to run before. */
  readonly dispatches: readonly Dispatch[];
  readonly slots: readonly Slot[];
  readonly lines: string;
  /** An expression for each axis: `0u` where a window has but one place. */
  readonly at: readonly string[];
}

/** The nearest start at which a window fits. Positions are scalars in buffers of their own, more than one dispatch may bind. */
function startOf({ shape, sizes, positions, first }: Windows, mostSlots: number): Start {
  const moving = [...positions.keys()].filter((axis) => shape[axis]! > sizes[axis]!);
  const slotOf = (axis: number): Slot => ({
    name: `position${axis}`,
    type: dtypeInfo(positions[axis]!.dtype).kind === "int" ? "i32" : "u32",
    binding: { kind: "operand", index: first + axis },
  });
  const clamped = (axis: number): string => {
    const limit = shape[axis]! - sizes[axis]!;
    return slotOf(axis).type === "i32"
      ? `u32(clamp(position${axis}[0], 0, ${limit}))`
      : `min(position${axis}[0], ${limit}u)`;
  };
  const at = shape.map((_, axis) => (moving.includes(axis) ? `start${axis}` : "0u"));
  const declare = (valueOf: (axis: number) => string): string =>
    moving.map((axis) => `let start${axis} = ${valueOf(axis)};`).join("\n");
  if (moving.length <= mostSlots) {
    return { dispatches: [], slots: moving.map(slotOf), lines: declare(clamped), at };
  }
  const starts: Slot = {
    name: "starts",
    type: "u32",
    binding: { kind: "scratch", name: "starts", bytes: 4 * shape.length },
  };
  const dispatches = chunksOf(moving, mostSlots).map((axes) =>
    forEachElement(1, {
      label: "start of the window",
      slots: [...axes.map(slotOf), { ...starts, writes: true }],
      body: axes.map((axis) => `starts[${axis}] = ${clamped(axis)};`).join("\n"),
    }),
  );
  return { dispatches, slots: [starts], lines: declare((axis) => `starts[${axis}]`), at };
}

function difference(a: string, b: string): string {
  return b === "0u" ? a : `(${a} - ${b})`;
}
