import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { aligned } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type KernelRows } from "./kernel-rows.ts";

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
const KEY_PARITY = 0x1bd11bda;

type Words = readonly [DeviceTensor, DeviceTensor];

export const threefryKernels: KernelRows<"threefry2x32"> = {
  threefry2x32(tf, inputs, _params, outputs) {
    const operands = inputs.map(({ buffer }) => buffer);
    const words = aligned(tf, operands, at(outputs, 0).shape);
    return threefry(tf, [at(words, 0), at(words, 1)], [at(words, 2), at(words, 3)]);
  },
};

/** Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011): 20 rounds, a key injection after each four. */
function threefry(tf: TensorFlow, key: Words, counter: Words): Words {
  const both = tf.apply("BitwiseXor", [key[0], key[1]]);
  const schedule = [key[0], key[1], tf.apply("BitwiseXor", [both, tf.scalar("uint32", KEY_PARITY)])];
  let words: Words = [add(tf, counter[0], key[0]), add(tf, counter[1], key[1])];
  for (let injection = 1; injection <= 5; injection++) {
    const [first, second] = [at(schedule, injection % 3), at(schedule, (injection + 1) % 3)];
    words = replaced(tf, words, ([x0, x1]) => {
      let mixed: Words = [x0, x1];
      for (const count of at(ROTATIONS, (injection + 1) % 2)) mixed = replaced(tf, mixed, round(tf, count));
      return [add(tf, mixed[0], first), add(tf, add(tf, mixed[1], second), tf.scalar("uint32", injection))];
    });
  }
  return words;
}

function round(tf: TensorFlow, count: number): (words: Words) => Words {
  return ([x0, x1]) => {
    const sum = add(tf, x0, x1);
    return [sum, tf.apply("BitwiseXor", [rotateLeft(tf, x1, count), sum])];
  };
}

function rotateLeft(tf: TensorFlow, x: DeviceTensor, count: number): DeviceTensor {
  const high = tf.apply("LeftShift", [x, tf.scalar("uint32", count)]);
  const low = tf.apply("RightShift", [x, tf.scalar("uint32", 32 - count)]);
  return tf.apply("BitwiseOr", [high, low]);
}

function add(tf: TensorFlow, x: DeviceTensor, y: DeviceTensor): DeviceTensor {
  return tf.apply("AddV2", [x, y]);
}

/** The next words; those before are released at once, for there are as many of them as the tensor is large. */
function replaced(tf: TensorFlow, words: Words, next: (words: Words) => Words): Words {
  const results = tf.scope(() => next(words));
  words.forEach((word) => tf.drop(word));
  return results;
}
