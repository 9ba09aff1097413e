import { expect, it } from "vitest";
import { paddedLeb, signedLeb, unsignedLeb } from "./encoding.ts";
import { FunctionBuilder, type Local } from "./function-builder.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { type Op, OPCODES } from "./opcodes.ts";

function instantiate(module: ModuleBuilder, functions: Record<string, (x: number) => number> = {}) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), {
    env: { memory, ...functions },
  });
  return { memory, run: exports["run"] as (...operands: number[]) => number };
}

function parameter(code: FunctionBuilder, index: number): Local {
  const local = code.params[index];
  if (local === undefined) throw new Error("no such parameter");
  return local;
}

it("writes numbers as LEB128", () => {
  expect(unsignedLeb(0)).toEqual([0]);
  expect(unsignedLeb(624485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(unsignedLeb(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  expect(signedLeb(-123456)).toEqual([0xc0, 0xbb, 0x78]);
  expect(signedLeb(64)).toEqual([0xc0, 0x00]);
  expect(signedLeb(2 ** 32 - 1)).toEqual([0x7f]);
  expect(paddedLeb(3)).toEqual([0x83, 0x80, 0x80, 0x80, 0x00]);
});

it("copies code, and the calls and branches in it", () => {
  const module = new ModuleBuilder();
  const double = new FunctionBuilder(["i32"], ["i32"]);
  const doubled = module.define(double.get(parameter(double, 0)).i32(2).op("i32.mul"));
  const code = new FunctionBuilder(["i32"], ["i32"]);
  const x = parameter(code, 0);
  code.block((end) => {
    code.times(3, () => {
      code.get(x).call(doubled).set(x);
      code.get(x).i32(20).op("i32.gt_s").branchIf(end);
    });
  });
  module.export("run", module.define(code.get(x)));
  const { run } = instantiate(module);
  expect([run(1), run(7), run(30)]).toEqual([8, 28, 60]);
});

it("runs loops, blocks and branches", () => {
  const module = new ModuleBuilder();
  const code = new FunctionBuilder(["i32"], ["i32"]);
  const n = parameter(code, 0);
  const sum = code.local("i32");
  code.block((end) => {
    code.loop((head) => {
      code.get(n).op("i32.eqz").branchIf(end);
      code.get(sum).get(n).op("i32.add").set(sum);
      code.get(n).i32(1).op("i32.sub").set(n);
      code.branch(head);
    });
  });
  module.export("run", module.define(code.get(sum)));
  expect(instantiate(module).run(100)).toBe(5050);
});

it("calls functions defined before and imported after", () => {
  const module = new ModuleBuilder();
  const square = new FunctionBuilder(["i32"], ["i32"]);
  const x = parameter(square, 0);
  const squareRef = module.define(square.get(x).get(x).op("i32.mul"));
  const code = new FunctionBuilder(["i32"], ["i32"]);
  const half = module.import("half", { params: ["i32"], results: ["i32"] });
  code.get(parameter(code, 0)).call(squareRef).call(half);
  module.export("run", module.define(code));
  expect(instantiate(module, { half: (value) => value / 2 }).run(6)).toBe(18);
});

it("defines equal functions once", () => {
  const module = new ModuleBuilder();
  const make = (value: number): FunctionBuilder => new FunctionBuilder([], ["i32"]).i32(value);
  expect(module.define(make(1))).toBe(module.define(make(1)));
  expect(module.define(make(1))).not.toBe(module.define(make(2)));
  const caller = (value: number): FunctionBuilder =>
    new FunctionBuilder([], ["i32"]).call(module.define(make(value)));
  expect(module.define(caller(1))).toBe(module.define(caller(1)));
  expect(module.define(caller(1))).not.toBe(module.define(caller(2)));
});

it("knows the right code of every instruction with two vector operands", () => {
  const vectors = (Object.keys(OPCODES) as Op[]).filter((name) =>
    /^(f32x4|i32x4)\.(add|sub|mul|min|max|eq|lt)/.test(name),
  );
  for (const name of vectors) {
    const module = new ModuleBuilder();
    const code = new FunctionBuilder([], ["i32"]);
    const float = name.startsWith("f");
    const lane = (value: number): number =>
      float ? (new Int32Array(Float32Array.of(value).buffer)[0] ?? 0) : value;
    code.v128(lane(6)).v128(lane(-3)).op(name).lane("i32x4.extract_lane", 2);
    module.export("run", module.define(code));
    const unsigned = name.endsWith("_u");
    const operation = name.split(".")[1]?.split("_")[0] ?? "";
    const [x, y] = [6, unsigned ? 2 ** 32 - 3 : -3];
    const results: Record<string, number> = {
      add: x + y,
      sub: x - y,
      mul: x * y,
      min: Math.min(x, y),
      max: Math.max(x, y),
      eq: -0,
      lt: x < y ? -1 : 0,
    };
    const expected = results[operation] ?? NaN;
    const comparison = operation === "eq" || operation === "lt";
    expect([name, instantiate(module).run() | 0]).toEqual([
      name,
      (comparison ? expected : lane(expected)) | 0,
    ]);
  }
});
