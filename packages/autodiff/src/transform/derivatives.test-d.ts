import { expectTypeOf, test } from "vitest";
import {
  checkpoint,
  customJvp,
  customVjp,
  hessian,
  jacfwd,
  jacrev,
  jit,
  linearize,
  makeGraph,
  type PrintableGraph,
  type Tensor,
  tree,
  vmap,
} from "../index.ts";

interface Params {
  readonly w: Tensor;
  readonly layers: readonly [Tensor, { readonly b?: Tensor }];
}
declare const params: Params;
declare const x: Tensor;

const model = (p: Params, y: Tensor): { out: Tensor; list: Tensor[] } => ({ out: p.w.mul(y), list: [y] });
const withAux = (p: Params, y: Tensor): [Tensor, string] => [p.w.mul(y), ""];

test("linearize: tangents have the types of the arguments", () => {
  const [result, pushforward] = linearize(model, params, x);
  expectTypeOf(result).toEqualTypeOf<{ out: Tensor; list: Tensor[] }>();
  expectTypeOf(pushforward(params, x)).toEqualTypeOf<{ out: Tensor; list: Tensor[] }>();
  // @ts-expect-error: a tangent is missing
  pushforward(params);
});

test("Jacobians are trees like the result, of trees like the argument", () => {
  type OfParams = { readonly w: Tensor; readonly layers: readonly [Tensor, { readonly b?: Tensor }] };
  for (const jacobian of [jacfwd(model), jacrev(model)]) {
    expectTypeOf(jacobian(params, x)).toEqualTypeOf<{ out: OfParams; list: OfParams[] }>();
  }
  expectTypeOf(jacfwd(model, { argnums: 1 })(params, x)).toEqualTypeOf<{ out: Tensor; list: Tensor[] }>();
  expectTypeOf(jacrev(model, { argnums: [1] })(params, x)).toEqualTypeOf<{
    out: [Tensor];
    list: [Tensor][];
  }>();
  expectTypeOf(jacrev(withAux, { hasAux: true, argnums: 1 })(params, x)).toEqualTypeOf<[Tensor, string]>();
  // @ts-expect-error: hasAux needs a pair
  jacfwd(model, { hasAux: true });
});

test("hessian: one tree more", () => {
  const energy = (p: { a: Tensor; b: [Tensor] }): Tensor => p.a.mul(p.b[0]);
  type Row = { a: Tensor; b: [Tensor] };
  expectTypeOf(hessian(energy)({ a: x, b: [x] })).toEqualTypeOf<{ a: Row; b: [Row] }>();
  expectTypeOf(hessian((y: Tensor) => y.sum())(x)).toEqualTypeOf<Tensor>();
  expectTypeOf(hessian((y: Tensor): [Tensor, number] => [y.sum(), 1], { hasAux: true })(x)).toEqualTypeOf<
    [Tensor, number]
  >();
});

test("checkpoint, jit and vmap keep the signature", () => {
  expectTypeOf(checkpoint(model)).toEqualTypeOf<typeof model>();
  expectTypeOf(checkpoint((y: Tensor, n: number) => y.mul(n), { static: [1] })).toEqualTypeOf<
    (y: Tensor, n: number) => Tensor
  >();
  expectTypeOf(jit((y: Tensor, mode: "a" | "b") => [y, mode] as const, { static: [1] })).toEqualTypeOf<
    (y: Tensor, mode: "a" | "b") => readonly [Tensor, "a" | "b"]
  >();
  expectTypeOf(
    vmap(model, {
      inAxes: [{ w: 0, layers: [null, { b: 1 }] }, null],
      outAxes: { out: 0, list: [null] },
    }),
  ).toEqualTypeOf<typeof model>();
  // @ts-expect-error: an axis is a number
  vmap(model, { inAxes: ["0", null] });
});

test("customJvp: the rule sees the types of the function", () => {
  const f = customJvp((p: { a: Tensor }, y: Tensor) => p.a.mul(y));
  f.defJvp((primals, tangents) => {
    expectTypeOf(primals).toEqualTypeOf<[p: { a: Tensor }, y: Tensor]>();
    expectTypeOf(tangents).toEqualTypeOf<[p: { a: Tensor }, y: Tensor]>();
    return [primals[1], tangents[1]];
  });
  expectTypeOf(f({ a: x }, x)).toEqualTypeOf<Tensor>();
  const fixed = customJvp((n: number, y: Tensor) => y.mul(n), { nondiffArgnums: [0] });
  fixed.defJvp((n, [y], [dy]) => {
    expectTypeOf(n).toEqualTypeOf<number>();
    return [y.mul(n), dy.mul(n)];
  });
  // @ts-expect-error: the rule returns a pair
  f.defJvp(([, y]) => y);
});

test("customVjp: residuals flow from forwards to backwards", () => {
  const f = customVjp((p: { a: Tensor }, y: Tensor) => p.a.mul(y));
  const whole = f.defVjp(
    (p, y) => [p.a.mul(y), { saved: y }],
    ({ saved }, cotangent) => {
      expectTypeOf(saved).toEqualTypeOf<Tensor>();
      expectTypeOf(cotangent).toEqualTypeOf<Tensor>();
      return [{ a: cotangent.mul(saved) }, cotangent];
    },
  );
  expectTypeOf(whole({ a: x }, x)).toEqualTypeOf<Tensor>();
});

test("makeGraph takes the arguments of the function", () => {
  expectTypeOf(makeGraph(model)).toEqualTypeOf<(p: Params, y: Tensor) => PrintableGraph>();
});

test("trees", () => {
  expectTypeOf(
    tree.reduce((sum: number, leaf: Tensor) => sum + leaf.size, params, 0),
  ).toEqualTypeOf<number>();
  expectTypeOf(
    tree.mapWithPath((path: string, _leaf: Tensor) => path, { a: x, b: [x] as const }),
  ).toEqualTypeOf<{
    a: string;
    b: readonly [string];
  }>();
  expectTypeOf(tree.all(params)).toEqualTypeOf<boolean>();
});
