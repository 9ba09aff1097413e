import {
  type BoundPrimitive,
  definePrimitive,
  jit,
  lax,
  noRule,
  np,
  setBackend,
  type Tensor,
} from "@elegy/autodiff";
import type { Backend } from "@elegy/autodiff/spi";
import { kernels, reference } from "@elegy/backend-reference";
import { describe, expect, test } from "vitest";
import { conformanceCases } from "./conformance-cases.ts";
import { real } from "./records/operand.ts";
import { record } from "./records/op-record.ts";
import { backendWith, failures } from "./wrong-backend.test-support.ts";

const wrongTanh = backendWith({
  tanh: ([x]) => [x!.buffer.map((v) => (v > 1.3 ? 1 : Math.tanh(v)))],
});

describe("a wrong kernel", () => {
  test("fails the checks that see it, and the message says where", async () => {
    const failed = await failures(wrongTanh, { primitives: ["tanh", "sinh"] });
    expect([...failed.keys()]).toContain("tanh: forward, float64");
    expect([...failed.keys()]).toContain("tanh: forward, float32");
    expect(failed.get("tanh: forward, float64")).toMatch(
      /tanh: forward: element 4 is wrong\. Expected 0\.95/,
    );
    expect([...failed.keys()].filter((name) => name.startsWith("sinh"))).toEqual([]);
  });

  test("that writes to its operand fails", async () => {
    const writing = backendWith({
      neg: ([x]) => {
        const negated = x!.buffer.map((v) => -v);
        x!.buffer.fill(0);
        return [negated];
      },
    });
    const failed = await failures(writing, { primitives: ["neg"] });
    expect([...failed.keys()]).toContain("neg: jit, float64");
  });

  test("that is not the same twice fails", async () => {
    let runs = 0;
    const unsteady = backendWith({
      exp: ([x]) => [x!.buffer.map((v) => Math.exp(v) * (1 + 1e-15 * runs++))],
    });
    expect([...(await failures(unsteady, { primitives: ["exp"] })).keys()]).toEqual([
      "exp: determinism, float64",
    ]);
  });
});

test("a backend that loses buffers fails", async () => {
  const whole = reference();
  const losing: Backend = { ...whole, release: () => undefined };
  const failed = [...(await failures(losing, { primitives: ["cos"] })).keys()];
  expect(failed).toEqual(["cos: leaks, float64"]);
});

describe("known gaps", () => {
  const known = [{ primitive: "tanh", reason: "rounds to 1 beyond 1.3" }];

  test("are told apart, with their reason", () => {
    const cases = conformanceCases(wrongTanh, { primitives: ["tanh"], known });
    expect(cases.map(({ reason }) => reason)).toEqual(cases.map(() => "rounds to 1 beyond 1.3"));
    expect(cases[0]?.name).toBe("tanh: forward, float64: tanh (known: rounds to 1 beyond 1.3)");
    const one = [{ primitive: "tanh", check: "forward", reason: "rounds" }];
    const some = conformanceCases(wrongTanh, { primitives: ["tanh"], known: one });
    expect(some.filter(({ reason }) => reason !== undefined)).toHaveLength(2);
  });

  test.each([
    [{ primitive: "tanhh", reason: "a fact" }, "names what there is not"],
    [{ check: "speed", reason: "a fact" }, "names what there is not"],
    [{ record: "tanh of rows", reason: "a fact" }, "names what there is not"],
    [{ primitive: "tanh", reason: " " }, "has no reason"],
    [{ reason: "a fact" }, "names nothing"],
  ])("%o is an error", (entry, problem) => {
    expect(() => conformanceCases(reference(), { known: [entry] })).toThrow(problem);
  });

  test("so is a primitive without a record", () => {
    expect(() => conformanceCases(reference(), { primitives: ["tan", "nix"] })).toThrow("received nix");
  });
});

test("random programs find a kernel that is wrong in one place, and show a small program", async () => {
  const turned = backendWith({
    reverse: (inputs, params, outputs) => kernels.reverse(inputs, { ...params, dimensions: [0] }, outputs),
  });
  const wrong = new Map<string, string>();
  for (const { name, run } of conformanceCases(turned).filter(({ name }) => name.startsWith("fuzz"))) {
    await run().catch((error: unknown) => wrong.set(name, String(error)));
  }
  expect(wrong.size).toBeGreaterThan(0);
  expect([...wrong.values()][0]).toMatch(/reverse/);
});

describe("a primitive from outside", () => {
  const triple: BoundPrimitive<object> = definePrimitive({
    name: "conformance.triple",
    kind: "elementwise",
    spec: ([x]) => [x],
    jvp: ([x], [dx]) => ({ primals: triple([x], {}), tangents: dx ? triple([dx], {}) : [null] }),
    transpose: ([ct]) => [ct && (triple([ct], {})[0] ?? null)],
    batch: ([x], [axis]) => ({ outputs: triple([x], {}), axes: [axis] }),
    decompose: ([x]) => [x.mul(3)],
  });
  const apply = (x: Tensor): Tensor => triple([x], {})[0]!;
  const records = [{ ...record("conformance.triple", "", apply, real([2, 3])), anyShape: true }];

  test("is checked like the others", async () => {
    const options = { records, primitives: ["conformance.triple"] };
    expect(await failures(reference(), options)).toEqual(new Map());
    expect(conformanceCases(reference(), options).length).toBeGreaterThan(10);
  });

  test("with a wrong rule fails", async () => {
    const lame: BoundPrimitive<object> = definePrimitive({
      name: "conformance.lame",
      kind: "elementwise",
      spec: ([x]) => [x],
      jvp: ([x], [dx]) => ({ primals: lame([x], {}), tangents: [dx && dx.mul(2)] }),
      transpose: noRule("it is not applied to tangents"),
      batch: ([x], [axis]) => ({ outputs: lame([x], {}), axes: [axis] }),
      decompose: ([x]) => [x.mul(3)],
    });
    const wrong = [record("conformance.lame", "", (x) => lame([x], {})[0]!, real([2]))];
    const failed = await failures(reference(), { records: wrong, primitives: ["conformance.lame"] });
    expect([...failed.keys()]).toEqual(
      ["float64", "float32", "float16"].map((dtype) => `conformance.lame: jvp, ${dtype}`),
    );
  });
});

test("what was set is of no matter: each case sets the backend it is about", async () => {
  setBackend(reference());
  const [first] = conformanceCases(wrongTanh, { primitives: ["add"] });
  await first!.run();
  expect(jit(lax.neg)(np.array([1])).dataSync()).toEqual(Int32Array.of(-1));
});
