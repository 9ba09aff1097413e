import { requireCount } from "./options.ts";

/** After which epochs, counted from 0, `validationFreq` validates. A list names epochs counted from 1. */
export function validationEpochs(
  operation: string,
  frequency: number | readonly number[],
): (epoch: number) => boolean {
  if (typeof frequency === "number") {
    const every = requireCount(operation, "validationFreq", frequency, 1);
    return (epoch) => (epoch + 1) % every === 0;
  }
  const epochs = new Set(frequency.map((epoch) => requireCount(operation, "validationFreq", epoch, 1)));
  return (epoch) => epochs.has(epoch + 1);
}
