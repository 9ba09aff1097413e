import type { Graph } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { type Bonds, bondsOf } from "./bonds.ts";
import type { Stage } from "./step.ts";

/** A stage that adds no more bytes than this to what is alive may come at once: scalars that others wait for. */
const LITTLE = 256;

/**
 * The same stages in an order in which less is alive at a time: values are made late and used up early. If that gains
 * nothing, the order stays. See docs/decisions/0036.
 */
export function schedule(
  graph: Graph,
  stages: readonly Stage[],
  donated: readonly number[],
): readonly Stage[] {
  const bonds = bondsOf(graph, stages, donated);
  const given = [...stages.keys()];
  const late = sweep(bonds, given.toReversed(), "backwards").toReversed();
  const order = sweep(bonds, late, "forwards");
  const workspaces = stages.map((stage) => (stage.kind === "step" ? stage.kernel.workspaceBytes : 0));
  const gains = peak(bonds, workspaces, order) < peak(bonds, workspaces, given);
  return gains ? order.map((index) => present(stages[index])) : stages;
}

type Direction = "forwards" | "backwards";

/** What is alive while stages come one after another. */
class Alive {
  readonly #bonds: Bonds;
  readonly #forwards: boolean;
  /** How many stages are still to touch each block. */
  readonly #left: number[];

  constructor(bonds: Bonds, direction: Direction) {
    this.#bonds = bonds;
    this.#forwards = direction === "forwards";
    this.#left = bonds.blocks.map(({ stages }) => stages.length);
  }

  /** Bytes of the blocks that begin to live with a stage. */
  begins(stage: number): number {
    let bytes = 0;
    for (const number of present(this.#bonds.touched[stage])) {
      const block = present(this.#bonds.blocks[number]);
      const isThere = this.#forwards ? block.isInput : block.isOutput;
      if (!isThere && this.#left[number] === block.stages.length) bytes += block.bytes;
    }
    return bytes;
  }

  /** Bytes of the blocks that nobody needs after a stage. */
  ends(stage: number): number {
    let bytes = 0;
    for (const number of present(this.#bonds.touched[stage])) {
      const block = present(this.#bonds.blocks[number]);
      const stays = this.#forwards ? block.isOutput : block.isInput;
      if (!stays && this.#left[number] === 1) bytes += block.bytes;
    }
    return bytes;
  }

  /** @returns stages by which now less begins or more ends than before. */
  take(stage: number): number[] {
    return present(this.#bonds.touched[stage]).flatMap((number) => {
      const { stages } = present(this.#bonds.blocks[number]);
      const left = present(this.#left[number]) - 1;
      this.#left[number] = left;
      return left === 1 || left === stages.length - 1 ? stages : [];
    });
  }
}

/**
 * Goes through the stages in the order given. What is due has to come; after it comes at once all that is ready and by which
 * what is alive becomes less. What is alive from a first stage to a last is so from the end as well: a sweep from there
 * puts stages as late as they do good.
 */
function sweep(bonds: Bonds, due: readonly number[], direction: Direction): number[] {
  const { followers, leaders } = bonds;
  const [after, before] = direction === "forwards" ? [followers, leaders] : [leaders, followers];
  const turn = due.map(() => 0);
  for (const [position, stage] of due.entries()) turn[stage] = position;
  const waitsFor = before.map(({ length }) => length);
  const alive = new Alive(bonds, direction);
  const done = due.map(() => false);
  const order: number[] = [];

  /** @returns what may come now or gains more than before, the first one last. */
  const take = (stage: number): number[] => {
    done[stage] = true;
    order.push(stage);
    const next = present(after[stage]).filter((other) => {
      const waits = present(waitsFor[other]) - 1;
      waitsFor[other] = waits;
      return waits === 0;
    });
    for (const other of alive.take(stage))
      if (done[other] !== true && waitsFor[other] === 0) next.push(other);
    return next.toSorted((a, b) => present(turn[b]) - present(turn[a]));
  };
  const follow = (open: number[]): void => {
    for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
      if (done[stage] === true || present(waitsFor[stage]) > 0) continue;
      if (alive.begins(stage) - alive.ends(stage) <= LITTLE) open.push(...take(stage));
    }
  };
  follow(due.toReversed());
  for (const stage of due) if (done[stage] !== true) follow(take(stage));
  return order;
}

/** The most bytes that are alive at a time. */
function peak(bonds: Bonds, workspaces: readonly number[], order: readonly number[]): number {
  const alive = new Alive(bonds, "forwards");
  let [now, most] = [0, 0];
  for (const stage of order) {
    now += alive.begins(stage);
    most = Math.max(most, now + present(workspaces[stage]));
    now -= alive.ends(stage);
    alive.take(stage);
  }
  return most;
}
