import type { TreeDef } from "./flatten.ts";

/** Any structure, with what only some of them have. */
type AnyDef = Pick<TreeDef, "kind"> & Partial<Omit<Extract<TreeDef, { kind: "class" }>, "kind">>;

/** Whether trees of the one and of the other have their leaves in the same places. */
export function sameStructure(a: AnyDef | undefined, b: AnyDef | undefined): boolean {
  if (a === b) return true;
  const length = a?.children?.length;
  if (a?.kind !== b?.kind || a?.prototype !== b?.prototype || b?.children?.length !== length) return false;
  for (let i = 0; i < (length ?? 0); i++) {
    if (a?.keys?.[i] !== b?.keys?.[i] || !sameStructure(a?.children?.[i], b?.children?.[i])) return false;
  }
  return true;
}
