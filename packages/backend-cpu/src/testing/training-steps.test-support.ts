import { jit, nn, np, random, setBackend, tree, type Tensor, valueAndGrad } from "@elegy/autodiff";
import type { Graph } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { cpu } from "../cpu.ts";

/** A compiled step as the backend gets it. */
export interface CompiledStep {
  readonly graph: Graph;
  readonly donated: readonly number[];
}

type Params = Readonly<Record<string, Tensor>>;

interface Net {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly input: readonly number[];
  apply(params: Params, x: Tensor): Tensor;
}

const weight = (params: Params, name: string): Tensor => present(params[name]);
const dense = (x: Tensor, params: Params, name: string): Tensor => np.matmul(x, weight(params, name));

const NETS: Readonly<Record<string, Net>> = {
  "MLP 96-256-128-10": {
    shapes: { a: [96, 256], b: [256, 128], c: [128, 10] },
    input: [32, 96],
    apply: (params, x) => dense(nn.relu(dense(nn.relu(dense(x, params, "a")), params, "b")), params, "c"),
  },
  "a deep MLP": {
    shapes: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`l${10 + i}`, [128, 128]])),
    input: [8, 128],
    apply: (params, x) => Object.keys(params).reduce((h, name) => np.tanh(dense(h, params, name)), x),
  },
  "a CNN": {
    shapes: { a: [3, 3, 1, 8], b: [3, 3, 8, 16], c: [16 * 49, 10] },
    input: [8, 14, 14, 1],
    apply(params, x) {
      const h = nn.relu(nn.conv(x, weight(params, "a")));
      const pooled = nn.maxPool(nn.relu(nn.conv(h, weight(params, "b"))), {
        windowShape: [2, 2],
        strides: [2, 2],
      });
      return dense(pooled.reshape([8, -1]), params, "c");
    },
  },
  "a transformer block": {
    shapes: { q: [32, 32], k: [32, 32], v: [32, 32], o: [32, 32], up: [32, 128], down: [128, 32] },
    input: [4, 24, 32],
    apply(params, x) {
      const heads = (name: string): Tensor => dense(x, params, name).reshape([4, 24, 4, 8]);
      const attended = nn.dotProductAttention(heads("q"), heads("k"), heads("v")).reshape(x.shape);
      const h = nn.layerNorm(x.add(dense(attended, params, "o")));
      return nn.layerNorm(h.add(dense(nn.gelu(dense(h, params, "up")), params, "down")));
    },
  },
};

type NamedSteps = readonly (readonly [name: string, step: CompiledStep])[];

/** Steps of training with Adam, the states donated. */
export function trainingSteps(): NamedSteps {
  return Object.entries(NETS).map(([name, net]) => [name, trainingStep(net)] as const);
}

/** What makes the parameters and Adam's moments, as `init` does: nothing is donated. */
export function firstSteps(): NamedSteps {
  return Object.entries(NETS).map(([name, net]) => [name, firstStep(net)] as const);
}

/** The one program that is compiled meanwhile. */
function compiledBy(run: () => void): CompiledStep {
  const backend = cpu();
  const compile = backend.compile.bind(backend);
  const compiled: CompiledStep[] = [];
  backend.compile = (graph, options) => {
    if (!options.eager) compiled.push({ graph, donated: options.donated });
    return compile(graph, options);
  };
  setBackend(backend);
  run();
  const [only] = compiled;
  if (only === undefined || compiled.length > 1) throw new Error("one step, one program");
  return only;
}

function firstStep({ shapes }: Net): CompiledStep {
  const zeros = (params: Params): Params => tree.map((x: Tensor) => np.zeros(x.shape), params);
  const init = jit((key: Tensor) => {
    const drawn = Object.entries(shapes).map(([name, shape], index) => {
      const scale = Math.sqrt(2 / present(shape.at(-2)));
      return [name, random.normal(random.foldIn(key, index), shape).mul(scale)] as const;
    });
    const params: Params = Object.fromEntries(drawn);
    return [params, zeros(params), zeros(params)];
  });
  return compiledBy(() => init(random.key(0)));
}

function trainingStep({ shapes, input, apply }: Net): CompiledStep {
  const zeros = (): Params =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, np.zeros(shape)]));
  const step = jit(
    (params: Params, m: Params, v: Params, x: Tensor) => {
      const [loss, grads] = valueAndGrad((p: Params) => np.mean(np.square(apply(p, x))))(params);
      const nextM = tree.map((old: Tensor, g: Tensor) => old.mul(0.9).add(g.mul(0.1)), m, grads);
      const nextV = tree.map((old: Tensor, g: Tensor) => old.mul(0.999).add(g.mul(g).mul(0.001)), v, grads);
      const ratios = tree.map((a: Tensor, b: Tensor) => a.div(np.sqrt(b).add(1e-8)), nextM, nextV);
      return [
        loss,
        tree.map((p: Tensor, ratio: Tensor) => p.sub(ratio.mul(1e-3)), params, ratios),
        nextM,
        nextV,
      ];
    },
    { donate: [0, 1, 2] },
  );
  return compiledBy(() => step(zeros(), zeros(), zeros(), random.normal(random.key(0), input)));
}
