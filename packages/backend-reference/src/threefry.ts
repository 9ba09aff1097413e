import { generate, type HostKernels } from "./host-kernel.ts";
import { at } from "./indexing.ts";

export const threefryKernels: HostKernels<"threefry2x32"> = {
  threefry2x32(inputs, _params, outputs) {
    const word = (operand: number, position: number): number => at(at(inputs, operand).buffer, position);
    const blocks = Array.from(at(inputs, 0).buffer, (_, position) =>
      threefry2x32([word(0, position), word(1, position)], [word(2, position), word(3, position)]),
    );
    return outputs.map((output, half) => generate(output, (position) => at(at(blocks, position), half)));
  },
};

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
const keyParity = 0x1bd11bda;

type Words = readonly [number, number];

/** Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011): 20 rounds, a key injection after each four. */
function threefry2x32(key: Words, counter: Words): Words {
  const schedule = [key[0], key[1], key[0] ^ key[1] ^ keyParity];
  let x0 = (counter[0] + key[0]) | 0;
  let x1 = (counter[1] + key[1]) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    for (const count of at(rotations, (injection + 1) % 2)) {
      x0 = (x0 + x1) | 0;
      x1 = rotateLeft(x1, count) ^ x0;
    }
    x0 = (x0 + at(schedule, injection % 3)) | 0;
    x1 = (x1 + at(schedule, (injection + 1) % 3) + injection) | 0;
  }
  return [x0, x1];
}

function rotateLeft(x: number, count: number): number {
  return (x << count) | (x >>> (32 - count));
}
