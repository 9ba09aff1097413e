import { nn, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import {
  formatSummary,
  type FunctionContext,
  Model,
  type ModuleCarrier,
  type ModuleFunction,
  outputStates,
} from "@elegy/core";
import { BatchNormalization, Conv2D, Dropout, Flatten, layer, Linear, MaxPool, Sequential } from "@elegy/nn";
import { expect, it } from "vitest";
import { fromLinen, fromStax, fromTransform, fromTransformWithState } from "./index.ts";
import { fromLayersModel } from "./tfjs/index.ts";
import { tfl } from "./tfjs/tensor-flow.test-support.ts";

setBackend(cpu());

const image = np.zeros([2, 8, 8, 1]);
const rows = np.zeros([2, 4]);

async function tableOf(
  title: string,
  module: ModuleCarrier | ModuleFunction,
  x: Tensor,
  options: { readonly depth?: number; readonly frozen?: string } = {},
): Promise<string> {
  const { frozen, ...how } = options;
  const model = new Model({ module, ...(frozen === undefined ? {} : { frozen }) });
  return `\n${formatSummary(await model.summary({ x, print: false, ...how }), title)}\n`;
}

const convolutional = layer(
  "Net",
  {
    conv: Conv2D(4, 3),
    norm: BatchNormalization(),
    pool: MaxPool(2),
    body: Sequential(Flatten(), Linear(100), Dropout(0.5)),
    head: Linear(3),
  },
  ({ conv, norm, pool, body, head }, x: Tensor) => head(body(pool(nn.relu(norm(conv(x)))))),
);

interface Weights {
  readonly hidden: { readonly kernel: Tensor; readonly bias: Tensor };
  readonly out: { readonly kernel: Tensor };
}

const weights = (): Weights => ({
  hidden: { kernel: np.zeros([4, 300]), bias: np.zeros([300]) },
  out: { kernel: np.zeros([300, 2]) },
});
const mlp = (x: Tensor, { hidden, out }: Weights): Tensor =>
  np.dot(nn.relu(np.dot(x, hidden.kernel).add(hidden.bias)), out.kernel);

it("a module of @elegy/nn", async () => {
  expect(await tableOf("Digits", convolutional, image)).toMatchInlineSnapshot(`
    "
                                                  Digits                                               
    ┌───────────────┬──────────────────────────┬───────────────┬──────────────────────┬───────────────┐
    │ Layer         │ Type                     │ Outputs Shape │ Trainable Parameters │ Non-trainable │
    ├───────────────┼──────────────────────────┼───────────────┼──────────────────────┼───────────────┤
    │ Inputs        │                          │ f32[2,8,8,1]  │                      │               │
    │ conv          │ Conv2D                   │ f32[2,8,8,4]  │        40      160 B │               │
    │ norm.mean     │ ExponentialMovingAverage │ f32[4]        │                      │     9    36 B │
    │ norm.variance │ ExponentialMovingAverage │ f32[4]        │                      │     9    36 B │
    │ norm          │ BatchNormalization       │ f32[2,8,8,4]  │         8       32 B │               │
    │ pool          │ MaxPool                  │ f32[2,4,4,4]  │                      │               │
    │ body.0        │ Flatten                  │ f32[2,64]     │                      │               │
    │ body.1        │ Linear                   │ f32[2,100]    │     6,500    26.0 KB │               │
    │ body.2        │ Dropout                  │ f32[2,100]    │                      │               │
    │ body          │ Sequential               │ f32[2,100]    │                      │               │
    │ head          │ Linear                   │ f32[2,3]      │       303     1.2 KB │               │
    │ *             │ Net                      │ f32[2,3]      │                      │               │
    │ Total         │                          │               │     6,851    27.4 KB │    18    72 B │
    └───────────────┴──────────────────────────┴───────────────┴──────────────────────┴───────────────┘
    Total Parameters: 6,869   27.5 KB
    "
  `);
});

it("a module of @elegy/nn, whole layers alone and one of them frozen", async () => {
  expect(await tableOf("Digits", convolutional, image, { depth: 1, frozen: "conv" })).toMatchInlineSnapshot(`
    "
                                            Digits                                        
    ┌────────┬────────────────────┬───────────────┬──────────────────────┬───────────────┐
    │ Layer  │ Type               │ Outputs Shape │ Trainable Parameters │ Non-trainable │
    ├────────┼────────────────────┼───────────────┼──────────────────────┼───────────────┤
    │ Inputs │                    │ f32[2,8,8,1]  │                      │               │
    │ conv   │ Conv2D             │ f32[2,8,8,4]  │                      │   40    160 B │
    │ norm   │ BatchNormalization │ f32[2,8,8,4]  │         8       32 B │   18     72 B │
    │ pool   │ MaxPool            │ f32[2,4,4,4]  │                      │               │
    │ body   │ Sequential         │ f32[2,100]    │     6,500    26.0 KB │               │
    │ head   │ Linear             │ f32[2,3]      │       303     1.2 KB │               │
    │ *      │ Net                │ f32[2,3]      │                      │               │
    │ Total  │                    │               │     6,811    27.2 KB │   58    232 B │
    └────────┴────────────────────┴───────────────┴──────────────────────┴───────────────┘
    Total Parameters: 6,869   27.5 KB
    "
  `);
});

it("a plain function", async () => {
  const plain = (x: Tensor, { initializing, params }: FunctionContext): unknown => {
    const given: Weights = initializing ? weights() : params;
    return outputStates({ preds: { logits: mlp(x, given), features: x }, params: given });
  };
  expect(await tableOf("MLP", plain, rows)).toMatchInlineSnapshot(`
    "
                                  MLP                              
    ┌─────────────────────────┬────────────┬──────────────────────┐
    │ Name                    │ Shape      │ Trainable Parameters │
    ├─────────────────────────┼────────────┼──────────────────────┤
    │ Inputs                  │ f32[2,4]   │                      │
    │ netParams.hidden.bias   │ f32[300]   │        300    1.2 KB │
    │ netParams.hidden.kernel │ f32[4,300] │      1,200    4.8 KB │
    │ netParams.out.kernel    │ f32[300,2] │        600    2.4 KB │
    │ Outputs.features        │ f32[2,4]   │                      │
    │ Outputs.logits          │ f32[2,2]   │                      │
    │ Total                   │            │      2,100    8.4 KB │
    └─────────────────────────┴────────────┴──────────────────────┘
    Total Parameters: 2,100   8.4 KB
    "
  `);
});

it("an init/apply pair in the manner of Linen, by the names of modules and collections", async () => {
  const linen = fromLinen({
    init: () => ({ params: weights(), batch_stats: { mean: np.zeros([4]), var: np.ones([4]) } }),
    apply: ({ params, ...stats }: { params: Weights }, x: Tensor) => [mlp(x, params), stats],
  });
  expect(await tableOf("MLP", linen, rows)).toMatchInlineSnapshot(`
    "
                                           MLP                                        
    ┌────────────────────────────┬────────────┬──────────────────────┬───────────────┐
    │ Name                       │ Shape      │ Trainable Parameters │ Non-trainable │
    ├────────────────────────────┼────────────┼──────────────────────┼───────────────┤
    │ Inputs                     │ f32[2,4]   │                      │               │
    │ netParams.hidden.bias      │ f32[300]   │        300    1.2 KB │               │
    │ netParams.hidden.kernel    │ f32[4,300] │      1,200    4.8 KB │               │
    │ netParams.out.kernel       │ f32[300,2] │        600    2.4 KB │               │
    │ netStates.batch_stats.mean │ f32[4]     │                      │     4    16 B │
    │ netStates.batch_stats.var  │ f32[4]     │                      │     4    16 B │
    │ Outputs                    │ f32[2,2]   │                      │               │
    │ Total                      │            │      2,100    8.4 KB │     8    32 B │
    └────────────────────────────┴────────────┴──────────────────────┴───────────────┘
    Total Parameters: 2,108   8.4 KB
    "
  `);
});

it("an init/apply pair in the manner of Haiku", async () => {
  const pair = {
    init: (key: Tensor) => ({ "mlp/~/linear": { w: random.normal(key, [4, 2]), b: np.zeros([2]) } }),
    apply: (params: { "mlp/~/linear": { w: Tensor; b: Tensor } }, _: Tensor, x: Tensor) =>
      np.dot(x, params["mlp/~/linear"].w).add(params["mlp/~/linear"].b),
  };
  expect(await tableOf("MLP", fromTransform(pair), rows)).toMatchInlineSnapshot(`
    "
                                 MLP                              
    ┌──────────────────────────┬──────────┬──────────────────────┐
    │ Name                     │ Shape    │ Trainable Parameters │
    ├──────────────────────────┼──────────┼──────────────────────┤
    │ Inputs                   │ f32[2,4] │                      │
    │ netParams.mlp/~/linear.b │ f32[2]   │            2     8 B │
    │ netParams.mlp/~/linear.w │ f32[4,2] │            8    32 B │
    │ Outputs                  │ f32[2,2] │                      │
    │ Total                    │          │           10    40 B │
    └──────────────────────────┴──────────┴──────────────────────┘
    Total Parameters: 10   40 B
    "
  `);
  const counting = fromTransformWithState({
    init: (key: Tensor) => [pair.init(key), { counter: np.zeros([]) }],
    apply: (params: ReturnType<typeof pair.init>, state: { counter: Tensor }, key: Tensor, x: Tensor) => [
      pair.apply(params, key, x),
      { counter: state.counter.add(1) },
    ],
  });
  expect(await tableOf("MLP", counting, rows)).toMatchInlineSnapshot(`
    "
                                         MLP                                      
    ┌──────────────────────────┬──────────┬──────────────────────┬───────────────┐
    │ Name                     │ Shape    │ Trainable Parameters │ Non-trainable │
    ├──────────────────────────┼──────────┼──────────────────────┼───────────────┤
    │ Inputs                   │ f32[2,4] │                      │               │
    │ netParams.mlp/~/linear.b │ f32[2]   │            2     8 B │               │
    │ netParams.mlp/~/linear.w │ f32[4,2] │            8    32 B │               │
    │ netStates.counter        │ f32[]    │                      │      1    4 B │
    │ Outputs                  │ f32[2,2] │                      │               │
    │ Total                    │          │           10    40 B │      1    4 B │
    └──────────────────────────┴──────────┴──────────────────────┴───────────────┘
    Total Parameters: 11   44 B
    "
  `);
});

it("an init/apply pair in the manner of Stax, by the places in its lists", async () => {
  const stax = fromStax([
    (_, [batch]: readonly number[]) => [
      [batch, 2],
      [[np.zeros([4, 3]), np.zeros([3])], [], [np.zeros([3, 2])]],
    ],
    ([[w, b], , [out]]: [[Tensor, Tensor], [], [Tensor]], x: Tensor) =>
      np.dot(nn.relu(np.dot(x, w).add(b)), out),
  ]);
  expect(await tableOf("MLP", stax, rows)).toMatchInlineSnapshot(`
    "
                            MLP                        
    ┌───────────────┬──────────┬──────────────────────┐
    │ Name          │ Shape    │ Trainable Parameters │
    ├───────────────┼──────────┼──────────────────────┤
    │ Inputs        │ f32[2,4] │                      │
    │ netParams.0.0 │ f32[4,3] │           12    48 B │
    │ netParams.0.1 │ f32[3]   │            3    12 B │
    │ netParams.2.0 │ f32[3,2] │            6    24 B │
    │ Outputs       │ f32[2,2] │                      │
    │ Total         │          │           21    84 B │
    └───────────────┴──────────┴──────────────────────┘
    Total Parameters: 21   84 B
    "
  `);
});

it("a model of TensorFlow.js, by the names of its layers", async () => {
  const { layers } = tfl;
  const model = tfl.sequential({
    name: "digits",
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", inputShape: [8, 8, 1], name: "conv" }),
      layers.batchNormalization({ name: "norm" }),
      layers.maxPooling2d({ poolSize: 2, name: "pool" }),
      layers.flatten({ name: "flat" }),
      layers.dense({ units: 100, name: "hidden", trainable: false }),
      layers.dense({ units: 3, name: "head" }),
    ],
  });
  expect(await tableOf("Digits", fromLayersModel(model), image)).toMatchInlineSnapshot(`
    "
                                             Digits                                          
    ┌────────┬────────────────────┬───────────────┬──────────────────────┬──────────────────┐
    │ Layer  │ Type               │ Outputs Shape │ Trainable Parameters │    Non-trainable │
    ├────────┼────────────────────┼───────────────┼──────────────────────┼──────────────────┤
    │ Inputs │                    │ f32[2,8,8,1]  │                      │                  │
    │ conv   │ Conv2D             │ f32[2,8,8,4]  │         40     160 B │                  │
    │ norm   │ BatchNormalization │ f32[2,8,8,4]  │          8      32 B │     8       32 B │
    │ pool   │ MaxPooling2D       │ f32[2,4,4,4]  │                      │                  │
    │ flat   │ Flatten            │ f32[2,64]     │                      │                  │
    │ hidden │ Dense              │ f32[2,100]    │                      │ 6,500    26.0 KB │
    │ head   │ Dense              │ f32[2,3]      │        303    1.2 KB │                  │
    │ *      │ Sequential         │ f32[2,3]      │                      │                  │
    │ Total  │                    │               │        351    1.4 KB │ 6,508    26.0 KB │
    └────────┴────────────────────┴───────────────┴──────────────────────┴──────────────────┘
    Total Parameters: 6,859   27.4 KB
    "
  `);
});
