import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, hessian, jacfwd, jacrev, jit, nn, np, setBackend, type Tensor, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const float = (value: number | readonly (number | readonly number[])[]): Tensor =>
  np.array(value, { dtype: "float32" });

describe.each(BACKENDS)("Jacobians on %s", (_backend, make) => {
  beforeEach(() => setBackend(make()));

  describe.each([
    ["jacfwd", jacfwd],
    ["jacrev", jacrev],
  ])("%s", (_name, jacobian) => {
    test("of shapes [...result, ...argument]", () => {
      const f = (x: Tensor): Tensor => np.matmul(float([[1, 2], [3, 4], [5, 6]]), x); // prettier-ignore
      const j = jacobian(f)(float([[1, 2, 3, 4], [5, 6, 7, 8]])); // prettier-ignore
      expect(j.shape).toEqual([3, 4, 2, 4]);
      // ∂(Σₖ aᵢₖxₖⱼ)/∂xₘₙ = aᵢₘ·δⱼₙ
      const all = values(j) as number[][][][];
      expect(all[1]![2]!.map((row) => row[2])).toEqual([3, 4]);
      expect(all[1]![2]!.map((row) => row[1])).toEqual([0, 0]);
    });

    test("of trees, by several arguments", () => {
      const f = (p: { w: Tensor; b: Tensor }, x: Tensor) => [np.dot(p.w, x), p.b.mul(p.b)] as const;
      const p = { w: float([[1, 2], [3, 4]]), b: float(5) }; // prettier-ignore
      const [first, second] = jacobian(f, { argnums: [1, 0] })(p, float([1, -1]));
      expect(values(first[0])).toEqual([
        [1, 2],
        [3, 4],
      ]);
      expect(first[1].w.shape).toEqual([2, 2, 2]);
      expect(values(first[1].b)).toEqual([0, 0]);
      expect(values(second[1].b)).toBe(10);
      expect(values(second[0])).toEqual([0, 0]);
    });

    test("with aux", () => {
      const f = (x: Tensor): [Tensor, { twice: Tensor; label: string }] => [
        x.mul(x),
        { twice: x.mul(2), label: "a" },
      ];
      const [j, { twice, label }] = jacobian(f, { hasAux: true })(float([1, 2]));
      expect(values(j)).toEqual([
        [2, 0],
        [0, 4],
      ]);
      expect(values(twice)).toEqual([2, 4]);
      expect(label).toBe("a");
    });

    test("of no elements", () => {
      expect(jacobian((x: Tensor) => x.mul(2))(np.zeros([0, 2])).shape).toEqual([0, 2, 0, 2]);
      expect(jacobian((x: Tensor) => x.sum())(np.zeros([0])).shape).toEqual([0]);
    });

    test("of a constant is zero", () => {
      expect(
        values(jacobian((x: Tensor) => float([1, 2]).add(x.mul(0).astype("int32")))(float([3]))),
      ).toEqual([[0], [0]]);
    });

    test("under jit and vmap", () => {
      const f = (x: Tensor): Tensor => x.sin().mul(x.sum());
      const direct = values(jacobian(f)(float([1, 2])));
      expect(values(jit(jacobian(jit(f)))(float([1, 2])))).toEqual(direct);
      expect(values(vmap(jacobian(f))(float([[1, 2]])))).toEqual([direct]);
    });

    test("a result or an argument that is not float is an error", () => {
      expect(() => jacobian((x: Tensor) => np.argmax(x))(float([1, 2]))).toThrow(
        "the result has no derivative. Expected float tensors; received i32[]",
      );
      expect(() => jacobian((x: Tensor) => x)(np.array([1]))).toThrow("argument 0 has no gradient");
      expect(() => jacobian((x: Tensor) => x, { argnums: 1 })(float(1))).toThrow("argnums names no argument");
    });
  });

  test("hessian", () => {
    const f = (x: Tensor): Tensor => x.mul(x).sum().mul(x.sum());
    // f = s·Σx², ∂²f/∂xᵢ∂xⱼ = 2xᵢ + 2xⱼ + 2s·δᵢⱼ
    expect(values(hessian(f)(float([1, 2])))).toEqual([
      [10, 6],
      [6, 14],
    ]);
    expect(values(jit(hessian(f))(float([1, 2])))).toEqual([
      [10, 6],
      [6, 14],
    ]);
  });

  test("hessian of a tree is a tree of trees", () => {
    const f = ({ a, b }: { a: Tensor; b: Tensor }): Tensor => a.mul(a).mul(b).sum();
    const h = hessian(f)({ a: float([1, 2]), b: float([3, 4]) });
    expect(values(h.a.a)).toEqual([
      [6, 0],
      [0, 8],
    ]);
    expect(values(h.a.b)).toEqual([
      [2, 0],
      [0, 4],
    ]);
    expect(values(h.b.b)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("the Jacobian of softmax is that of the formula, and its gradient flows", () => {
    const j = jacrev((x: Tensor) => nn.softmax(x))(float([0, 0]));
    expect(values(j)).toEqual([
      [0.25, -0.25],
      [-0.25, 0.25],
    ]);
    const g = grad((x: Tensor) => jacfwd((y: Tensor) => y.mul(y).mul(y))(x).sum())(float([1, 2]));
    expect(values(g)).toEqual([6, 12]);
  });
});
