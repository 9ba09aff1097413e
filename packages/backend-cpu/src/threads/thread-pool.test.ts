import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { ThreadLostError } from "../errors/thread-lost-error.ts";
import { BLOCK } from "../memory/free-list.ts";
import { Heap } from "../memory/heap.ts";
import { BELL, CONTROL_END } from "./control-block.ts";
import { ThreadCrew } from "./crew.ts";
import { ThreadPool } from "./thread-pool.ts";
import { waitForThreads } from "./wait-for-threads.test-support.ts";

const heap = (): Heap => new Heap({ limit: 2 ** 24, shared: { reservedEnd: CONTROL_END } });

/** A program of two threads, of which each does something and then waits for the other. */
function program(
  { memory, maximumPages }: Heap,
  shares: readonly ((code: FunctionBuilder) => void)[],
  watch: (meetings: number) => void,
): { module: WebAssembly.Module; share: (thread: number) => void } {
  const builder = new ModuleBuilder({ maximumPages });
  const crew = new ThreadCrew(builder, shares.length);
  const code = new FunctionBuilder(["i32", "i32"]);
  crew.enter(code.get({ index: 1, type: "i32" }));
  crew.each(
    code,
    shares.map((share) => () => share(code)),
  );
  crew.meet(code);
  builder.export("run", builder.define(code));
  const module = new WebAssembly.Module(builder.encode());
  const { run } = new WebAssembly.Instance(module, { env: { memory, watch } }).exports;
  return { module, share: (thread) => (run as (table: number, thread: number) => void)(0, thread) };
}

const store = (address: number, value: number) => (code: FunctionBuilder) => {
  code.i32(address).i32(value).memory("i32.store");
};

describe("a pool of threads", () => {
  waitForThreads();

  it("runs one share on each", () => {
    const own = heap();
    const pool = new ThreadPool(own.memory, 2);
    const { module, share } = program(own, [store(4096, 7), store(8192, 8)], (meetings) =>
      pool.watch(meetings),
    );
    const number = pool.load(module);
    expect(pool.isReady(number)).toBe(true);
    for (let round = 0; round < 1000; round++) {
      own.view("uint8").fill(0, 4096, 8196);
      pool.run(number, 0, "test", () => share(0));
      expect([own.view("uint8")[4096], own.view("uint8")[8192]]).toEqual([7, 8]);
    }
    pool.stop();
  });

  it("says that a thread has died, and goes on without it", () => {
    const own = heap();
    const pool = new ThreadPool(own.memory, 2);
    const dies = (code: FunctionBuilder): void => void code.i32(-1).memory("i32.load").drop();
    const { module, share } = program(own, [() => {}, dies], (meetings) => pool.watch(meetings));
    const number = pool.load(module);
    expect(pool.isReady(number)).toBe(true);
    expect(() => pool.run(number, 0, "trainStep", () => share(0))).toThrow(ThreadLostError);
    expect(pool.isLost).toBe(true);
  });
});

it("meets behind the block at address 0, which stands for what has no elements", () => {
  expect(4 * BELL).toBe(BLOCK);
});

it("keeps no process alive", () => {
  const script = `
    import { jit, np, setBackend } from "@elegy/autodiff";
    import { cpu } from "../cpu.ts";
    setBackend(cpu({ threads: 3 }));
    const f = jit((x) => x.exp().sum());
    for (let i = 0; i < 10; i++) {
      f(np.ones([1000, 1000]));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    console.log(await f(np.zeros([1000, 1000])).item());
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    timeout: 60_000,
  });
  // No thread has died either.
  expect({ stdout, stderr }).toEqual({ stdout: "1000000\n", stderr: "" });
});
