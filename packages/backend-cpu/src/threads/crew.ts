import { FunctionBuilder, type FunctionRef, type GlobalRef } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { ARRIVED, MEETINGS, SPINS } from "./control-block.ts";

/** Divides the work of a program among the threads that run it, each of which runs the same code. */
export interface Crew {
  /** Work of the first thread. */
  first(code: FunctionBuilder, work: () => void): void;
  /** Shares that are done at once, one by each thread. */
  each(code: FunctionBuilder, shares: readonly (() => void)[]): void;
  /** Nobody goes on before all have come; then all see what each has written. */
  meet(code: FunctionBuilder): void;
}

export const ALONE: Crew = {
  first: (_, work) => work(),
  each: (_, shares) => shares.forEach((work) => work()),
  meet() {},
};

/** Who runs a kernel: all, or the one that calls it. */
export function crewOf({ cooperative }: { readonly cooperative?: boolean }, crew: Crew): Crew {
  return cooperative === true ? crew : ALONE;
}

/** The threads of a module. Its variable `thread` is −1 where one does the work of all. */
export class ThreadCrew implements Crew {
  readonly #thread: GlobalRef;
  readonly #meet: FunctionRef;

  constructor(module: ModuleBuilder, threads: number) {
    this.#thread = module.global(-1);
    this.#meet = defineMeeting(module, this.#thread, threads);
  }

  /** Takes the number of the thread from the stack. */
  enter(code: FunctionBuilder): void {
    code.setGlobal(this.#thread);
  }

  first(code: FunctionBuilder, work: () => void): void {
    this.each(code, [work]);
  }

  each(code: FunctionBuilder, shares: readonly (() => void)[]): void {
    for (const [number, work] of shares.entries()) {
      code.getGlobal(this.#thread).i32(number).op("i32.eq");
      code.getGlobal(this.#thread).i32(0).op("i32.lt_s").op("i32.or").if(work);
    }
  }

  meet(code: FunctionBuilder): void {
    code.call(this.#meet);
  }
}

/**
 * The last to come resets the count and opens the door; the others look, then sleep. The first thread may be one that
 * must not sleep, and has to notice that another died: it calls `watch` instead, with the number of meetings before this one.
 */
function defineMeeting(module: ModuleBuilder, thread: GlobalRef, threads: number): FunctionRef {
  const code = new FunctionBuilder([]);
  const [meetings, spins] = [code.local("i32"), code.local("i32")];
  const watch = module.import("watch", { params: ["i32"], results: [] });

  code
    .getGlobal(thread)
    .i32(0)
    .op("i32.lt_s")
    .if(() => code.return());
  code
    .i32(4 * MEETINGS)
    .memory("i32.atomic.load")
    .set(meetings);
  code
    .i32(4 * ARRIVED)
    .i32(1)
    .memory("i32.atomic.rmw.add")
    .i32(threads - 1)
    .op("i32.eq");
  code.if(() => {
    code
      .i32(4 * ARRIVED)
      .i32(0)
      .memory("i32.atomic.store");
    code
      .i32(4 * MEETINGS)
      .get(meetings)
      .i32(1)
      .op("i32.add")
      .memory("i32.atomic.store");
    code
      .i32(4 * MEETINGS)
      .i32(threads)
      .memory("memory.atomic.notify")
      .drop()
      .return();
  });
  code.loop((again) => {
    code.i32(SPINS).set(spins);
    code.loop((look) => {
      code
        .i32(4 * MEETINGS)
        .memory("i32.atomic.load")
        .get(meetings)
        .op("i32.ne")
        .if(() => code.return());
      code.get(spins).i32(1).op("i32.sub").tee(spins).branchIf(look);
    });
    code.getGlobal(thread).if(
      () =>
        code
          .i32(4 * MEETINGS)
          .get(meetings)
          .i64(-1)
          .memory("memory.atomic.wait32")
          .drop(),
      () => code.get(meetings).call(watch),
    );
    code.branch(again);
  });
  return module.define(code);
}
