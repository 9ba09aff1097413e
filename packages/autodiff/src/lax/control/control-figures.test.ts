import { beforeEach, describe, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { grad, jit, jvp, lax, np, setBackend, type Tensor, vmap } from "../../index.ts";
import { expectClose } from "../../tensor/close.test-support.ts";
import figures from "./control-figures.test-support.json" with { type: "json" };

type Arguments = [Tensor, Tensor, Tensor, Tensor, Tensor];
type Operation = (...args: Arguments) => Tensor;

const rnn: Operation = (xs, h0, w, u, b) => {
  const cell = (h: Tensor, x: Tensor) => {
    const next = x.matmul(w).add(h.matmul(u)).add(b).tanh();
    return [next, { out: next.sum({ axis: -1 }), square: next.mul(next) }] as const;
  };
  const [h, ys] = lax.scan(cell, h0, xs);
  const weighted = h.mul(np.arange(4)).sum();
  return weighted.add(ys.square.mul(ys.out.expandDims(-1)).sum());
};

const cumulative =
  (reverse: boolean) =>
  (line: Tensor, scale: Tensor): Tensor => {
    const step = (c: Tensor, x: Tensor): [Tensor, Tensor] => {
      const next = c.mul(scale).add(x);
      return [next, next.mul(x)];
    };
    const [c, ys] = lax.scan(step, 0, line, { reverse });
    return ys.mul(c);
  };

const condInScan = (line: Tensor, scale: Tensor): Tensor => {
  const step = (h: Tensor, x: Tensor): [Tensor, Tensor] => {
    const next = lax.cond(
      x.greater(0),
      (a, b) => a.mul(b).mul(scale),
      (a, b) => a.sin().add(b),
      h,
      x,
    );
    return [next, next];
  };
  const [h, ys] = lax.scan(step, scale, line);
  return ys.mul(h);
};

const nested = (grid: Tensor, scale: Tensor): Tensor => {
  const outer = (c: Tensor, row: Tensor): [Tensor, Tensor] => {
    const inner = (d: Tensor, x: Tensor): [Tensor, Tensor] => {
      const next = d.sin().mul(x).mul(scale).add(c);
      return [next, next.mul(x)];
    };
    return lax.scan(inner, c, row);
  };
  const [c, ys] = lax.scan(outer, scale, grid);
  return ys.add(c);
};

const gradInScan = (line: Tensor, scale: Tensor): Tensor => {
  const slope = grad((x: Tensor) => x.sin().mul(x).mul(scale));
  const step = (c: Tensor, x: Tensor): [Tensor, Tensor] => {
    const next = c.sub(slope(c).mul(0.3)).add(x.mul(0.1));
    return [next, next];
  };
  const [c, ys] = lax.scan(step, scale, line);
  return ys.mul(c);
};

const power = (scale: Tensor, line: Tensor): Tensor =>
  lax.foriLoop(
    2,
    6,
    (i, c) =>
      c
        .mul(lax.slice(line, [0], [1]))
        .mul(scale)
        .add(line.mul(i)),
    line,
  );

const switchAt =
  (i: number) =>
  (line: Tensor, scale: Tensor): Tensor =>
    lax.switch(
      np.array(i),
      [(a, s) => a.mul(s), (a, s) => a.sin().add(s), (a, s) => a.mul(s).exp()],
      line,
      scale,
    );

const newton = (a: Tensor): Tensor =>
  lax.whileLoop(
    ([, change]) => change.greater(1e-4),
    ([x]) => {
      const next = x.add(a.div(x)).mul(0.5);
      return [next, next.sub(x).abs()];
    },
    [a, 1.5],
  )[0];

const operations: Readonly<Record<keyof typeof figures.cases, Operation>> = {
  rnn,
  cumulative: cumulative(false),
  cumulativeReverse: cumulative(true),
  condInScan,
  nested,
  gradInScan,
  power,
  "switch-3": switchAt(-3),
  switch1: switchAt(1),
  switch9: switchAt(9),
};

function input(name: string): Tensor {
  const { shape, data } = figures.inputs[name as keyof typeof figures.inputs];
  return np.array(data, { shape, dtype: "float32" });
}

function weighted(y: Tensor): Tensor {
  return y.mul(np.arange(y.size).reshape(y.shape).add(1).cos()).sum();
}

const close = { relative: 1e-5, absolute: 2e-6 };

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(Object.entries(figures.cases))("%s: value and derivatives are those of JAX", (name, figure) => {
    const f = operations[name as keyof typeof figures.cases];
    const args = figure.args.map(input) as Arguments;
    const argnums = args.map((_arg, i) => i);
    const loss: Operation = (...at) => weighted(f(...at));
    for (const [mode, g] of [
      ["eager", loss],
      ["jit inside", ((...at) => weighted(jit(f)(...at))) as Operation],
    ] as const) {
      const value = mode === "eager" ? f : jit(f);
      expectClose(value(...args).dataSync(), figure.value, close, `${mode} value`);
      const gradients = (...at: Arguments): Tensor[] => grad(g, { argnums })(...at);
      for (const compiled of [false, true]) {
        const all = (compiled ? jit(gradients) : gradients)(...args);
        figure.grads.forEach((expected, i) =>
          expectClose(all[i]!.dataSync(), expected, close, `${mode} gradient ${i}`),
        );
        const squares = (...at: Arguments): Tensor =>
          gradients(...at)
            .map((x) => x.mul(x).sum())
            .reduce((a, b) => a.add(b));
        const second = (compiled ? jit(grad(squares)) : grad(squares))(...args);
        expectClose(second.dataSync(), figure.second, { relative: 5e-5, absolute: 1e-4 }, `${mode} second`);
      }
    }
  });

  test("Newton's iteration: value, derivative, all examples at once", () => {
    const roots = input("roots");
    const f = vmap(newton);
    expectClose(f(roots).dataSync(), figures.newton.value, close);
    expectClose(jit(f)(roots).dataSync(), figures.newton.value, close);
    const along = vmap((a: Tensor) => jvp(newton, [a], [np.ones([])])[1]);
    expectClose(along(roots).dataSync(), figures.newton.derivative, close);
    expectClose(jit(along)(roots).dataSync(), figures.newton.derivative, close);
  });

  test("vmap over slices, constants and the carry", () => {
    const { vmap: expected } = figures;
    const rows = input("grid");
    const both = (f: (...args: Arguments) => Tensor, args: readonly Tensor[], wanted: readonly number[]) => {
      expectClose(f(...(args as Arguments)).dataSync(), wanted, close);
      expectClose(jit(f)(...(args as Arguments)).dataSync(), wanted, close);
    };
    const scale = input("scale");
    both(vmap(condInScan, { inAxes: [0, null] }), [rows, scale], expected.condInScan);
    const slope = grad((l: Tensor, s: Tensor) => condInScan(l, s).sum(), { argnums: 1 });
    both(vmap(slope, { inAxes: [0, null] }), [rows, scale], expected.condInScanGrad);
    both(
      vmap(cumulative(false), { inAxes: [null, 0] }),
      [input("line"), input("b")],
      expected.cumulativeScale,
    );
    const [xs, h0, w, u, b] = ["xs", "h0", "w", "u", "b"].map(input) as Arguments;
    const byRecurrence = (weights: Tensor): Tensor => grad((v: Tensor) => rnn(xs, h0, weights, v, b))(u);
    both(vmap(byRecurrence), [np.stack([w, w.mul(2)])], expected.rnnWeights);
  });
});
