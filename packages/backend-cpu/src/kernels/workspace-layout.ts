import { roundUp } from "../memory/free-list.ts";

/** Places of so many bytes, one after another, each of whole blocks. */
export interface WorkspaceLayout {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

export function workspaceLayout(sizes: readonly number[]): WorkspaceLayout {
  let bytes = 0;
  const offsets = sizes.map((size) => {
    const at = bytes;
    bytes += roundUp(size);
    return at;
  });
  return { offsets, bytes };
}
