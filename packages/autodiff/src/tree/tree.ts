export { map, TreeMismatchError } from "./map.ts";
export type { MapLeaves } from "./map-leaves.ts";
export {
  flatten,
  leaves,
  leavesWithPath,
  register,
  structure,
  structureText,
  type TreeDef,
  type TreeNodeHandler,
  unflatten,
} from "./flatten.ts";
export { all, mapWithPath, reduce } from "./reduce.ts";
export { transpose } from "./transpose.ts";
