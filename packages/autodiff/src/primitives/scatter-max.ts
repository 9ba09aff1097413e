import type { PrimitiveOf } from "../primitive/define.ts";
import { scatterExtremum } from "../primitive/rules/scatter-extremum.ts";

export const scatterMaxP: PrimitiveOf<"scatterMax"> = scatterExtremum("scatterMax");
