import { ArgumentInvalidError, isTensor } from "@elegy/autodiff";

/** A key, an index, or several, into a tree of targets or predictions. */
export type TargetPath = string | number | readonly (string | number)[];

/**
 * The part of a tree that a path leads to; all of it without a path.
 *
 * @throws ArgumentInvalidError listing what is there instead.
 */
export function at(operation: string, what: string, value: unknown, path: TargetPath | undefined): unknown {
  if (path === undefined) return value;
  const keys = typeof path === "object" ? path : [path];
  return keys.reduce((node, key, depth) => child(operation, what, node, keys.slice(0, depth), key), value);
}

function child(
  operation: string,
  what: string,
  node: unknown,
  above: readonly (string | number)[],
  key: string | number,
): unknown {
  const there = keysOf(node);
  if (there.includes(String(key))) return (node as Readonly<Record<string | number, unknown>>)[key];
  throw new ArgumentInvalidError({
    operation,
    problem: `\`on\` leads nowhere in ${what}`,
    expected: `\`${String(key)}\` in ${[what, ...above].join(".")}`,
    received: there.length > 0 ? `one with ${there.map((name) => `\`${name}\``).join(", ")}` : kindOf(node),
  });
}

function keysOf(node: unknown): string[] {
  return typeof node === "object" && node !== null && !isTensor(node) ? Object.keys(node) : [];
}

function kindOf(node: unknown): string {
  if (isTensor(node)) return "a tensor";
  return typeof node === "object" && node !== null ? "an empty one" : String(node);
}
