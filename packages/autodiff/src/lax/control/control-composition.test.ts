import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { grad, jit, jvp, lax, nn, np, random, setBackend, type Tensor, vjp, vmap } from "../../index.ts";
import { expectClose, values } from "../../tensor/close.test-support.ts";

const f32 = (data: number | readonly number[]): Tensor => np.array(data, { dtype: "float32" });
const close = { relative: 2e-5, absolute: 2e-6 };

/** `lax.scan` as a loop of JavaScript. */
function loop(f: (c: Tensor, x: Tensor) => readonly [Tensor, Tensor], init: Tensor, xs: Tensor): Tensor {
  let carry = init;
  const ys: Tensor[] = [];
  for (let i = 0; i < xs.shape[0]; i++) {
    const row = lax.slice(xs, [i, ...xs.shape.slice(1).map(() => 0)], [i + 1, ...xs.shape.slice(1)]);
    const [next, y] = f(carry, row.reshape(xs.shape.slice(1)));
    carry = next;
    ys.push(y);
  }
  return np.stack(ys).mul(carry);
}

function scanned(f: (c: Tensor, x: Tensor) => readonly [Tensor, Tensor], init: Tensor, xs: Tensor): Tensor {
  const [carry, ys] = lax.scan(f, init, xs);
  return ys.mul(carry);
}

type Loop = typeof loop;

const programs: Readonly<Record<string, (run: Loop) => (x: Tensor, w: Tensor) => Tensor>> = {
  "layers that are jitted": (run) => {
    const layer = jit((h: Tensor, w: Tensor) => nn.softmax(nn.relu(h.mul(w)).add(h)));
    return (x, w) => run((c, row) => [layer(c.add(row), w), layer(row, c)], w, x);
  },
  "a while inside": (run) => (x, w) =>
    run(
      (c, row) => {
        const count = lax.stopGradient(
          lax.whileLoop(
            (s) => s.sum().less(4),
            (s) => s.add(s.mul(s)).add(0.5),
            row.abs(),
          ),
        );
        return [c.mul(w).add(row.sin()), c.mul(count)];
      },
      w,
      x,
    ),
  "a choice by the carry": (run) => (x, w) =>
    run(
      (c, row) => {
        const next = lax.switch(c.sum().mul(2).astype("int32"), [
          () => c.mul(row).add(w),
          () => c.sin().mul(w),
          () => row.exp(),
        ]);
        return [next, next.mul(c)];
      },
      w,
      x,
    ),
  "a scan over the same": (run) => (x, w) =>
    run(
      (c, row) => [
        run((d, v) => [d.mul(v).add(c).sin(), d], row, x)
          .sum({ axis: 0 })
          .mul(0.1),
        c,
      ],
      w,
      x,
    ),
  "a derivative inside": (run) => {
    const energy = (v: Tensor, w: Tensor): Tensor => v.mul(w).sin().mul(v).sum();
    return (x, w) => run((c, row) => [c.sub(grad(energy)(c, row).mul(0.1)), grad(energy)(row, w)], w, x);
  },
  "a map and a dropped result": (run) => (x, w) => {
    const [squares] = lax.map((row) => [row.mul(w), row.exp()], x);
    return run((c, row) => [c.add(row), c.mul(row)], w, squares);
  },
};

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(Object.entries(programs))(
    "%s: every transformation is that of the written-out loop",
    (_name, of) => {
      const x = f32([0.3, -0.7, 1.1, 0.4, 0.9, -0.2]).reshape([3, 2]);
      const w = f32([0.8, -0.5]);
      const [f, g] = [of(scanned), of(loop)];
      const transformed = (h: typeof f): readonly Tensor[] => {
        const loss = (a: Tensor, b: Tensor): Tensor =>
          h(a, b)
            .mul(np.arange(6).reshape([3, 2]).cos())
            .sum();
        const slope = grad(loss, { argnums: [0, 1] });
        const [, along] = jvp(h, [x, w], [x.cos(), w.sin()]);
        const [, second] = jvp(slope, [x, w], [x.cos(), w.sin()]);
        const [value, pullback] = vjp(jit(h), x, w);
        const stacked = np.stack([x, x.mul(0.5)]);
        return [
          h(x, w),
          jit(h)(x, w),
          ...slope(x, w),
          ...jit(slope)(x, w),
          along,
          ...second,
          ...pullback(value),
          vmap(h, { inAxes: [0, null] })(stacked, w),
          jit(vmap(h, { inAxes: [null, 0] }))(x, np.stack([w, w.mul(2)])),
          vmap(grad(loss, { argnums: 1 }), { inAxes: [0, null] })(stacked, w),
          grad((b: Tensor) => vmap(loss, { inAxes: [0, null] })(stacked, b).sum())(w),
          grad((b: Tensor) => jvp(loss, [x, b], [x, w])[1])(w),
        ];
      };
      const expected = transformed(g);
      transformed(f).forEach((result, i) => {
        expect(result.spec, String(i)).toEqual(expected[i]!.spec);
        expectClose(result.dataSync(), expected[i]!.dataSync(), close, `result ${i}`);
      });
    },
  );

  test("integers and keys are carried along with what is differentiated", () => {
    const f = (w: Tensor): Tensor => {
      const step = (c: { h: Tensor; key: Tensor; n: Tensor }): [typeof c, Tensor] => {
        const kept = random.uniform(random.foldIn(c.key, 0), [3]).less(0.5);
        const h = np.where(kept, c.h.mul(w), c.h).add(c.n);
        return [{ h, key: random.foldIn(c.key, 1), n: c.n.add(1) }, kept];
      };
      const init = { h: np.ones([3]), key: random.key(5), n: 0 };
      const [{ h, n }] = lax.scan((c) => step(c), init, null, { length: 6 });
      return h.mul(n).sum();
    };
    const at = f32([0.5, -1.5, 2]);
    const h = 1e-2;
    const expected = [0, 1, 2].map((i) => {
      const moved = (by: number): number => values(f(at.add(np.arange(3).equal(i).mul(by)))) as number;
      return (moved(h) - moved(-h)) / (2 * h);
    });
    for (const g of [grad(f), jit(grad(f)), grad(jit(f))]) {
      expectClose(g(at).dataSync(), expected, { relative: 2e-3, absolute: 2e-2 });
    }
  });

  test("donated carries", () => {
    const step = jit((c: Tensor, xs: Tensor) => lax.scan((h, x) => [h.mul(0.5).add(x), h], c, xs), {
      donate: [0],
    });
    let carry: Tensor = np.ones([2]);
    const xs = np.ones([3, 2]);
    for (let i = 0; i < 3; i++) [carry] = step(carry, xs);
    expectClose(carry.dataSync(), [2 - 1 / 512, 2 - 1 / 512]);
  });

  test("of a loop only what is needed is computed", () => {
    const f = jit((x: Tensor) => {
      const [{ a }, [ys]] = lax.scan(
        (c, row) => [{ a: c.a.add(row), b: c.b.mul(c.a), c: c.c.add(1) }, [c.a, c.b.log()]],
        { a: np.zeros([2]), b: np.ones([2]), c: 0 },
        x,
      );
      const [s] = lax.whileLoop(
        ([, i]) => i.less(3),
        ([t, i, u]) => [t.mul(2), i.add(1), u.add(t)],
        [a, 0, a],
      );
      const { p } = lax.cond(
        x.sum().greater(0),
        (v, z) => ({ p: v, q: z.exp() }),
        (v, z) => ({ p: v.neg(), q: z }),
        s,
        ys,
      );
      return p;
    });
    expect(values(f(np.ones([3, 2])))).toEqual([24, 24]);
    expect(values(f(np.ones([3, 2]).neg()))).toEqual([24, 24]);
  });
});
