import type { Tensor } from "@elegy/autodiff";
import { activationOf } from "./activations.ts";
import { LayerUnsupportedError } from "./tfjs-errors.ts";

/** What training does that a translation may leave out, if it is told to. */
export type Ignorable = "regularizers" | "constraints" | "recurrentDropout";

/** Options that say how weights began, what is only for TensorFlow.js, or what is read elsewhere. */
const WITHOUT_EFFECT =
  /_initializer$|^(name|trainable|dtype|sparse|ragged|optional|batch_input_shape|batch_shape|input_length|input_dim|implementation|unroll|seed|unit_forget_bias|batch_size|input_dtype|input_shape|time_major|zero_output_for_mask|synchronized)$/;

/**
 * The options of one layer, read by name and checked: what no translation reads must not be there, so that nothing is
 * left out in silence.
 */
export class LayerConfig {
  readonly kind: string;
  readonly name: string;
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #ignored: ReadonlySet<Ignorable>;
  readonly #read = new Set<string>();

  constructor(kind: string, options: Readonly<Record<string, unknown>>, ignored: ReadonlySet<Ignorable>) {
    this.kind = kind;
    const { name } = options;
    this.name = typeof name === "string" ? name : kind;
    this.#options = options;
    this.#ignored = ignored;
  }

  /** Whether an optimizer changes the weights. */
  get trainable(): boolean {
    return this.#options["trainable"] !== false;
  }

  /** The names of all options. */
  get options(): readonly string[] {
    return Object.keys(this.#options);
  }

  ignores(what: Ignorable): boolean {
    return this.#ignored.has(what);
  }

  /** The value of an option, `undefined` where it is absent or null. */
  raw(option: string): unknown {
    this.#read.add(option);
    return this.#options[option] ?? undefined;
  }

  number(option: string, initial?: number): number {
    const value = this.raw(option) ?? initial;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw this.unsupported(option, value, "a number");
  }

  flag(option: string, initial: boolean): boolean {
    const value = this.raw(option) ?? initial;
    if (typeof value === "boolean") return value;
    throw this.unsupported(option, value, "true or false");
  }

  /** One of a few words. */
  choice<T extends string>(option: string, words: readonly [T, ...T[]]): T {
    const value = this.raw(option) ?? words[0];
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw this.unsupported(option, value, words.join(" or "));
  }

  /** Numbers, or one number for all axes. */
  numbers(option: string, count?: number, initial?: number | readonly number[]): readonly number[] {
    const value = this.raw(option) ?? initial;
    const list: unknown = typeof value === "number" ? Array.from({ length: count ?? 1 }, () => value) : value;
    if (isNumbers(list) && (count === undefined || list.length === count)) return list;
    throw this.unsupported(option, value, count === undefined ? "numbers" : `${count} numbers`);
  }

  /** What is before and after each of two axes: of a number, a pair of numbers or a pair of pairs. */
  pairs(option: string): readonly (readonly [number, number])[] {
    const value = this.raw(option);
    const sides: unknown = typeof value === "number" ? [value, value] : value;
    if (!Array.isArray(sides) || sides.length !== 2) throw this.unsupported(option, value, "two pairs");
    return sides.map((side: unknown) => {
      if (typeof side === "number") return [side, side];
      if (isNumbers(side) && side.length === 2) return [side[0]!, side[1]!];
      throw this.unsupported(option, value, "two pairs of numbers");
    });
  }

  activation(option: string, initial: string = "linear"): (x: Tensor) => Tensor {
    return activationOf(this, option, this.raw(option) ?? initial);
  }

  /** Whether an option is there and null, where that means something. */
  isNull(option: string): boolean {
    this.#read.add(option);
    return this.#options[option] === null;
  }

  /** The same with another value of one option. */
  with(option: string, value: unknown): LayerConfig {
    return new LayerConfig(this.kind, { ...this.#options, [option]: value }, this.#ignored);
  }

  /** The options of a layer inside of this one, and its class. */
  nested(option: string): LayerConfig {
    return this.#within(option, this.raw(option));
  }

  nestedList(option: string): readonly LayerConfig[] {
    const value = this.raw(option);
    if (!Array.isArray(value)) throw this.unsupported(option, value, "layers");
    return value.map((one: unknown) => this.#within(option, one));
  }

  /** Accepts an option with one value alone. */
  only(option: string, value: unknown): void {
    const given = this.raw(option);
    if (given !== undefined && given !== value) throw this.unsupported(option, given, String(value));
  }

  /** @throws LayerUnsupportedError for options that were not read and have an effect. */
  finish(): void {
    for (const [option, value] of Object.entries(this.#options)) {
      if (this.#read.has(option) || WITHOUT_EFFECT.test(option) || value === null || value === undefined)
        continue;
      if (option.endsWith("regularizer")) this.#mayIgnore("regularizers", option);
      else if (option.endsWith("constraint")) this.#mayIgnore("constraints", option);
      else throw new LayerUnsupportedError(this, `the option \`${option}\` is not known`, this.#known());
    }
  }

  unsupported(option: string, value: unknown, supported: string): LayerUnsupportedError {
    return new LayerUnsupportedError(
      this,
      `\`${option}\` is ${JSON.stringify(value) ?? "missing"}, which has no translation`,
      supported,
    );
  }

  #within(option: string, value: unknown): LayerConfig {
    const { class_name: kind, config } = isRecord(value) ? value : {};
    if (typeof kind !== "string" || !isRecord(config)) throw this.unsupported(option, value, "a layer");
    return new LayerConfig(kind, config, this.#ignored);
  }

  #mayIgnore(what: Ignorable, option: string): void {
    if (this.#ignored.has(what)) return;
    throw new LayerUnsupportedError(
      this,
      `\`${option}\` is not translated`,
      `none, or fromLayersModel(model, { ignore: ["${what}"] }) to train without it`,
    );
  }

  #known(): string {
    return [...this.#read].toSorted().join(", ") || "no options";
  }
}

/** An object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}
