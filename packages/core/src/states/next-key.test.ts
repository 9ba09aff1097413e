import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import { jit, random, setBackend, States, StatesFieldMissingError, type Tensor } from "../index.ts";

beforeAll(() => setBackend(cpu()));

const text = async (key: Tensor): Promise<string> => (await key.data()).join();

/** `count` keys handed out one after the other, and every `rng` on the way. */
async function keys(
  seed: number,
  count: number,
): Promise<{ readonly given: string[]; readonly kept: string[] }> {
  let states = new States({ rng: random.key(seed) });
  const [given, kept] = [[] as string[], [await text(states.rng)]];
  for (let i = 0; i < count; i++) {
    const [key, next] = states.nextKey();
    given.push(await text(key));
    kept.push(await text(next.rng));
    states = next;
  }
  return { given, kept };
}

// The Python library hands out the very key it keeps, and splits it again for the next one (elegy 0.7.4, RNGSeq).
it("weakness 13: hands out no key twice, nor one it keeps", async () => {
  const { given, kept } = await keys(42, 100);
  expect(new Set([...given, ...kept]).size).toBe(201);
});

it("hands out no key that splitting an earlier one gives", async () => {
  const { given } = await keys(42, 20);
  let states = new States({ rng: random.key(42) });
  for (let i = 0; i < 20; i++) {
    const [key, next] = states.nextKey();
    const [a, b] = [random.split(key).data(), random.split(key, 3).data()];
    for (const data of [await a, await b]) {
      const rows = Array.from({ length: data.length / 2 }, (_, row) =>
        data.slice(2 * row, 2 * row + 2).join(),
      );
      rows.forEach((row) => expect(given).not.toContain(row));
    }
    states = next;
  }
});

it("hands out the same keys again for the same seed, others for another", async () => {
  const first = await keys(1, 5);
  expect(await keys(1, 5)).toEqual(first);
  const other = new Set((await keys(2, 5)).given);
  expect(first.given.some((key) => other.has(key))).toBe(false);
});

it("leaves the states it was asked of as they were", async () => {
  const states = new States({ rng: random.key(3), step: 1 });
  const before = await text(states.rng);
  const [key] = states.nextKey();
  const [again, next] = states.nextKey();
  expect(await text(states.rng)).toBe(before);
  expect(await text(again)).toBe(await text(key));
  expect(next.step).toBe(1);
});

it("gives the same keys inside of a compiled function", async () => {
  const states = new States({ rng: random.key(9) });
  const compiled = jit((before: typeof states) => {
    const [key, next] = before.nextKey();
    return { key, next };
  });
  const { key, next } = compiled(states);
  const [expected, after] = states.nextKey();
  expect(await text(key)).toBe(await text(expected));
  expect(await text(next.rng)).toBe(await text(after.rng));
});

it("needs a field `rng`", () => {
  expect(() => new States({ key: 1 }).nextKey()).toThrow(StatesFieldMissingError);
});
