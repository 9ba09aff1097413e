import { Model, nn, type Tensor } from "@elegy/core";
import { expectTypeOf } from "vitest";
import {
  type AttentionOutput,
  layer,
  type Layer,
  Linear,
  LSTM,
  MultiHeadAttention,
  type RecurrentOutput,
  Sequential,
} from "../index.ts";

const held = layer(
  "Held",
  { pair: [Linear(1), nn.relu], heads: { a: Linear(1) }, scale: (x: Tensor, by: number) => x.mul(by) },
  (self, x: Tensor, flag?: boolean) => {
    expectTypeOf(self.pair[0]).toEqualTypeOf<(x: Tensor) => Tensor>();
    expectTypeOf(self.heads.a).toEqualTypeOf<(x: Tensor) => Tensor>();
    expectTypeOf(self.scale).toEqualTypeOf<(x: Tensor, by: number) => Tensor>();
    expectTypeOf(self.checkpoint(self.heads.a)).toEqualTypeOf<(x: Tensor) => Tensor>();
    // @ts-expect-error there is no such part
    void self.missing;
    return { x, flag };
  },
);
expectTypeOf(held).toEqualTypeOf<
  Layer<[x: Tensor, flag?: boolean | undefined], { x: Tensor; flag: boolean | undefined }>
>();

expectTypeOf(Sequential(Linear(1), nn.relu, Linear(2))).toEqualTypeOf<Layer<[x: Tensor], Tensor>>();
// @ts-expect-error a stage has one input
Sequential((x: Tensor, y: Tensor) => x.add(y));

type OutputOf<L> = L extends Layer<infer _, infer R> ? R : never;
const lstm = LSTM(2);
const stateful = LSTM(2, { returnState: true });
expectTypeOf<OutputOf<typeof lstm>>().toEqualTypeOf<Tensor>();
expectTypeOf<OutputOf<typeof stateful>>().toEqualTypeOf<RecurrentOutput>();
const detailed = MultiHeadAttention(2, 2, { returnDetails: true });
expectTypeOf<OutputOf<typeof detailed>>().toEqualTypeOf<AttentionOutput>();

expectTypeOf(new Model({ module: Linear(3) })).toExtend<Model>();
