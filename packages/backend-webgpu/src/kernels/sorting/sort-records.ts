import { forEachElement, forEachWorkgroup, type Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";
import type { DeviceTraits } from "../kernel-rule.ts";
import {
  mergedSlot,
  RECORD,
  recordBytes,
  recordOrder,
  type Records,
  recordsSlot,
  recordStruct,
  type Sorting,
} from "./records.ts";

/** What every device has for the variables of a workgroup. */
const WORKGROUP_BYTES = 16_384;
/** The most records that a workgroup sorts, two to an invocation. */
const MOST_IN_WORKGROUP = 512;
const LEAST_IN_WORKGROUP = 128;

/** Blocks are sorted within workgroups, then merged two by two until a row is one. */
export function sortRecords(records: Records, traits: DeviceTraits): Sorting {
  const { length } = records;
  if (length === 1) return { dispatches: [], sorted: recordsSlot(records) };
  const most = mostInWorkgroup(records, traits);
  const block = Math.min(2 ** Math.ceil(Math.log2(length)), most);
  const dispatches = [sortBlocks(records, block, Math.min(Math.max(block, LEAST_IN_WORKGROUP), most))];
  let [from, to] = [recordsSlot(records), mergedSlot(records)];
  for (let run = block; run < length; run *= 2) {
    dispatches.push(mergeRuns(records, run, from, to));
    [from, to] = [to, from];
  }
  return { dispatches, sorted: from };
}

function mostInWorkgroup(records: Records, { maxInvocations }: DeviceTraits): number {
  let most = Math.min(MOST_IN_WORKGROUP, 2 ** (Math.floor(Math.log2(maxInvocations)) + 1));
  while (most * recordBytes(records) > WORKGROUP_BYTES) most /= 2;
  return most;
}

/** A bitonic network over each block; places beyond the end of a row hold what comes after all. */
function sortBlocks(records: Records, block: number, slots: number): Dispatch {
  const { rows, length, keys } = records;
  const blocksInRow = Math.ceil(length / block);
  const blocks = rows * blocksInRow;
  const inGroup = slots / block;
  const last = `${RECORD}(${Array.from({ length: keys + 1 }, () => "0xffffffffu").join(", ")})`;
  return forEachWorkgroup(Math.ceil(blocks / inGroup), slots / 2, {
    label: `sort of blocks of ${block}`,
    slots: [{ ...recordsSlot(records), writes: true }],
    declarations: [
      recordStruct(records),
      recordOrder(records),
      `var<workgroup> block: array<${RECORD}, ${slots}>;`,
      `// Where a record of the workgroup lies, or no place.
fn home(group: u32, slot: u32) -> u32 {
  let number = group * ${inGroup}u + slot / ${block}u;
  let place = (number % ${blocksInRow}u) * ${block}u + slot % ${block}u;
  if (number >= ${blocks}u || place >= ${length}u) { return 0xffffffffu; }
  return (number / ${blocksInRow}u) * ${length}u + place;
}`,
    ],
    body: `
      for (var slot = local; slot < ${slots}u; slot += ${slots / 2}u) {
        let at = home(group, slot);
        if (at == 0xffffffffu) { block[slot] = ${last}; } else { block[slot] = records[at]; }
      }
      workgroupBarrier();
      for (var size = 2u; size <= ${block}u; size *= 2u) {
        for (var stride = size / 2u; stride > 0u; stride /= 2u) {
          let low = 2u * local - local % stride;
          let high = low + stride;
          let ascends = ((low % ${block}u) & size) == 0u;
          let a = block[low];
          let b = block[high];
          if (before(b, a) == ascends) {
            block[low] = b;
            block[high] = a;
          }
          workgroupBarrier();
        }
      }
      for (var slot = local; slot < ${slots}u; slot += ${slots / 2}u) {
        let at = home(group, slot);
        if (at != 0xffffffffu) { records[at] = block[slot]; }
      }`,
  });
}

/** Each record counts those of the other run that come before it. */
function mergeRuns(records: Records, run: number, from: Slot, to: Slot): Dispatch {
  const { rows, length } = records;
  return forEachElement(rows * length, {
    label: `merge of runs of ${run}`,
    slots: [
      { ...from, name: "runs" },
      { ...to, name: "longer", writes: true },
    ],
    declarations: [recordStruct(records), recordOrder(records)],
    body: `
      let place = i % ${length}u;
      let row = i - place;
      let own = place - place % ${run}u;
      let start = place - place % ${2 * run}u;
      let other = select(start, min(start + ${run}u, ${length}u), own == start);
      let record = runs[i];
      var low = other;
      var high = min(other + ${run}u, ${length}u);
      while (low < high) {
        let middle = (low + high) / 2u;
        if (before(runs[row + middle], record)) { low = middle + 1u; } else { high = middle; }
      }
      longer[row + start + (place - own) + (low - other)] = record;`,
  });
}
