import { expectTypeOf, test } from "vitest";
import {
  evalShape,
  grad,
  jit,
  jvp,
  np,
  stopGradient,
  type Tensor,
  type ShapeDtypeStruct,
  tree,
  valueAndGrad,
  vjp,
  vmap,
} from "../index.ts";

interface Params {
  readonly dense: { readonly w: Tensor; readonly b?: Tensor };
  readonly layers: readonly [Tensor, Tensor];
}
declare const params: Params;
declare const x: Tensor;

const loss = (p: Params, y: Tensor, _n: number): Tensor => p.dense.w.mul(y);
const withAux = (p: Params, _y: Tensor): [Tensor, { logs: Tensor; name: string }] => [
  p.dense.w,
  { logs: x, name: "" },
];

test("grad has the type of the argument", () => {
  expectTypeOf(grad(loss)).toEqualTypeOf<(p: Params, y: Tensor, _n: number) => Params>();
  expectTypeOf(grad(loss, {})(params, x, 1)).toEqualTypeOf<Params>();
  expectTypeOf(grad(loss, { argnums: 1 })(params, x, 1)).toEqualTypeOf<Tensor>();
  expectTypeOf(grad(loss, { argnums: [1, 0] })(params, x, 1)).toEqualTypeOf<[Tensor, Params]>();
  expectTypeOf(grad((y: Tensor) => y.sum())(x)).toEqualTypeOf<Tensor>();
});

test("valueAndGrad", () => {
  expectTypeOf(valueAndGrad(loss)(params, x, 1)).toEqualTypeOf<[Tensor, Params]>();
  expectTypeOf(valueAndGrad(loss, { argnums: [0] })(params, x, 1)).toEqualTypeOf<[Tensor, [Params]]>();
});

test("hasAux", () => {
  expectTypeOf(grad(withAux, { hasAux: true })(params, x)).toEqualTypeOf<
    [Params, { logs: Tensor; name: string }]
  >();
  expectTypeOf(valueAndGrad(withAux, { hasAux: true, argnums: 1 })(params, x)).toEqualTypeOf<
    [[Tensor, { logs: Tensor; name: string }], Tensor]
  >();
  // @ts-expect-error A pair needs hasAux.
  grad(withAux);
  // @ts-expect-error hasAux needs a pair.
  grad(loss, { hasAux: true });
});

test("arguments are checked", () => {
  // @ts-expect-error The second argument is missing.
  grad(loss)(params);
  // @ts-expect-error A function of tensors does not return a number.
  grad((y: Tensor) => y.size);
});

test("jit and vmap keep the signature", () => {
  expectTypeOf(jit(loss)).toEqualTypeOf<(p: Params, y: Tensor, _n: number) => Tensor>();
  expectTypeOf(jit(withAux, { donate: [0] })).returns.toEqualTypeOf<
    [Tensor, { logs: Tensor; name: string }]
  >();
  expectTypeOf(vmap(loss, { inAxes: [null, 0, null] })).toEqualTypeOf<typeof loss>();
  expectTypeOf(jit(vmap(grad(loss), { inAxes: [null, 0, null] }))(params, x, 1)).toEqualTypeOf<Params>();
});

test("vjp and jvp", () => {
  const [y, pullback] = vjp(loss, params, x, 1);
  expectTypeOf(y).toEqualTypeOf<Tensor>();
  expectTypeOf(pullback(x)).toEqualTypeOf<[p: Params, y: Tensor, _n: number]>();
  expectTypeOf(jvp(loss, [params, x, 1], [params, x, 0])).toEqualTypeOf<[result: Tensor, tangent: Tensor]>();
  // @ts-expect-error One tangent for each primal.
  jvp(loss, [params, x, 1], [params]);
});

test("tree.map changes the leaves and nothing else", () => {
  expectTypeOf(tree.map((leaf: Tensor) => leaf.ndim, params)).toEqualTypeOf<{
    readonly dense: { readonly w: number; readonly b?: number };
    readonly layers: readonly [number, number];
  }>();
  expectTypeOf(tree.map((leaf: Tensor) => leaf.neg(), params)).toEqualTypeOf<Params>();
  expectTypeOf(tree.map((leaf: number) => String(leaf), [1, 2])).toEqualTypeOf<string[]>();
  expectTypeOf(tree.map((leaf: number, other: number) => leaf + other, { a: 1 }, { a: 2 })).toEqualTypeOf<{
    a: number;
  }>();
  expectTypeOf(tree.map((leaf: Tensor) => leaf.ndim, { a: x, none: null })).toEqualTypeOf<{
    a: number;
    none: null;
  }>();
});

test("stopGradient and evalShape", () => {
  expectTypeOf(stopGradient(x)).toEqualTypeOf<Tensor>();
  expectTypeOf(stopGradient(params)).toEqualTypeOf<Params>();
  expectTypeOf(evalShape(loss, params, x, 1)).toEqualTypeOf<ShapeDtypeStruct>();
  expectTypeOf(evalShape(() => ({ y: np.ones([1]), list: [x] }))).toEqualTypeOf<{
    y: ShapeDtypeStruct;
    list: ShapeDtypeStruct[];
  }>();
});
