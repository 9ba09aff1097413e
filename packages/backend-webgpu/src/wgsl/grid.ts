/** Invocations of a workgroup along x. */
export const WORKGROUP_SIZE = 64;

/** The most workgroups along an axis that every device allows. */
const MOST_WORKGROUPS = 65_535;

export interface Grid {
  readonly workgroups: readonly [x: number, y: number, z: number];
  /**
   * The WGSL expression of an invocation's place among all, given `@builtin(global_invocation_id) gid: vec3u`. The last
   * rows may reach beyond the count: code has to return there.
   */
  readonly index: string;
}

/** Workgroups for a count of invocations, in rows where one row would be too long. */
export function gridFor(count: number, workgroupSize: number = WORKGROUP_SIZE): Grid {
  const needed = Math.ceil(count / workgroupSize);
  if (needed <= MOST_WORKGROUPS) return { workgroups: [needed, 1, 1], index: "gid.x" };
  const rows = Math.ceil(needed / MOST_WORKGROUPS);
  const columns = Math.ceil(needed / rows);
  return {
    workgroups: [columns, rows, 1],
    index: `gid.y * ${columns * workgroupSize}u + gid.x`,
  };
}
