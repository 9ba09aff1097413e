import { ArgumentInvalidError, formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";

/** The names of all options of a layer: one that is forgotten does not compile. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/** @throws ArgumentInvalidError for an option that does not exist, so that none is silently ignored. */
export function requireOptions(layer: string, options: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `there is no option \`${unknown}\``,
    expected: Object.keys(known).join(", "),
    received: unknown,
  });
}

/** @throws ArgumentInvalidError unless a whole number ≥ 1. */
export function requireSize(layer: string, name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `\`${name}\` is out of range`,
    expected: "a whole number ≥ 1",
    received: String(value),
  });
}

/** @throws ArgumentInvalidError unless in [0, 1). */
export function requireRate(layer: string, name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `\`${name}\` is out of range`,
    expected: "a number in [0, 1)",
    received: String(value),
  });
}

/** @throws ShapeMismatchError for a tensor with fewer axes. */
export function requireRank(layer: string, x: Tensor, least: number, shape: string): void {
  if (x.ndim >= least) return;
  throw new ShapeMismatchError({
    operation: layer,
    problem: "the input has too few axes",
    expected: shape,
    received: formatSpec(x.spec),
  });
}

/** @throws ArgumentInvalidError unless one of the names, so that a misspelt one is not taken for another. */
export function requireOneOf<T extends string>(
  layer: string,
  name: string,
  value: T,
  allowed: Readonly<Record<T, unknown>>,
): T {
  if (Object.hasOwn(allowed, value)) return value;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `there is no such \`${name}\``,
    expected: Object.keys(allowed).join(" or "),
    received: value,
  });
}
