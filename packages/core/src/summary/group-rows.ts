import { added, type SummaryRow } from "./summary-rows.ts";

interface Group {
  row: SummaryRow;
  /** Whether the row is there itself, not only rows below it. */
  own: boolean;
}

/**
 * Rows in which what lies deeper than `depth` keys is counted to the row above it; a row that is missing there is made.
 *
 * @example
 * ```ts
 * const netParams = { encoder: { w: np.zeros([2, 3]), b: np.zeros([3]) } };
 * const rows = groupRows(summaryRows({ netParams, netStates: null }), 1);
 * rows.map(({ name, trainable }) => `${name} ${trainable.count}`); // => ["netParams.encoder 9","Total 9"]
 * ```
 */
export function groupRows(rows: readonly SummaryRow[], depth: number): readonly SummaryRow[] {
  const groups: Group[] = [];
  const byPath = new Map<string, Group>();
  for (const row of rows) {
    const { path = [] } = row;
    const key = path.slice(0, depth).join(".");
    const own = path.length <= depth;
    const group = path.length === 0 ? undefined : byPath.get(key);
    // Inputs, outputs and totals have nothing below them, and a layer that runs again has a row again.
    if (group === undefined || (own && group.own)) {
      const begun = { own, row: own ? row : above(row, path.slice(0, depth)) };
      groups.push(begun);
      if (path.length > 0) byPath.set(key, begun);
      continue;
    }
    group.row = {
      ...(own ? row : group.row),
      trainable: added(group.row.trainable, row.trainable),
      other: added(group.row.other, row.other),
    };
    group.own ||= own;
  }
  return groups.map(({ row }) => row);
}

/** The row that a deeper one belongs to. */
function above({ trainable, other }: SummaryRow, path: readonly string[]): SummaryRow {
  return { name: path.join("."), shape: "", trainable, other, path };
}
