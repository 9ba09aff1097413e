export { map, type MapLeaves, TreeMismatchError } from "./map.ts";
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
