import { beforeEach, describe, expect, test, vi } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import {
  evalShape,
  getBackend,
  grad,
  jit,
  jvp,
  lax,
  makeGraph,
  np,
  random,
  setBackend,
  type Tensor,
  vmap,
} from "../../index.ts";
import { expectClose, values } from "../../tensor/close.test-support.ts";

const f32 = (data: number | readonly number[]): Tensor => np.array(data, { dtype: "float32" });

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  /** Without jit, under it, and as part of a larger program. */
  function both(f: (x: Tensor) => Tensor, x: Tensor): unknown {
    const eager = values(f(x));
    expect(values(jit(f)(x))).toEqual(eager);
    return eager;
  }

  describe("scan", () => {
    test("takes and gives trees, and keeps what does not change", () => {
      const f = (x: Tensor): Tensor => {
        const [carry, ys] = lax.scan(
          (c, { a, b }) => [
            { ...c, sum: c.sum.add(a) },
            { sum: c.sum, b: [b, c.same] },
          ],
          { same: f32([7, 8]), sum: 0 },
          { a: x, b: x.mul(10) },
        );
        expect(ys.b[1]!.shape).toEqual([3, 2]);
        return np.stack([carry.sum, ys.sum.sum(), ys.b[0]!.sum(), ys.b[1]!.sum(), carry.same.sum()]);
      };
      expect(both(f, f32([1, 2, 3]))).toEqual([6, 4, 60, 45, 15]);
    });

    test("of no steps returns the first carry and empty ys", () => {
      const f = (x: Tensor): Tensor => {
        const [c, ys] = lax.scan((carry, row) => [carry.add(row), [carry, carry.sum()]], f32([1, 2]), x);
        expect(ys.map(({ shape }) => shape)).toEqual([[0, 2], [0]]);
        return c.add(ys[0].sum());
      };
      expect(both(f, np.zeros([0, 2]))).toEqual([1, 2]);
      expect(values(grad((x: Tensor) => f(x).sum())(np.zeros([0, 2])))).toEqual([]);
      const byCarry = (c: Tensor): Tensor => lax.scan((h, x) => [h.mul(x), null], c, np.zeros([0]))[0];
      expect(both(grad(byCarry), f32(3))).toBe(1);
    });

    test("without xs, of a given length", () => {
      const f = (x: Tensor): Tensor => lax.scan((c) => [c.mul(2), c], x, null, { length: 4 })[1];
      expect(both(f, f32(1))).toEqual([1, 2, 4, 8]);
      expect(both(vmap(f), f32([1, 3]))).toEqual([
        [1, 2, 4, 8],
        [3, 6, 12, 24],
      ]);
    });

    test("steps of all sizes and dtypes, in both directions", () => {
      for (const size of [1, 3, 4, 5, 15, 16, 17, 33]) {
        for (const reverse of [false, true]) {
          const xs = np.arange(0, 4 * size, 1, { dtype: "float32" }).reshape([4, size]);
          const f = (x: Tensor): Tensor => {
            const step = (c: Tensor, row: Tensor): [Tensor, Tensor[]] => [
              c.add(row),
              [row.add(c), row.astype("uint8"), row.greater(5), row.sum().astype("int32")],
            ];
            const [c, ys] = lax.scan(step, np.zeros([size]), x, { reverse });
            return np.concatenate([c, ...ys.map((y) => y.ravel().astype("float32"))]);
          };
          const rows = Array.from({ length: 4 }, (_row, t) =>
            Array.from({ length: size }, (_value, i) => t * size + i),
          );
          let carry = Array.from({ length: size }, () => 0);
          const sums = rows.map(() => [] as number[]);
          for (const t of reverse ? [3, 2, 1, 0] : [0, 1, 2, 3]) {
            sums[t] = rows[t]!.map((value, i) => value + carry[i]!);
            carry = carry.map((value, i) => value + rows[t]![i]!);
          }
          const all = rows.flat();
          expect(both(f, xs)).toEqual([
            ...carry,
            ...sums.flat(),
            ...all,
            ...all.map((value) => Number(value > 5)),
            ...rows.map((row) => row.reduce((a, b) => a + b)),
          ]);
        }
      }
    });

    test.each([2, 3, 5, 7, true])("unrolled by %s computes the same", (unroll) => {
      const xs = f32([1, 2, 3, 4, 5, 6, 7]);
      for (const reverse of [false, true]) {
        const f =
          (options: { unroll?: number | boolean }) =>
          (x: Tensor): Tensor => {
            const [c, ys] = lax.scan((h, y) => [h.mul(0.5).add(y), h.sub(y)], 1, x, { reverse, ...options });
            return np.concatenate([c.expandDims(0), ys]);
          };
        const wanted = f({})(xs);
        expect(both(f({ unroll }), xs)).toEqual(values(wanted));
        const weighted = (g: (x: Tensor) => Tensor) => grad((x: Tensor) => g(x).mul(g(x)).sum());
        expectClose(weighted(f({ unroll }))(xs).dataSync(), weighted(f({}))(xs).dataSync());
      }
    });

    test("random keys and integers are carried", () => {
      const f = (x: Tensor): Tensor => {
        const step = (key: Tensor): [Tensor, Tensor] => {
          return [random.foldIn(key, 1), random.uniform(random.foldIn(key, 0), [2])];
        };
        return lax.scan(step, random.key(3), null, { length: 3 })[1].mul(x);
      };
      both(f, f32(1));
    });
  });

  test("weak carries take the dtype of the body, strong ones keep theirs", () => {
    const halves = (init: number | Tensor): string => lax.foriLoop(0, 3, (_i, c) => c.mul(0.5), init).dtype;
    expect(halves(8)).toBe("float32");
    expect(() => halves(np.array(8, { dtype: "int32" }))).toThrow(/i32\[\].*f32\[\]/);
    expect(lax.foriLoop(0, 3, () => 0, f32(8)).dtype).toBe("float32");
    const words = lax.foriLoop(1, 4, (i, c) => c.add(i), np.array([1], { dtype: "uint32" }));
    expect([words.dtype, values(words)]).toEqual(["uint32", [7]]);
    expect(
      lax.whileLoop(
        (c) => c.less(100),
        (c) => c.mul(1.5),
        3,
      ).dtype,
    ).toBe("float32");
  });

  describe("while", () => {
    test("closes over tensors in condition and body", () => {
      const f = (x: Tensor): Tensor =>
        lax.whileLoop(
          (c) => c.sum().less(x.sum().mul(10)),
          (c) => c.add(x),
          np.zeros([2]),
        );
      expect(both(f, f32([1, 2]))).toEqual([10, 20]);
      expect(
        both(
          vmap(f),
          f32([
            [1, 2],
            [3, 1],
          ] as never),
        ),
      ).toEqual([
        [10, 20],
        [30, 10],
      ]);
    });

    test("that does not begin returns what it was given", () => {
      expect(
        both(
          (x) =>
            lax.whileLoop(
              () => false,
              (c) => c.add(1),
              x,
            ),
          f32([1, 2]),
        ),
      ).toEqual([1, 2]);
      const none = (x: Tensor): Tensor => lax.foriLoop(5, np.array(2), (_i, c) => c.add(1), x);
      expect(both(none, f32(3))).toBe(3);
      expect(both((x) => lax.foriLoop(5, 2, (_i, c) => c.add(1), x), f32(3))).toBe(3);
    });

    test("bounds of a foriLoop may be mapped", () => {
      const f = vmap((n: Tensor) => lax.foriLoop(0, n, (i, c) => c.add(i), 0));
      expect(both(f, np.array([0, 1, 4, 5]))).toEqual([0, 0, 6, 10]);
    });

    test("has no reverse derivative, unless nothing depends on it", () => {
      const f = (x: Tensor): Tensor =>
        lax.whileLoop(
          (c) => c.less(9),
          (c) => c.mul(2),
          x,
        );
      for (const g of [grad(f), jit(grad(f)), grad(jit(f))]) {
        expect(() => g(f32(1))).toThrow(/while: no transpose rule.*lax\.scan.*lax\.foriLoop/);
      }
      const detached = (x: Tensor): Tensor => x.mul(lax.stopGradient(f(x)));
      expect(both(grad(detached), f32(1))).toBe(16);
      const unused = (x: Tensor): [Tensor, Tensor] => [x.mul(3), f(x)];
      const [slope, aux] = grad(unused, { hasAux: true })(f32(1));
      expect([values(slope), values(aux)]).toEqual([3, 16]);
      expect(values(jvp(jit(f), [f32(1)], [f32(1)])[1])).toBe(16);
    });
  });

  describe("cond", () => {
    test("runs the chosen branch on values, without jit", () => {
      const seen: string[] = [];
      const f = (x: Tensor): Tensor =>
        lax.cond(
          x.greater(0),
          (a) => {
            seen.push(`true ${String(a)}`);
            return a.mul(2);
          },
          (a) => {
            seen.push(`false ${String(a)}`);
            return a.neg();
          },
          x,
        );
      expect(values(f(f32(3)))).toBe(6);
      expect(seen.splice(0)).toEqual(["true Tensor(3., dtype=float32)"]);
      expect(values(grad(f)(f32(-3)))).toBe(-1);
      expect(seen).toEqual(["false Tensor(-3., dtype=float32)"]);
    });

    test("numbers of the branches become of one dtype", () => {
      const f = (x: Tensor): Tensor => {
        const choose = lax.cond(
          x.greater(0),
          (a) => ({ a, b: 1 }),
          () => ({ a: 0, b: 2.5 }),
          x,
        );
        return choose.b;
      };
      expect([f(f32(1)), f(f32(-1)), jit(f)(f32(1))].map((y) => [values(y), y.dtype])).toEqual([
        [1, "float32"],
        [2.5, "float32"],
        [1, "float32"],
      ]);
    });

    test("differentiates what the branches close over, and branches without a slope", () => {
      const f = (x: Tensor): Tensor => {
        const y = x.exp();
        return lax.switch(x.astype("int32"), [() => f32(3), () => y.mul(x), (z) => z.mul(y).sin()], x);
      };
      const slopes = (x: number): number => Math.exp(x) * (1 + x);
      const close = { relative: 1e-5 };
      for (const g of [grad(f), jit(grad(f)), grad(jit(f))]) {
        expect(values(g(f32(0.5)))).toBe(0);
        expectClose(g(f32(1.5)).dataSync(), [slopes(1.5)], close);
        expectClose(g(f32(2.5)).dataSync(), [slopes(2.5) * Math.cos(2.5 * Math.exp(2.5))], close);
      }
      expectClose(
        vmap(grad(f))(f32([0.5, 1.5, 2.5])).dataSync(),
        [0, slopes(1.5), slopes(2.5) * Math.cos(2.5 * Math.exp(2.5))],
        close,
      );
    });

    test("computes one branch only", () => {
      const f = (x: Tensor): Tensor =>
        lax.cond(
          x.greater(0),
          (a) =>
            lax.whileLoop(
              () => true,
              (c) => c,
              a,
            ),
          (a) => a.add(1),
          x,
        );
      expect(values(jit(f)(f32(-1)))).toBe(0);
    });
  });

  test("map is vmap, one after the other", () => {
    const f = (x: Tensor): Tensor => lax.map((row) => row.mul(row.sum()), x);
    const x = np.array([
      [1, 2],
      [3, 4],
    ]);
    expect(both(f, x)).toEqual(values(vmap((row: Tensor) => row.mul(row.sum()))(x)));
  });

  test.each([0, 1, 2, 3, 4, 5, 8, 13])("associativeScan of %i elements", (size) => {
    const data = Array.from({ length: size }, (_value, i) => Math.cos(i) + 0.2 * i);
    // Affine maps compose: x → a·x + b.
    const compose = (f: { a: Tensor; b: Tensor }, g: { a: Tensor; b: Tensor }): { a: Tensor; b: Tensor } => ({
      a: f.a.mul(g.a),
      b: g.a.mul(f.b).add(g.b),
    });
    for (const reverse of [false, true]) {
      const all = (x: Tensor): Tensor => lax.associativeScan(compose, { a: x, b: x.mul(2) }, { reverse }).b;
      const loop = (x: Tensor): Tensor =>
        lax.scan(
          (c, y) => {
            const next = y.mul(c).add(y.mul(2));
            return [next, next];
          },
          0,
          x,
          { reverse },
        )[1];
      const x = f32(data);
      const close = { relative: 1e-4, absolute: 1e-5 };
      expectClose(all(x).dataSync(), loop(x).dataSync(), close);
      const slope = (f: typeof all): Tensor => grad((y: Tensor) => f(y).mul(f(y)).sum())(x);
      expectClose(slope(jit(all)).dataSync(), slope(loop).dataSync(), close);
      const columns = np.stack([x, x], { axis: 1 });
      const along = lax.associativeScan((a, b) => a.logicalOr(b), columns.transpose().greater(1), {
        axis: -1,
      });
      expect(along.shape).toEqual([2, size]);
    }
  });

  test("equal loops are compiled once, without jit too", () => {
    const backend = getBackend();
    let compiled = 0;
    const { compile } = backend;
    vi.spyOn(backend, "compile").mockImplementation((graph, options) => {
      compiled += 1;
      return compile.call(backend, graph, options);
    });
    const f = (x: Tensor): Tensor => lax.scan((c, y) => [c.add(y), null], 0, x)[0];
    f(f32([1, 2, 3]));
    const first = compiled;
    f(f32([4, 5, 6]));
    expect(compiled).toBe(first);
  });
});

describe("graphs", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test("show the graphs inside of them", () => {
    const f = (x: Tensor): Tensor => lax.scan((c, y) => [c.add(y), null], np.zeros([]), x)[0];
    expect(String(makeGraph(f)(np.ones([3]))).split("\n")).toEqual([
      "{ lambda ; a:f32[3]. let",
      '    b:f32[] = constant[dtype="float32", value=0]',
      "    c:f32[] = scan[body={ lambda ; a:f32[] b:f32[]. let",
      "        c:f32[] = add a b",
      "      in (c) }, carries=1, consts=0, length=3, reverse=false] b a",
      "  in (c) }",
    ]);
    expect(evalShape(f, np.ones([3])).toString()).toBe("f32[]");
  });

  test("hand the derivative only what it needs, and what does not change once", () => {
    const f = (w: Tensor): Tensor =>
      lax
        .scan(
          (h, x) => {
            const next = h.mul(w.exp()).add(x);
            return [next, null];
          },
          np.zeros([4]),
          np.ones([10, 4]),
        )[0]
        .sum();
    const graph = makeGraph(grad(f))(np.ones([4]));
    const loops = graph.nodes.filter(({ primitive }) => primitive.name === "scan");
    expect(loops).toHaveLength(2);
    const stacked = loops[0]!.outputs.filter(({ spec }) => spec.shape[0] === 10);
    // The carries alone: w.exp() is the same in every step.
    expect(stacked).toHaveLength(1);
  });
});
