import { byteSize, type Graph, type ProgramMemory, type Value } from "@elegy/autodiff/spi";

/** @param takenFrom for each output, the donated input whose buffer it takes over. */
export function programMemory(
  { inputs, outputs }: Graph,
  takenFrom: readonly (number | null)[],
  temporaryBytes: number,
): ProgramMemory {
  const [argumentBytes, outputBytes] = [bytesOf(inputs), bytesOf(outputs)];
  const aliasBytes = bytesOf(outputs.filter((_, index) => takenFrom[index] !== null));
  const peakBytes = argumentBytes + outputBytes - aliasBytes + temporaryBytes;
  return { argumentBytes, outputBytes, aliasBytes, temporaryBytes, peakBytes };
}

function bytesOf(values: readonly Value[]): number {
  return values.reduce((sum, { spec }) => sum + byteSize(spec), 0);
}
