import type { PrimitiveOf } from "../primitive/define.ts";
import { scatterExtremum } from "../primitive/rules/scatter-extremum.ts";

export const scatterMinP: PrimitiveOf<"scatterMin"> = scatterExtremum("scatterMin");
