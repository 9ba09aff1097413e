import { ArgumentInvalidError, type DType, isFloat } from "@elegy/autodiff";
import type { Schedule } from "../schedules/schedule.ts";
import type { Hyperparameter } from "./hyperparameter.ts";
import { describe, type Range, requireHyperparameter, requireNumber } from "./require-number.ts";

/** What an option is without the user's word, and what it may be. */
export interface OptionSpec<T> {
  readonly initial: T;
  readonly check: (operation: string, name: string, value: unknown) => void;
}

/** A specification for every option of `O`. */
export type OptionSpecs<O> = { readonly [K in keyof O]-?: OptionSpec<Required<O>[K]> };

/**
 * The options with their defaults filled in.
 *
 * @throws ArgumentInvalidError for an option that there is not, or a value that it cannot have.
 */
export function readOptions<O extends object>(
  operation: string,
  specs: OptionSpecs<O>,
  given: O,
): Required<O> {
  const known = Object.keys(specs);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    throw new ArgumentInvalidError({
      operation,
      problem: `there is no option \`${name}\``,
      expected: known.join(", "),
      received: name,
    });
  }
  const values = new Map<string, unknown>(Object.entries(given));
  const read = Object.entries<OptionSpec<unknown>>(specs).map(([name, { initial, check }]) => {
    const value = values.get(name);
    if (value === undefined) return [name, initial] as const;
    check(operation, name, value);
    return [name, value] as const;
  });
  // Each option of O has its value: the checks say so.
  return Object.fromEntries(read) as Required<O>;
}

/** A hyperparameter in a range. */
export function hyperparameter(initial: Hyperparameter, range: Range): OptionSpec<Hyperparameter> {
  return { initial, check: (operation, name, value) => requireHyperparameter(operation, name, value, range) };
}

/** A number in a range: it shapes the program, and cannot be a tensor. */
export function number(initial: number, range: Range): OptionSpec<number> {
  return { initial, check: (operation, name, value) => requireNumber(operation, name, value, range) };
}

/** A hyperparameter, or a schedule that gives it. */
export function scheduled(initial: Hyperparameter, range: Range): OptionSpec<Hyperparameter | Schedule> {
  return {
    initial,
    check(operation, name, value) {
      if (typeof value !== "function") requireHyperparameter(operation, name, value, range);
    },
  };
}

/** `true` or `false`. */
export function flag(initial: boolean): OptionSpec<boolean> {
  return oneOf(initial, [true, false]);
}

/** One of a few values. */
export function oneOf<T>(initial: T, values: readonly T[]): OptionSpec<T> {
  return {
    initial,
    check(operation, name, value) {
      if (values.some((one) => one === value)) return;
      throw new ArgumentInvalidError({
        operation,
        problem: `\`${name}\` has another value than it may have`,
        expected: values.map(describe).join(", "),
        received: describe(value),
      });
    },
  };
}

const FLOATS: readonly (DType | undefined)[] = (["float64", "float32", "float16"] as const).filter(isFloat);

/** A float dtype; by default that of the parameters. */
export const floatDtype: OptionSpec<DType | undefined> = oneOf<DType | undefined>(undefined, FLOATS);

/** `undefined` unless it is given. */
export function optional<T>({ check }: OptionSpec<T>): OptionSpec<T | undefined> {
  return { initial: undefined, check };
}

/** Checked where it is used. */
export function unchecked<T>(initial: T): OptionSpec<T> {
  return { initial, check: () => {} };
}
