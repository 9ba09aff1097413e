import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { evalShape, getBackend, grad, jit, makeGraph, nn, np, setBackend, type Tensor } from "../index.ts";

beforeEach(() => setBackend(reference()));

describe("makeGraph", () => {
  test("writes down what a function does", () => {
    const graph = makeGraph((x: Tensor, y: Tensor) => x.mul(y).sum({ axis: 0 }))(np.ones([3]), np.ones([3]));
    expect(graph.toString()).toBe(
      [
        "{ lambda ; a:f32[3] b:f32[3]. let",
        "    c:f32[3] = mul a b",
        "    d:f32[] = reduceSum[axes=[0]] c",
        "  in (d) }",
      ].join("\n"),
    );
  });

  test("of trees, with the inner function of jit written out", () => {
    const double = jit((x: Tensor) => x.add(x));
    const graph = makeGraph(({ x }: { x: Tensor }) => [double(x), x])({
      x: np.ones([2], { dtype: "int32" }),
    });
    expect(graph.toString()).toBe("{ lambda ; a:i32[2]. let\n    b:i32[2] = add a a\n  in (b, a) }");
  });

  test("broadcasting and promotion are operations of their own", () => {
    const graph = makeGraph((x: Tensor, n: Tensor) => x.add(n))(np.ones([2, 2]), np.array([1, 2]));
    expect(graph.nodes.map(({ primitive }) => primitive.name)).toEqual(["convert", "broadcastInDim", "add"]);
  });

  test("a number keeps giving way", () => {
    const graph = makeGraph((x: Tensor, k: number) => x.mul(k))(np.ones([], { dtype: "uint32" }), 2);
    expect(graph.outputs[0]?.spec.dtype).toBe("uint32");
  });

  test("of a gradient", () => {
    const loss = (w: Tensor): Tensor => np.mean(nn.relu(w).square());
    expect(makeGraph(grad(loss))(np.ones([4])).toString()).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[4]. let
          b:f32[4] = relu a
          c:f32[] = constant[dtype="float32", value=0]
          d:f32[4] = broadcastInDim[broadcastDimensions=[], shape=[4]] c
          e:bool[4] = gt a d
          f:f32[] = constant[dtype="float32", value=0]
          g:f32[4] = broadcastInDim[broadcastDimensions=[], shape=[4]] f
          h:f32[4] = mul b b
          i:f32[] = reduceSum[axes=[0]] h
          j:f32[] = constant[dtype="float32", value=4]
          k:f32[] = div i j
          l:f32[] = constant[dtype="float32", value=1]
          m:f32[] = div l j
          n:f32[4] = broadcastInDim[broadcastDimensions=[], shape=[4]] m
          o:f32[4] = mul b n
          p:f32[4] = mul n b
          q:f32[4] = add o p
          r:f32[] = constant[dtype="float32", value=0]
          s:f32[4] = broadcastInDim[broadcastDimensions=[], shape=[4]] r
          t:f32[4] = select e q s
        in (t) }"
    `);
  });
});

describe("evalShape", () => {
  test("gives shapes and dtypes without computing", () => {
    const x = np.ones([2, 3]);
    const before = getBackend().memory();
    const { sum, index, none } = evalShape(
      (y: Tensor) => ({ sum: y.sum({ axis: 0 }), index: np.argmax(y), none: null }),
      x,
    );
    expect(sum).toMatchObject({ shape: [3], dtype: "float32" });
    expect(index).toMatchObject({ shape: [], dtype: "int32" });
    expect(`${String(sum)} ${String(none)}`).toBe("f32[3] null");
    expect(getBackend().memory()).toEqual(before);
  });

  test("names itself in errors", () => {
    expect(() => evalShape((x: Tensor) => Number(x), np.ones([]))).toThrow(
      "evalShape: a traced tensor was used",
    );
    expect(() => evalShape((x: Tensor) => [x, "no"], np.ones([]))).toThrow(
      "evalShape: the result at `1` is not a tensor",
    );
  });
});
