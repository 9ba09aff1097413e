import { type CorePrimitives, type DType, sizeOf } from "@elegy/autodiff/spi";
import { arithmeticMonoid, type Monoid, orderMonoid } from "../../wgsl/monoid.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { forEachElement, type Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";
import type { DeviceTraits, DispatchRule } from "../kernel-rule.ts";
import { type Records, recordsSlot, recordStruct } from "../sorting/records.ts";
import { sortRecords } from "../sorting/sort-records.ts";
import { scatterItems, type ScatterItems } from "./scatter-items.ts";

type Scatter = DispatchRule<CorePrimitives["scatter"]>;

/** Up to so many items, each element of the operand looks at them all. */
const FEW_ITEMS = 32;
/** So many looks are fewer than it takes to sort. */
const FEW_LOOKS = 65_536;

export const scatter: Scatter = scattering(null);
export const scatterAdd: Scatter = scattering((dtype) => arithmeticMonoid("sum", dtype));
export const scatterMul: Scatter = scattering((dtype) => arithmeticMonoid("product", dtype));
export const scatterMin: Scatter = scattering((dtype) => orderMonoid("min", dtype));
export const scatterMax: Scatter = scattering((dtype) => orderMonoid("max", dtype));

/** How an element takes up its updates. */
interface Combining {
  readonly stored: string;
  readonly declarations: readonly string[];
  readonly load: (stored: string) => string;
  readonly combine: (old: string, update: string) => string;
  readonly store: (value: string) => string;
  /** Only the last one counts. */
  readonly replaces: boolean;
}

/** `null`: an update replaces what is there. */
function scattering(monoidOf: ((dtype: DType) => Monoid) | null): Scatter {
  return ({ name, params, inputs }, traits, overwrites = false) => {
    const [operand, indices, updates] = [inputs[0]!, inputs[1]!, inputs[2]!];
    if (sizeOf(operand.shape) === 0) return [];
    const items = scatterItems(params, operand.shape, indices, updates.shape);
    const combining = monoidOf === null ? replacing(operand.dtype) : combiningWith(monoidOf(operand.dtype));
    const job = { label: name, items, combining, overwrites };
    if (sizeOf(updates.shape) === 0) return overwrites ? [] : [apply(job, { slots: [], walk: "" })];
    if (items.count <= FEW_ITEMS || items.count * items.elements <= FEW_LOOKS) return [lookAtAll(job)];
    return sortedItems(job, traits);
  };
}

function replacing(dtype: DType): Combining {
  const same = (value: string): string => value;
  const stored = rawType(dtype);
  return {
    stored,
    declarations: [],
    load: same,
    combine: (_, update) => update,
    store: same,
    replaces: true,
  };
}

function combiningWith({ stored, declarations, load, combine, store }: Monoid): Combining {
  return { stored, declarations, load, combine, store, replaces: false };
}

interface Job {
  readonly label: string;
  readonly items: ScatterItems;
  readonly combining: Combining;
  /** Whether the operand lies where the result is to come. */
  readonly overwrites: boolean;
}

interface Walk {
  /** Beside those of operand, updates and result. */
  readonly slots: readonly Slot[];
  readonly declarations?: readonly string[];
  /** Brings all items with the element's `key` together with `value`, in order; empty if there are none. */
  readonly walk: string;
}

const indicesSlot: Slot = { name: "indices", type: "u32", binding: { kind: "operand", index: 1 } };

function apply({ label, items, combining, overwrites }: Job, walk: Walk): Dispatch {
  const { stored, declarations, load, store } = combining;
  const touches = walk.walk !== "";
  const updates: Slot[] = touches
    ? [{ name: "updates", type: stored, binding: { kind: "operand", index: 2 } }]
    : [];
  const operand: Slot[] = overwrites
    ? []
    : [{ name: "operand", type: stored, binding: { kind: "operand", index: 0 } }];
  const untouched = overwrites ? "" : "result[i] = operand[i];";
  return forEachElement(items.elements, {
    label,
    slots: [
      ...operand,
      ...updates,
      ...walk.slots,
      { name: "result", type: stored, binding: { kind: "result", index: 0 }, writes: true },
    ],
    declarations: touches ? [...declarations, items.updateOf, ...(walk.declarations ?? [])] : [],
    body: touches
      ? `
        ${items.element}
        ${items.beyond ? `if (${items.beyond}) {\n${untouched}\nreturn;\n}` : ""}
        var value = ${load(overwrites ? "result[i]" : "operand[i]")};
        ${walk.walk}
        result[i] = ${store("value")};`
      : untouched,
  });
}

function taken({ load, combine }: Combining, item: string): string {
  return `value = ${combine("value", load(`updates[update_of(${item}) + offset]`))};`;
}

function lookAtAll(job: Job): Dispatch {
  const { items, combining } = job;
  return apply(job, {
    slots: items.readsIndices ? [indicesSlot] : [],
    declarations: [items.keyOf],
    walk: `
      for (var item = 0u; item < ${items.count}u; item++) {
        if (key_of(item) == key) { ${taken(combining, "item")} }
      }`,
  });
}

/** Items are sorted by their keys; each element finds those of its own by bisection. */
function sortedItems(job: Job, traits: DeviceTraits): Dispatch[] {
  const { label, items, combining } = job;
  const records: Records = { rows: 1, length: items.count, keys: 1 };
  const makeRecords = forEachElement(items.count, {
    label: `keys of ${label}`,
    slots: [...(items.readsIndices ? [indicesSlot] : []), { ...recordsSlot(records), writes: true }],
    declarations: [recordStruct(records), items.keyOf],
    body: "records[i] = Record(key_of(i), i);",
  });
  const { dispatches, sorted } = sortRecords(records, traits);
  const last = combining.replaces;
  const walk = apply(job, {
    slots: [{ ...sorted, name: "records" }],
    declarations: [recordStruct(records)],
    walk: `
      // ${last ? "Behind the last" : "The first"} of the key.
      var low = 0u;
      var high = ${items.count}u;
      while (low < high) {
        let middle = (low + high) / 2u;
        if (records[middle].key0 ${last ? "<=" : "<"} key) { low = middle + 1u; } else { high = middle; }
      }
      ${
        last
          ? `if (low > 0u && records[low - 1u].key0 == key) { ${taken(combining, "records[low - 1u].place")} }`
          : `for (; low < ${items.count}u && records[low].key0 == key; low++) { ${taken(combining, "records[low].place")} }`
      }`,
  });
  return [makeRecords, ...dispatches, walk];
}
