import { CONTROL_RECORDS } from "./control-records.ts";
import { CUMULATIVE_RECORDS } from "./cumulative-records.ts";
import { ELEMENTWISE_RECORDS } from "./elementwise-records.ts";
import { ENGINE_DEFECT_RECORDS } from "./engine-defect-records.ts";
import { INDEXING_RECORDS } from "./indexing-records.ts";
import { MOVEMENT_RECORDS } from "./movement-records.ts";
import type { OpRecord } from "./op-record.ts";
import { REDUCTION_RECORDS } from "./reduction-records.ts";
import { SORTING_RECORDS } from "./sorting-records.ts";
import { WINDOW_RECORDS } from "./window-records.ts";

/** The table that drives the checks: every primitive in every way that matters. */
export const OP_RECORDS: readonly OpRecord[] = [
  ...ELEMENTWISE_RECORDS,
  ...MOVEMENT_RECORDS,
  ...INDEXING_RECORDS,
  ...SORTING_RECORDS,
  ...REDUCTION_RECORDS,
  ...CUMULATIVE_RECORDS,
  ...WINDOW_RECORDS,
  ...CONTROL_RECORDS,
  ...ENGINE_DEFECT_RECORDS,
];
