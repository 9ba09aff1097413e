import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { describe, expect, it } from "vitest";
import { cpu } from "../cpu.ts";
import { HeapOutOfMemoryError } from "../errors/heap-out-of-memory-error.ts";
import { RandomNumbers } from "../testing/graph-builder.test-support.ts";

const MB = 2 ** 20;

const plusOne = jit((x: Tensor) => x.add(1));
const plusOneInPlace = jit((x: Tensor) => x.add(1), { donate: [0] });
/** With as much on the way as comes out. */
const twice = jit((x: Tensor) => np.cumsum(np.cumsum(x)).mul(0).add(x.mul(2)));

interface Live {
  readonly tensor: Tensor;
  readonly value: number;
}

/** Makes, changes, reads and frees tensors of many sizes, large ones between small ones. */
async function useMemory(random: RandomNumbers, steps: number): Promise<void> {
  const sizes = Array.from({ length: 24 }, (_, i) => Math.round(4 * 1.6 ** i));
  const live: Live[] = [];
  const take = (): Live | undefined => live.splice(random.below(Math.max(1, live.length)), 1)[0];
  const check = async ({ tensor, value }: Live): Promise<void> => {
    const data = await tensor.data();
    expect([data[0], data.at(-1)]).toEqual([value, value]);
  };
  for (let step = 0; step < steps; step++) {
    // Now few are alive, now many.
    const most = step % 200 < 100 ? 24 : 4;
    const one = live.length >= most || random.next() < 0.5 ? take() : undefined;
    if (one === undefined) {
      const [value, size] = [random.below(1000), sizes[random.below(sizes.length)] ?? 1];
      using x = np.array(new Float32Array(size).fill(value));
      live.push({ tensor: plusOne(x), value: value + 1 });
      continue;
    }
    const { tensor, value } = one;
    const use = random.below(3);
    if (use === 0) live.push({ tensor: plusOneInPlace(tensor), value: value + 1 });
    else if (use === 1 && value < 2 ** 20) {
      live.push({ tensor: twice(tensor), value: 2 * value });
      tensor.dispose();
    } else {
      await check(one);
      tensor.dispose();
    }
  }
  for (const one of live) {
    await check(one);
    one.tensor.dispose();
  }
}

it("a long run of many sizes loses and mixes up nothing, and the heap is hardly larger than its peak", async () => {
  const backend = cpu();
  setBackend(backend);
  const reserved: number[] = [];
  for (let round = 0; round < 3; round++) {
    await useMemory(new RandomNumbers(11), 1000);
    const { buffers, bytes, peakBytes = 0, reservedBytes = 0 } = backend.memory();
    // What the compiled functions hold: constants, far smaller than the tensors.
    expect([buffers, bytes]).toEqual([0, 0]);
    expect(reservedBytes).toBeLessThan(1.5 * peakBytes + MB);
    reserved.push(reservedBytes);
  }
  // No round leaves less room to the next.
  expect(reserved[2]).toBe(reserved[1]);
});

describe("a heap that is nearly full", () => {
  it("takes back the room of temporaries that another program needed", async () => {
    const backend = cpu({ heapLimit: 8 * MB });
    setBackend(backend);
    using small = np.ones([1000]);
    // Four megabytes on the way, a number as the result.
    const wide = jit((x: Tensor) => np.cumsum(np.cumsum(np.broadcastTo(x.sum(), [MB / 2]))).max());
    expect(await wide(small).item()).toBeGreaterThan(0);
    const large = (): Tensor => plusOneInPlace(np.ones([(3 / 4) * MB]));
    const [first, second] = [large(), large()];
    expect([(await first.data()).at(-1), (await second.data())[0]]).toEqual([2, 2]);
    expect(() => wide(small)).toThrow(HeapOutOfMemoryError);
    first.dispose();
    expect(await wide(small).item()).toBeGreaterThan(0);
    expect((await second.data()).at(-1)).toBe(2);
  });
});
