import { expect, it } from "vitest";
import { crc32c } from "./crc32c.ts";
import { encodeEvent, type EventContent } from "./event.ts";
import { histogramOf } from "./histogram.ts";
import { inner, readMessage, readRecords, slowCrc32c } from "./read-events.test-support.ts";
import { tfRecord } from "./record.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

// RFC 3720, B.4, and the check value of CRC-32/ISCSI in the catalogue of parametrised CRC algorithms.
it.each<[Uint8Array, number]>([
  [new Uint8Array(32), 0x8a9136aa],
  [new Uint8Array(32).fill(0xff), 0x62a8ab43],
  [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  [ascii("123456789"), 0xe3069283],
  [new Uint8Array(), 0],
])("the CRC-32C of %s", (bytes, crc) => {
  expect(crc32c(bytes)).toBe(crc);
  expect(slowCrc32c(bytes)).toBe(crc);
});

it("a record is what the RecordWriter of tensorboard 2.21.0 writes", () => {
  expect(hex(tfRecord(ascii("elegy")))).toBe("0500000000000000eab2043e656c65677996478841");
  expect(readRecords(tfRecord(ascii("x"))).map(hex)).toEqual(["78"]);
});

// Written with tensorboard 2.21.0: `Event(…).SerializeToString(deterministic=True).hex()`.
it.each<[string, EventContent, number, string]>([
  ["a version", { fileVersion: "brain.Event:2" }, 0, "09000000000000f83f1a0d627261696e2e4576656e743a32"],
  ["a restart", { restart: true }, 3, "09000000000000f83f10033a020801"],
  [
    "scalars",
    {
      summary: [
        { tag: "epoch_loss", scalar: 0.25 },
        { tag: "epoch_acc", scalar: Number.NaN },
      ],
    },
    300,
    "09000000000000f83f10ac022a250a110a0a65706f63685f6c6f7373150000803e0a100a0965706f63685f616363150000c07f",
  ],
  [
    "a histogram",
    {
      summary: [
        {
          tag: "w",
          histogram: { min: -1, max: 2, count: 3, sum: 1, sumOfSquares: 5, limits: [0.5, 2], counts: [2, 1] },
        },
      ],
    },
    1,
    "09000000000000f83f10012a580a560a01772a5109000000000000f0bf11000000000000004019000000000000084021000000000000f03f2900000000000014403210000000000000e03f00000000000000403a100000000000000040000000000000f03f",
  ],
  [
    "text",
    { summary: [{ tag: "t", text: "grüß" }] },
    0,
    "09000000000000f83f2a210a1f0a01744210080712041202080142066772c3bcc39f4a080a060a0474657874",
  ],
])("%s is what Python's protobuf writes", (_, content, step, python) => {
  expect(hex(encodeEvent(1.5, step, content))).toBe(python);
});

it("histograms count every finite value once", () => {
  const { limits, counts, ...rest } = histogramOf([0, 1, 2, 3, Number.NaN, Infinity])!;
  expect(rest).toEqual({ min: 0, max: 3, count: 4, sum: 6, sumOfSquares: 14 });
  expect([limits.at(-1), limits.length, counts.length]).toEqual([3, 30, 30]);
  expect(counts.flatMap((count, i) => (count > 0 ? [[i, count]] : []))).toEqual([
    [0, 1],
    [10, 1],
    [20, 1],
    [29, 1],
  ]);
  expect(histogramOf([5, 5])).toMatchObject({ min: 5, max: 5, limits: [6], counts: [2] });
  expect(histogramOf([Number.NaN])).toBeNull();
  expect(histogramOf([])).toBeNull();
});

it("large steps are whole numbers", () => {
  const event = readMessage(encodeEvent(0, 2 ** 40, { restart: true }));
  expect(event.get(2)).toEqual([2 ** 40]);
  expect(inner(event, 7).get(1)).toEqual([1]);
});
