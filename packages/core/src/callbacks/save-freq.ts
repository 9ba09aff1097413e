import { requireCount } from "../training/options.ts";

/** At the end of every epoch, or after every so many batches, counted over all epochs. */
export type SaveFreq = "epoch" | number;

/** @throws ArgumentInvalidError unless `"epoch"` or a whole number ≥ 1. */
export function requireSaveFreq(operation: string, saveFreq: SaveFreq): SaveFreq {
  return saveFreq === "epoch" ? saveFreq : requireCount(operation, "saveFreq", saveFreq, 1);
}
