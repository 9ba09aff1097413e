import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import {
  grad,
  hessian,
  jvp,
  lax,
  makeGraph,
  nn,
  np,
  random,
  setBackend,
  type Tensor,
  vmap,
} from "../../index.ts";
import type { Graph, Node, SimplifyRule } from "../../primitive/primitive.ts";
import { verifyGraph } from "../verify.ts";
import { passesFor, runPipeline } from "./pipeline.ts";

beforeEach(() => setBackend(reference()));

const x = (): Tensor => np.ones([2, 3]);
const loss = (a: Tensor): Tensor => nn.logSoftmax(nn.gelu(np.matmul(a, a.transpose()))).sum();
const scanned = (a: Tensor): Tensor =>
  lax.scan((c: Tensor, row: Tensor) => [np.tanh(c.mul(row)), c], a.sum({ axis: 0 }), a)[0].sum();
const chosen = (a: Tensor): Tensor =>
  lax.cond(
    a.sum().greater(0),
    (b: Tensor) => b.exp().sum(),
    (b: Tensor) => b.sin().sum(),
    a,
  );

/** Programs that together have nodes of every kind, and graphs inside of them. */
const PROGRAMS: Readonly<Record<string, (a: Tensor) => unknown>> = {
  "a gradient": grad(loss),
  "a second derivative": hessian((a: Tensor) => a.sin().mul(a).sum()),
  "a derivative forwards": (a) => jvp(loss, [a], [a]),
  "a gradient of a scan": grad(scanned),
  "a gradient of a branch, mapped": vmap(grad((a: Tensor) => chosen(a.reshape([1, 3])))),
  "a loop": (a) =>
    lax.whileLoop(
      (b: Tensor) => b.sum().less(99),
      (b: Tensor) => nn.relu(b).mul(2),
      a,
    ),
  "random numbers": (a) => random.normal(random.key(3), a.shape).add(a),
};

describe.each(Object.entries(PROGRAMS))("%s", (_, program) => {
  test.each([new Set<string>(), new Set(["logSoftmax", "gelu", "relu"])])(
    "is well formed after each pass",
    (takes) => {
      let graph: Graph = makeGraph(program)(x());
      verifyGraph(graph, "the trace");
      for (const [name, pass] of passesFor(takes)) graph = verifyGraph(pass(graph), name);
      expect(runPipeline(makeGraph(program)(x()), takes).nodes).toHaveLength(graph.nodes.length);
    },
  );
});

test("a pass that breaks a graph is named", () => {
  const graph = makeGraph((a: Tensor) => a.sum({ axis: 0 }).exp())(x());
  const broken = graph.nodes.map((node): Node => {
    // It says that it is its operand, which has another shape.
    const simplify: SimplifyRule<object> = ([operand]) => ({ same: operand });
    return node.primitive.name === "reduceSum"
      ? { ...node, primitive: { ...node.primitive, simplify } }
      : node;
  });
  expect(() => runPipeline({ ...graph, nodes: broken }, new Set())).toThrow(
    /^simplify: node 0 \(exp\) output 0/,
  );
});
