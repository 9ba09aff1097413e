import { expectTypeOf } from "vitest";
import { type FieldsOf, States, type Tensor, type UntypedFields } from "../index.ts";

const states = new States({ step: 1, netParams: null });
expectTypeOf(states.step).toEqualTypeOf<number>();
expectTypeOf(states["netParams"]).toEqualTypeOf<null>();
// @ts-expect-error -- there is no such field
void states.netParam;
// @ts-expect-error -- fields are read only
states.step = 2;

// Changes change the type.
expectTypeOf(states.update({ netParams: [1] }).netParams).toEqualTypeOf<number[]>();
expectTypeOf(states.update({ more: true }).step).toEqualTypeOf<number>();
expectTypeOf(states.merge(new States({ step: "one" })).step).toEqualTypeOf<string>();
expectTypeOf(states.pick("step").step).toEqualTypeOf<number>();
// @ts-expect-error -- only `step` was kept
void states.pick("step").netParams;
// @ts-expect-error -- `step` was left out
void states.omit("step").step;
// @ts-expect-error -- there is no such field to pick
states.pick("stpe");
// @ts-expect-error -- there is no such field to omit
states.omit("stpe");
// @ts-expect-error -- there is no such field to update
states.updateKnown({ stpe: 1 });
// @ts-expect-error -- of another type
states.updateKnown({ step: "one" });
expectTypeOf(states.diff(new States({ other: 1 })).step).toEqualTypeOf<number | undefined>();
expectTypeOf(states.nextKey()).toEqualTypeOf<[key: Tensor, next: typeof states]>();

// The fields of a model: the user's own ones, and the default ones.
type Own = FieldsOf<{ readonly netParams: Tensor; readonly step: Tensor }>;
expectTypeOf<Own["netParams"]>().toEqualTypeOf<Tensor>();
expectTypeOf<Own["step"]>().toEqualTypeOf<Tensor>();
expectTypeOf<Own["rng"]>().toEqualTypeOf<Tensor>();
expectTypeOf<Own["metricsStates"]>().toEqualTypeOf<unknown>();
expectTypeOf<FieldsOf<UntypedFields>>().toEqualTypeOf<UntypedFields>();
