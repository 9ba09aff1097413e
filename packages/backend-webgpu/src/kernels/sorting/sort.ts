import { type CorePrimitives, sizeOf } from "@elegy/autodiff/spi";
import { orderKey } from "../../wgsl/order-key.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { inRow, rowsAlong, rowStart } from "../../wgsl/rows.ts";
import { chunksOf } from "../chunks-of.ts";
import { forEachElement, type Slot } from "../compute-dispatch.ts";
import type { DispatchRule } from "../kernel-rule.ts";
import { type Records, recordsSlot, recordStruct } from "./records.ts";
import { sortRecords } from "./sort-records.ts";

/** Keys are made into words, records sorted by them, and all operands moved to the places of the records. */
export const sort: DispatchRule<CorePrimitives["sort"]> = ({ params, inputs }, traits) => {
  const { shape } = inputs[0]!;
  const count = sizeOf(shape);
  if (count === 0) return [];
  const rows = rowsAlong(shape, params.dimension);
  const length = rows.size;
  const records: Records = { rows: count / length, length, keys: params.numKeys };
  // Rows of records lie along the axis; where its elements lie in the operands:
  const row = `
    let place = i % ${length}u;
    let row = i / ${length}u;
    let start = ${rowStart("row", rows)};`;
  const operandSlot = (index: number): Slot => ({
    name: `operand${index}`,
    type: rawType(inputs[index]!.dtype),
    binding: { kind: "operand", index },
  });

  const keyed = inputs.slice(0, params.numKeys).map(({ dtype }, index) => ({
    index,
    order: orderKey(dtype, { nan: "highest", zeros: "equal" }),
  }));
  const makeRecords = chunksOf(keyed, traits.maxStorageBuffers - 1).map((keys) =>
    forEachElement(count, {
      label: "keys of a sort",
      slots: [...keys.map(({ index }) => operandSlot(index)), { ...recordsSlot(records), writes: true }],
      declarations: [recordStruct(records), ...new Set(keys.flatMap(({ order }) => order.declarations))],
      body: [
        row,
        `let at = ${inRow("place", rows)};`,
        ...keys.map(({ index, order }) => `records[i].key${index} = ${order.key(`operand${index}[at]`)};`),
        keys[0]?.index === 0 ? "records[i].place = place;" : "",
      ].join("\n"),
    }),
  );

  const { dispatches, sorted } = sortRecords(records, traits);
  const moves = chunksOf([...inputs.keys()], Math.floor((traits.maxStorageBuffers - 1) / 2)).map((indices) =>
    forEachElement(count, {
      label: "elements of a sort",
      slots: [
        { ...sorted, name: "records" },
        ...indices.flatMap((index): Slot[] => [
          operandSlot(index),
          {
            name: `result${index}`,
            type: rawType(inputs[index]!.dtype),
            binding: { kind: "result", index },
            writes: true,
          },
        ]),
      ],
      declarations: [recordStruct(records)],
      body: [
        row,
        `let origin = ${inRow("records[i].place", rows)};`,
        `let end = ${inRow("place", rows)};`,
        ...indices.map((index) => `result${index}[end] = operand${index}[origin];`),
      ].join("\n"),
    }),
  );
  return [...makeRecords, ...dispatches, ...moves];
};
