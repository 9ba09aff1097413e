import { grad, jit, lax, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cpu } from "../cpu.ts";

const compiled = vi.fn<() => void>();

beforeEach(() => {
  const { Module } = WebAssembly;
  vi.stubGlobal("WebAssembly", {
    ...Object.fromEntries(
      Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)]),
    ),
    Module: class extends Module {
      constructor(code: BufferSource) {
        super(code);
        compiled();
      }
    },
  });
  setBackend(cpu());
});

afterEach(() => vi.unstubAllGlobals());

const x = (): Tensor => np.ones([2, 3]);

/** How many modules the engine compiles for some calls, after what they need has been made. */
async function modules(...calls: readonly (() => Tensor)[]): Promise<number> {
  compiled.mockClear();
  for (const call of calls) await call().data();
  return compiled.mock.calls.length;
}

const step = (scale: number, donate: readonly number[] = []): ((a: Tensor) => Tensor) =>
  jit((a: Tensor) => np.tanh(grad((b: Tensor) => b.mul(scale).sin().sum())(a)), { donate });

const loop = (scale: number): ((a: Tensor) => Tensor) =>
  jit((a: Tensor) => lax.foriLoop(0, 3, (_: Tensor, b: Tensor) => b.mul(scale).sin(), a));

it("compiles functions of one structure once", async () => {
  const [first, second] = [step(2), step(2)];
  const a = x();
  expect(
    await modules(
      () => first(a),
      () => second(a),
    ),
  ).toBe(1);
  expect(await second(a).array()).toEqual(await first(a).array());
});

it("looks into loops", async () => {
  const a = x();
  expect(
    await modules(
      () => loop(2)(a),
      () => loop(2)(a),
      () => loop(3)(a),
    ),
  ).toBe(2);
});

it.each<readonly [string, (a: Tensor) => Tensor]>([
  ["a constant", step(3)],
  ["what is donated", step(2, [0])],
  ["an operation", jit((a: Tensor) => np.tanh(grad((b: Tensor) => b.mul(2).cos().sum())(a)))],
  ["an operand", jit((a: Tensor) => a.sub(a.exp()))],
])("tells %s apart", async (_, other) => {
  const [same, swapped] = [step(2), jit((a: Tensor) => a.exp().sub(a))];
  const inputs = [x(), x(), x()];
  const calls = [same, swapped, other].map((f, i) => () => f(inputs[i] ?? x()));
  expect(await modules(...calls)).toBe(3);
});

it("keeps a program for those who still use it", async () => {
  const backend = cpu();
  setBackend(backend);
  const a = random.normal(random.key(0), [4]);
  const graphs: (() => void)[] = [];
  const compile = backend.compile.bind(backend);
  vi.spyOn(backend, "compile").mockImplementation((graph, options) => {
    const executable = compile(graph, options);
    graphs.push(() => executable.dispose());
    return executable;
  });
  const [first, second] = [step(2), step(2)];
  const expected = await first(a).array();
  await second(a).data();
  for (const dispose of graphs.slice(0, 1)) dispose();
  expect(await second(a).array()).toEqual(expected);
});
