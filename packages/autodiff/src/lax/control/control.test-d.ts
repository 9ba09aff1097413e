import { expectTypeOf, test } from "vitest";
import { lax, np, type Tensor } from "../../index.ts";

const x = np.ones([3]);

test("scan infers carry and slices, numbers becoming tensors", () => {
  const [carry, ys] = lax.scan(
    (c, slice) => {
      expectTypeOf(c).toEqualTypeOf<{ h: Tensor; n: Tensor }>();
      expectTypeOf(slice).toEqualTypeOf<[Tensor, Tensor]>();
      return [{ h: c.h.add(slice[0]), n: 1 }, [c.h, 2]];
    },
    { h: x, n: 0 },
    [x, x],
  );
  expectTypeOf(carry).toEqualTypeOf<{ h: Tensor; n: Tensor }>();
  expectTypeOf(ys).toEqualTypeOf<[Tensor, Tensor]>();
  // @ts-expect-error: the carry has another structure
  lax.scan((c) => [[c.h], null], { h: x }, x);
});

test("cond infers operands and result", () => {
  const f = lax.cond(
    true,
    (a, { b }) => {
      expectTypeOf(a).toEqualTypeOf<Tensor>();
      expectTypeOf(b).toEqualTypeOf<Tensor>();
      return [a, 1];
    },
    (a, { b }) => [b, a],
    x,
    { b: 3 },
  );
  expectTypeOf(f).toEqualTypeOf<[Tensor, Tensor]>();
});

test("loops keep tuples", () => {
  const pair = lax.foriLoop(0, 3, (i, [a, b]) => [a.add(i), b.mul(2)], [x, 1]);
  expectTypeOf(pair).toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(
    lax.whileLoop(
      ([, n]) => n.less(3),
      ([a, n]) => [a, n.add(1)],
      [x, 0],
    ),
  ).toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(lax.map((a) => ({ y: a }), x)).toEqualTypeOf<{ y: Tensor }>();
});
