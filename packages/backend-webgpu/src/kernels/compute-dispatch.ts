import { gridFor, WORKGROUP_SIZE } from "../wgsl/grid.ts";
import type { Binding, Dispatch } from "./dispatch.ts";

/** A buffer as code sees it: an array of a type, under a name. */
export interface Slot {
  readonly name: string;
  /** Of an element. */
  readonly type: string;
  readonly binding: Binding;
  /** Whether code writes to it. Slots of what is only read may be bound to one buffer. */
  readonly writes?: true;
}

interface Module {
  readonly label: string;
  /** In the order of their bindings; code uses each of them. */
  readonly slots: readonly Slot[];
  /** Functions, structures and variables outside `main`. */
  readonly declarations?: readonly string[];
  readonly body: string;
}

/** Runs the body for each `i` of `0…count − 1`. */
export function forEachElement(count: number, module: Module): Dispatch {
  const { workgroups, index } = gridFor(count);
  const parameters = "@builtin(global_invocation_id) gid: vec3u";
  const start = `let i = ${index};\nif (i >= ${count}u) { return; }`;
  return dispatchOf(module, WORKGROUP_SIZE, workgroups, parameters, start);
}

/**
 * Runs the body for each `group` of `0…count − 1` in a workgroup of its own, with `local` as the place of an invocation in
 * it. All of a workgroup reach its barriers.
 */
export function forEachWorkgroup(count: number, size: number, module: Module): Dispatch {
  const { workgroups, index } = gridFor(count, 1);
  const parameters = "@builtin(workgroup_id) gid: vec3u, @builtin(local_invocation_index) local: u32";
  const start = `let group = ${index};\nif (group >= ${count}u) { return; }`;
  return dispatchOf(module, size, workgroups, parameters, start);
}

function dispatchOf(
  { label, slots, declarations = [], body }: Module,
  size: number,
  workgroups: Dispatch["workgroups"],
  parameters: string,
  start: string,
): Dispatch {
  const variables = slots.map(
    ({ name, type, writes }, binding) =>
      `@group(0) @binding(${binding}) var<storage, ${writes ? "read_write" : "read"}> ${name}: array<${type}>;`,
  );
  const code = [
    ...(slots.some(({ type }) => type === "f16") ? ["enable f16;\n"] : []),
    ...declarations.filter((text) => text !== ""),
    ...variables,
    `\n@compute @workgroup_size(${size})\nfn main(${parameters}) {`,
    indented(`${start}\n${body}`),
    "}\n",
  ].join("\n");
  return { label, code, bindings: slots.map(({ binding }) => binding), workgroups };
}

/** Two spaces before each line, and two more for each brace that is open. */
function indented(text: string): string {
  let depth = 1;
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const opens = line.split("{").length;
      const closes = line.split("}").length;
      if (line.startsWith("}")) depth--;
      const shown = "  ".repeat(depth) + line;
      depth += opens - closes + (line.startsWith("}") ? 1 : 0);
      return shown;
    })
    .join("\n");
}
