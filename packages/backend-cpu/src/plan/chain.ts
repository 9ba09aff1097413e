import { byteSize, type Value } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { Slices } from "../kernels/kernel-rule.ts";
import type { Stage, Step } from "./step.ts";
import type { StripSizes } from "./strip-sizes.ts";

/** A step of a chain, and how it is cut. */
export interface Link {
  readonly step: Step;
  readonly slices: Slices;
}

/** How a chain is cut. */
export interface Cut {
  readonly rows: number;
  readonly links: readonly Link[];
}

/** Steps that can be cut into the same rows, each of which reads rows that another reads or makes. */
export class Chain {
  readonly stages: Stage[] = [];
  readonly #sizes: StripSizes;
  readonly #steps: Step[] = [];
  /** Each way to cut: of each step the slices, by the number of rows. */
  #cuts = new Map<number, readonly Slices[]>();
  readonly #made = new Set<Value>();
  /** What the steps read or make row by row. */
  readonly #rows = new Set<Value>();

  constructor(first: Step, sizes: StripSizes) {
    this.#sizes = sizes;
    for (const slices of first.slices)
      if (slices.rows > 1 && !this.#cuts.has(slices.rows)) this.#cuts.set(slices.rows, [slices]);
    this.#add(first);
    for (const [rows, cut] of this.#cuts) if (!this.#fits(cut, this.#rows)) this.#cuts.delete(rows);
  }

  /** Whether it is of one step that nothing can be added to. */
  get isClosed(): boolean {
    return this.#cuts.size === 0;
  }

  /** Whether a stage reads what the chain makes. */
  isReadBy({ inputs }: Stage): boolean {
    return inputs.some((value) => this.#made.has(value));
  }

  /** Adds a stage if it fits; its operands that the chain does not make are there before it. */
  take(stage: Stage): boolean {
    if (stage.kind === "alias") {
      const [input] = stage.inputs;
      if (!this.#made.has(input)) return false;
      this.stages.push(stage);
      this.#made.add(stage.outputs[0]);
      return true;
    }
    const cuts = new Map<number, readonly Slices[]>();
    for (const [rows, before] of this.#cuts) {
      const slices = stage.slices.find((one) => one.rows === rows);
      if (slices === undefined) continue;
      const read = stage.inputs.filter((_, index) => slices.strides[index] !== 0);
      const aligned = stage.inputs.every(
        (value, index) => !this.#made.has(value) || slices.strides[index] === byteSize(value.spec) / rows,
      );
      const shares = read.some((value) => this.#rows.has(value) || this.#made.has(value));
      const cut = [...before, slices];
      if (aligned && shares && this.#fits(cut, new Set([...this.#rows, ...read, ...stage.outputs])))
        cuts.set(rows, cut);
    }
    if (cuts.size === 0) return false;
    this.#cuts = cuts;
    this.#add(stage);
    return true;
  }

  /** The steps as they are cut into the most rows; `null` if nothing is gained by it. */
  cut(): Cut | null {
    if (this.#steps.length < 2 || total(this.#rows) < this.#sizes.leastInChain) return null;
    const rows = Math.max(...this.#cuts.keys());
    const all = present(this.#cuts.get(rows));
    return { rows, links: all.map((slices, index) => ({ step: present(this.#steps[index]), slices })) };
  }

  /** Whether so many rows as have to be together are not too large. */
  #fits(cut: readonly Slices[], values: ReadonlySet<Value>): boolean {
    const [{ rows } = { rows: 1 }] = cut;
    return (total(values) / rows) * leastRows(cut) <= this.#sizes.mostInStrip;
  }

  #add(step: Step): void {
    this.stages.push(step);
    this.#steps.push(step);
    const slices = [...this.#cuts.values()].map((all) => present(all.at(-1)));
    for (const [index, value] of step.inputs.entries())
      if (slices.some(({ strides }) => strides[index] !== 0)) this.#rows.add(value);
    for (const value of step.outputs) {
      this.#made.add(value);
      this.#rows.add(value);
    }
  }
}

/** The fewest rows that none of the steps is slower by. */
export function leastRows(cut: readonly Slices[]): number {
  return Math.max(...cut.map((slices) => slices.leastRows));
}

function total(values: ReadonlySet<Value>): number {
  let bytes = 0;
  for (const { spec } of values) bytes += byteSize(spec);
  return bytes;
}
