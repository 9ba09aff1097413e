import type { Monoid } from "../../wgsl/monoid.ts";
import { inRow, type Rows, rowStart, takesOneInvocation } from "../../wgsl/rows.ts";
import { forEachElement, forEachWorkgroup, type Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";

const GROUP = 64;
/** Elements that follow each other and are one invocation's, and one workgroup's. */
const OWN = 16;
const CHUNK = GROUP * OWN;

/** Running combinations along an axis. */
export interface Scan {
  readonly label: string;
  readonly monoid: Monoid;
  readonly source: Slot;
  readonly target: Slot;
  readonly rows: Rows;
  readonly reverse: boolean;
}

/**
 * Chunks are combined, the combinations scanned in the same way, and then each chunk goes on from what stands before it:
 * twice the work of one run along the axis, however long it is, and always in the same order.
 */
export function scanDispatches(scan: Scan, level = 0): Dispatch[] {
  if (takesOneInvocation(scan.rows)) return [scanRows(scan)];
  const chunks = chunksOf(scan);
  if (chunks === 1) return [scanChunks(scan, null)];
  const scratch = (name: string): Slot => ({
    name,
    type: scan.monoid.type,
    binding: { kind: "scratch", name, bytes: 4 * countOf(scan) * chunks },
  });
  const [totals, running] = [scratch(`totals${level}`), scratch(`running${level}`)];
  const same = (value: string): string => value;
  const ofTotals: Scan = {
    label: scan.label,
    monoid: { ...scan.monoid, stored: scan.monoid.type, load: same, store: same },
    source: totals,
    target: running,
    rows: { outer: countOf(scan), size: chunks, inner: 1 },
    reverse: false,
  };
  return [totalsOfChunks(scan, totals), ...scanDispatches(ofTotals, level + 1), scanChunks(scan, running)];
}

function countOf({ rows: { outer, inner } }: Scan): number {
  return outer * inner;
}

function chunksOf({ rows: { size } }: Scan): number {
  return Math.ceil(size / CHUNK);
}

/** Where the element at a step of the run lies. */
function offsetAt({ rows, reverse }: Scan, step: string): string {
  return inRow(reverse ? `(${rows.size - 1}u - ${step})` : step, rows);
}

function loadAt(scan: Scan, step: string): string {
  return scan.monoid.load(`${scan.source.name}[${offsetAt(scan, step)}]`);
}

function storeAt(scan: Scan, step: string): string {
  return `${scan.target.name}[${offsetAt(scan, step)}] = ${scan.monoid.store("value")};`;
}

function scanRows(scan: Scan): Dispatch {
  const { label, monoid, source, target, rows } = scan;
  return forEachElement(countOf(scan), {
    label,
    slots: [source, { ...target, writes: true }],
    declarations: monoid.declarations,
    body: `
      let start = ${rowStart("i", rows)};
      var value = ${loadAt(scan, "0u")};
      ${storeAt(scan, "0u")}
      for (var step = 1u; step < ${rows.size}u; step++) {
        value = ${monoid.combine("value", loadAt(scan, "step"))};
        ${storeAt(scan, "step")}
      }`,
  });
}

/** Sets `value` to the combination of an invocation's own elements. */
function combineOwn(scan: Scan): string {
  const { monoid, rows } = scan;
  const chunks = chunksOf(scan);
  return `
    let row = group / ${chunks}u;
    let start = ${rowStart("row", rows)};
    let first = group % ${chunks}u * ${CHUNK}u + local * ${OWN}u;
    let end = min(first + ${OWN}u, ${rows.size}u);
    var value = ${monoid.identity};
    for (var step = first; step < end; step++) {
      value = ${monoid.combine("value", loadAt(scan, "step"))};
    }`;
}

function shared({ monoid }: Scan): string[] {
  return [...monoid.declarations, `var<workgroup> totals: array<${monoid.type}, ${GROUP}>;`];
}

function totalsOfChunks(scan: Scan, totals: Slot): Dispatch {
  const { label, monoid, source } = scan;
  return forEachWorkgroup(countOf(scan) * chunksOf(scan), GROUP, {
    label: `${label}, totals`,
    slots: [source, { ...totals, name: "chunk_totals", writes: true }],
    declarations: shared(scan),
    body: `
      ${combineOwn(scan)}
      totals[local] = value;
      for (var half = 1u; half < ${GROUP}u; half *= 2u) {
        workgroupBarrier();
        if (local % (2u * half) == 0u) {
          totals[local] = ${monoid.combine("totals[local]", "totals[local + half]")};
        }
      }
      if (local == 0u) { chunk_totals[group] = totals[0]; }`,
  });
}

/** `running`: what all chunks of a row up to each are combined to; `null` where there is but one. */
function scanChunks(scan: Scan, running: Slot | null): Dispatch {
  const { label, monoid, source, target } = scan;
  const chunks = chunksOf(scan);
  const before = running
    ? `if (group % ${chunks}u > 0u) { value = ${monoid.combine("running[group - 1u]", "value")}; }`
    : "";
  return forEachWorkgroup(countOf(scan) * chunks, GROUP, {
    label,
    slots: [source, ...(running ? [{ ...running, name: "running" }] : []), { ...target, writes: true }],
    declarations: shared(scan),
    body: `
      ${combineOwn(scan)}
      totals[local] = value;
      workgroupBarrier();
      for (var distance = 1u; distance < ${GROUP}u; distance *= 2u) {
        var total = totals[local];
        if (local >= distance) { total = ${monoid.combine("totals[local - distance]", "total")}; }
        workgroupBarrier();
        totals[local] = total;
        workgroupBarrier();
      }
      value = ${monoid.identity};
      if (local > 0u) { value = totals[local - 1u]; }
      ${before}
      for (var step = first; step < end; step++) {
        value = ${monoid.combine("value", loadAt(scan, "step"))};
        ${storeAt(scan, "step")}
      }`,
  });
}
