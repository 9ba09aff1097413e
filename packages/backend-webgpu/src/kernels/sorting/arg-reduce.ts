import { type CorePrimitives, sizeOf } from "@elegy/autodiff/spi";
import { orderKey } from "../../wgsl/order-key.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { inRow, type Rows, rowsAlong, rowStart, takesOneInvocation } from "../../wgsl/rows.ts";
import { forEachElement, forEachWorkgroup, type Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";
import type { DispatchRule } from "../kernel-rule.ts";

const GROUP = 64;
/** Elements that a workgroup searches. */
const CHUNK = 1024;

export const argmax: DispatchRule<CorePrimitives["argmax"]> = argReduction("max");
export const argmin: DispatchRule<CorePrimitives["argmin"]> = argReduction("min");

/** The best so far: an order key and the place of the first element that has it. */
const BEST = "struct Best {\n  key: u32,\n  place: u32,\n}";

interface Search {
  readonly source: Slot;
  readonly rows: Rows;
  /** The element at an offset, as a `Best`. */
  readonly bestAt: (offset: string, place: string) => string;
  readonly declarations: readonly string[];
}

function argReduction(operation: "max" | "min"): DispatchRule<CorePrimitives["argmax"]> {
  return ({ name, params, inputs }) => {
    const { shape, dtype } = inputs[0]!;
    if (sizeOf(shape) === 0) return [];
    // NaN counts as the largest for `argmax`, as the smallest for `argmin`.
    const order = orderKey(dtype, { nan: operation === "max" ? "highest" : "lowest", zeros: "equal" });
    const better = operation === "max" ? ">" : "<";
    return searches(name, {
      source: { name: "operand", type: rawType(dtype), binding: { kind: "operand", index: 0 } },
      rows: rowsAlong(shape, params.axis),
      bestAt: (offset, place) => `Best(${order.key(`operand[${offset}]`)}, ${place})`,
      declarations: [
        BEST,
        ...order.declarations,
        `fn better(a: Best, b: Best) -> bool {
  return a.key ${better} b.key || (a.key == b.key && a.place < b.place);
}`,
      ],
    });
  };
}

function searches(label: string, search: Search, level = 0): Dispatch[] {
  const { source, rows, bestAt, declarations } = search;
  const { size } = rows;
  const count = rows.outer * rows.inner;
  const result: Slot = { name: "result", type: "u32", binding: { kind: "result", index: 0 }, writes: true };
  const bestOf = (place: string): string => bestAt(inRow(place, rows), place);
  if (takesOneInvocation(rows)) {
    return [
      forEachElement(count, {
        label,
        slots: [source, result],
        declarations,
        body: `
          let start = ${rowStart("i", rows)};
          var best = ${bestOf("0u")};
          for (var place = 1u; place < ${size}u; place++) {
            let candidate = ${bestOf("place")};
            if (better(candidate, best)) { best = candidate; }
          }
          result[i] = best.place;`,
      }),
    ];
  }

  const chunks = Math.ceil(size / CHUNK);
  const name = `best${level}`;
  const bests: Slot = {
    name,
    type: "Best",
    binding: { kind: "scratch", name, bytes: 8 * count * chunks },
  };
  const ofChunks = forEachWorkgroup(count * chunks, GROUP, {
    label,
    slots: [source, chunks === 1 ? result : { ...bests, writes: true }],
    declarations: [...declarations, `var<workgroup> bests: array<Best, ${GROUP}>;`],
    body: `
      let row = group / ${chunks}u;
      let first = group % ${chunks}u * ${CHUNK}u;
      let start = ${rowStart("row", rows)};
      let end = min(first + ${CHUNK}u, ${size}u);
      var best = ${bestOf("first")};
      for (var place = first + local; place < end; place += ${GROUP}u) {
        let candidate = ${bestOf("place")};
        if (better(candidate, best)) { best = candidate; }
      }
      bests[local] = best;
      for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (local < half && better(bests[local + half], bests[local])) { bests[local] = bests[local + half]; }
      }
      if (local == 0u) { ${chunks === 1 ? "result[group] = bests[0].place;" : `${name}[group] = bests[0];`} }`,
  });
  if (chunks === 1) return [ofChunks];
  const next: Search = {
    ...search,
    source: bests,
    rows: { outer: count, size: chunks, inner: 1 },
    bestAt: (offset) => `${name}[${offset}]`,
  };
  return [ofChunks, ...searches(label, next, level + 1)];
}
