import type { Heap } from "../memory/heap.ts";
import type { ThreadTeam } from "../threads/thread-team.ts";
import { instantiate } from "./instantiate.ts";
import type { Program } from "./lower.ts";

/** The thread that does the work of all. */
const ALL = -1;

/** A program bound to a heap and to the threads that run it. */
export interface BoundProgram {
  /**
   * @param name who runs it, for messages.
   * @throws ThreadLostError
   */
  run(table: number, name: string): void;
  dispose(): void;
}

export function bindProgram(program: Program, { memory }: Heap, team: ThreadTeam): BoundProgram {
  if (!program.cooperative) {
    const { run } = instantiate(program, memory, () => {});
    return { run: (table) => run(table, ALL), dispose() {} };
  }
  const pool = team.pool(memory);
  const { module, run } = instantiate(program, memory, (meetings) => pool.watch(meetings));
  const number = pool.load(module);
  return {
    run(table, name) {
      if (pool.isReady(number)) pool.run(number, table, name, () => run(table, 0));
      else run(table, ALL);
    },
    dispose: () => pool.forget(number),
  };
}
