import { type DType, DTypeUnsupportedError, sizeOf } from "@elegy/autodiff";
import { describe, expect, it } from "vitest";
import type { HostTensor } from "./host-tensor.ts";
import { isHostTensor } from "./host-tensor.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { storedDType } from "./safetensors-dtypes.ts";
import { SafetensorsFormatError } from "./safetensors-format-error.ts";

const DTYPES: readonly DType[] = ["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"];

/** Written by `safetensors` 0.8.0 for Python. */
const FROM_PYTHON =
  "8AEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIjoiYnkgUHl0aG9uIn0sInNjYWxhciI6eyJkdHlwZSI6IkY2NCIsInNo" +
  "YXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbMCw4XX0sImIudyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9v" +
  "ZmZzZXRzIjpbOCwyNF19LCJ1Ijp7ImR0eXBlIjoiVTMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMjQsMjhdfSwi" +
  "aSI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzI4LDM2XX0sImgiOnsiZHR5cGUiOiJGMTYi" +
  "LCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlszNiw0MF19LCJjIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6WzJdLCJkYXRh" +
  "X29mZnNldHMiOls0MCw0Ml19LCJlbXB0eSI6eyJkdHlwZSI6IkJPT0wiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0cyI6" +
  "WzQyLDQyXX0sIm1hc2siOnsiZHR5cGUiOiJCT09MIiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbNDIsNDVdfX0gICAg" +
  "mpmZmZmZuT8AAMA/AAAAwAAAAAAAAEBA//////////8CAAAAADwAwAf/AQAB";

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Bytes that look random, the same in each run. */
function fill(dtype: DType, shape: readonly number[], seed: number): HostTensor {
  const bytes = new Uint8Array(sizeOf(shape) * storedDType(dtype).bytes);
  let state = seed;
  for (const i of bytes.keys()) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = dtype === "bool" ? state >>> 31 : state >>> 24;
  }
  return { dtype, shape, data: storedDType(dtype).view(bytes.buffer) };
}

const rawBytes = ({ data }: HostTensor): number[] => [
  ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
];

/** A file with any header. */
function fileOf(header: unknown, dataBytes: number, length?: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const f32 = (begin: number, end: number, shape = [1]): object => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

describe("round trips", () => {
  it.each(DTYPES)("%s, bit for bit, of any shape", (dtype) => {
    const shapes = [[], [0], [1], [7], [3, 5], [2, 0, 4], [2, 1, 3, 2]];
    const tensors = new Map(shapes.map((shape, i) => [`t${i}`, fill(dtype, shape, i + 1)]));
    const decoded = decodeSafetensors(encodeSafetensors(tensors), "a file").tensors;
    expect([...decoded.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of tensors) {
      const copy = decoded.get(name)!;
      expect(isHostTensor(copy)).toBe(true);
      expect([copy.dtype, copy.shape]).toEqual([dtype, tensor.shape]);
      expect(copy.data.constructor).toBe(tensor.data.constructor);
      expect(rawBytes(copy)).toEqual(rawBytes(tensor));
    }
  });

  it("all dtypes in one file, each aligned, whatever the order", () => {
    for (let turn = 0; turn < DTYPES.length; turn++) {
      const order = [...DTYPES.slice(turn), ...DTYPES.slice(0, turn)];
      const tensors = new Map(order.map((dtype, i) => [dtype, fill(dtype, [turn + 1, 3], i + 10 * turn)]));
      const decoded = decodeSafetensors(encodeSafetensors(tensors), "a file").tensors;
      expect([...decoded.keys()]).toEqual([
        "float64",
        "float32",
        "uint32",
        "int32",
        "float16",
        "uint8",
        "bool",
      ]);
      for (const [name, tensor] of tensors) expect(rawBytes(decoded.get(name)!)).toEqual(rawBytes(tensor));
    }
  });

  it("names and metadata of any characters", () => {
    const names = [
      "",
      "0",
      "10",
      "2",
      "__proto__",
      "a.b",
      'q"\\/',
      "\n\u0000\t",
      "ä",
      "\uffee",
      "\u{1f600}",
      "constructor",
    ];
    const tensors = new Map(names.map((name, i) => [name, fill("uint8", [i], i)]));
    const metadata = { "": "empty", ["__proto__"]: "own", "\u{1f600}": "\n" };
    const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata), "a file");
    expect([...decoded.tensors.keys()].sort()).toEqual(names.toSorted());
    for (const [name, { data }] of tensors) expect(decoded.tensors.get(name)?.data).toEqual(data);
    expect(decoded.metadata).toEqual(metadata);
  });

  it("nothing at all", () => {
    const bytes = encodeSafetensors(new Map());
    expect(new TextDecoder().decode(bytes.subarray(8))).toBe("{}      ");
    expect(decodeSafetensors(bytes, "a file")).toEqual({ tensors: new Map(), metadata: {} });
  });

  it("of a view into a larger buffer, and out of one", () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const bytes = encodeSafetensors(new Map([["w", { dtype: "float32", shape: [2], data }]]));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3), "a file");
    expect(tensors.get("w")?.data).toEqual(Float32Array.of(2, 3));
  });
});

describe("Python's files", () => {
  const { tensors, metadata } = decodeSafetensors(bytesOf(FROM_PYTHON), "python.safetensors");

  it("are read", () => {
    expect(metadata).toEqual({ made: "by Python" });
    const { data, ...spec } = tensors.get("b.w")!;
    expect({ ...spec }).toMatchObject({ dtype: "float32", shape: [2, 2] });
    expect([...data]).toEqual([1.5, -2, 0, 3]);
    expect(tensors.get("scalar")?.data).toEqual(Float64Array.of(0.1));
    expect(tensors.get("scalar")?.shape).toEqual([]);
    expect(tensors.get("empty")?.shape).toEqual([0, 3]);
    expect(tensors.get("i")?.data).toEqual(Int32Array.of(-1, 2));
    expect(tensors.get("u")?.data).toEqual(Uint32Array.of(4294967295));
    expect(tensors.get("h")?.data).toEqual(Uint16Array.of(0x3c00, 0xc000));
    expect(tensors.get("c")?.data).toEqual(Uint8Array.of(7, 255));
    expect(tensors.get("mask")?.data).toEqual(Uint8Array.of(1, 0, 1));
  });

  it("are written the same to the last byte", () => {
    expect(encodeSafetensors(tensors, metadata)).toEqual(bytesOf(FROM_PYTHON));
  });

  it("with dtypes that are not ours are refused by name", () => {
    const bytes = bytesOf(
      "QAAAAAAAAAB7InN0ZXBzIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMCw4XX19ICAgICAgAQAAAAAAAAA=",
    );
    expect(() => decodeSafetensors(bytes, "python.safetensors")).toThrow(DTypeUnsupportedError);
    expect(() => decodeSafetensors(bytes, "python.safetensors")).toThrow(
      'decodeSafetensors: the tensor "steps" of python.safetensors has an unsupported dtype. Expected one of F64, F32, U32, I32, F16, U8, BOOL; received I64. Convert it before saving, in Python to int32.',
    );
    const bfloat = fileOf({ w: { dtype: "BF16", shape: [1], data_offsets: [0, 2] } }, 2);
    expect(() => decodeSafetensors(bfloat, "a file")).toThrow(
      "received BF16. Convert it before saving, in Python to float32.",
    );
  });
});

describe("damage is refused", () => {
  const good = encodeSafetensors(new Map([["w", fill("float32", [3], 1)]]));

  it("at any length that is too short or too long", () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => decodeSafetensors(good.subarray(0, length), "a file")).toThrow(SafetensorsFormatError);
    }
    const longer = new Uint8Array(good.length + 1);
    longer.set(good);
    expect(() => decodeSafetensors(longer, "a file")).toThrow("a file has bytes that belong to no tensor");
  });

  it.each<[string, Uint8Array, string]>([
    ["too short", new Uint8Array(7), "is too short for a safetensors file. Expected at least 8 bytes"],
    ["another kind of file", bytesOf("UEsDBBQAAAAIAA=="), "its header would be too large"],
    ["a huge header", fileOf({}, 0, 100_000_001), "received a length of 100000001"],
    ["cut in the header", fileOf({}, 0, 100), "is cut off within its header. Expected 108 bytes"],
    ["no UTF-8", fileOf("{}", 0).map((byte, i) => (i === 8 ? 0xff : byte)), "is not UTF-8 text"],
    ["a byte order mark", fileOf("\ufeff{}", 0), "is not valid JSON"],
    ["no JSON", fileOf('{"w":', 0), "the header of a file is not valid JSON"],
    ["a list", fileOf([], 0), "is no table of tensors"],
    ["space in front", fileOf(" {}", 0), "is no table of tensors"],
    ["a name twice", fileOf('{"w":1,"\\u0077":2}', 0), 'the key "w" stands twice'],
    ["a field twice", fileOf('{"w":{"dtype":"F32","dtype":"F64"}}', 0), 'the key "dtype" stands twice'],
    ["metadata of numbers", fileOf({ __metadata__: { epoch: 1 } }, 0), "the metadata of a file is not valid"],
    ["metadata null", fileOf({ __metadata__: null }, 0), "the metadata of a file is not valid"],
    ["no description", fileOf({ w: 1 }, 0), 'the tensor "w" of a file is not described'],
    ["no offsets", fileOf({ w: { dtype: "F32", shape: [1] } }, 4), "is not described"],
    [
      "three offsets",
      fileOf({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4, 8] } }, 8),
      "is not described",
    ],
    ["a negative size", fileOf({ w: f32(0, 4, [-1, -1]) }, 4), "is not described"],
    ["half a size", fileOf({ w: f32(0, 2, [0.5]) }, 2), "is not described"],
    ["a size without end", fileOf({ w: f32(0, 4, [2 ** 53]) }, 4), "is not described"],
    [
      "an unknown dtype",
      fileOf({ w: { dtype: "F31", shape: [1], data_offsets: [0, 4] } }, 4),
      "a dtype that the format does not know",
    ],
    [
      "a wrong size",
      fileOf({ w: f32(0, 8) }, 8),
      "Expected 4 bytes for f32[1]; received data_offsets [0,8], 8 bytes.",
    ],
    ["an end before the begin", fileOf({ w: f32(4, 0) }, 4), "has another size than its shape says"],
    [
      "sizes that overflow",
      fileOf({ w: f32(0, 4, [2 ** 52, 2 ** 52]) }, 4),
      "has another size than its shape says",
    ],
    ["an overlap", fileOf({ a: f32(0, 4), b: f32(2, 6) }, 6), 'the tensor "b" of a file overlaps "a"'],
    ["the same place", fileOf({ a: f32(0, 4), b: f32(0, 4) }, 4), 'the tensor "b" of a file overlaps "a"'],
    [
      "a hole",
      fileOf({ a: f32(0, 4), b: f32(8, 12) }, 12),
      'the tensor "b" of a file leaves a hole after "a"',
    ],
    ["a hole at the start", fileOf({ a: f32(4, 8) }, 8), "leaves a hole after the start of the data"],
    [
      "out of range",
      fileOf({ a: f32(0, 4) }, 3),
      "is cut off within its data. Expected 4 bytes of data; received 3 bytes.",
    ],
    [
      "no boolean",
      fileOf({ m: { dtype: "BOOL", shape: [1], data_offsets: [0, 1] } }, 1).map((byte, i, all) =>
        i === all.length - 1 ? 2 : byte,
      ),
      "Expected 0 or 1; received 2.",
    ],
  ])("%s", (_title, bytes, message) => {
    const decode = (): unknown => decodeSafetensors(bytes, "a file");
    expect(decode).toThrow(message);
    expect(decode).toThrow(
      expect.objectContaining({ code: "ELEGY_SAFETENSORS_FORMAT", name: "SafetensorsFormatError" }),
    );
  });

  it("however a byte of the header is changed, or it still describes whole tensors", () => {
    const headerEnd = good.length - 12;
    for (let at = 0; at < headerEnd; at++) {
      for (const value of [0, 0x20, 0x22, 0x31, 0x7d, 0xff]) {
        const bytes = good.slice();
        bytes[at] = value;
        try {
          const { tensors } = decodeSafetensors(bytes, "a file");
          for (const tensor of tensors.values()) expect(sizeOf(tensor.shape)).toBe(tensor.data.length);
        } catch (error) {
          expect(["ELEGY_SAFETENSORS_FORMAT", "ELEGY_DTYPE_UNSUPPORTED"]).toContain(
            (error as { readonly code?: string }).code,
          );
        }
      }
    }
  });
});

describe("encodeSafetensors refuses", () => {
  const one = Float32Array.of(1);
  it.each<[string, string, HostTensor, string]>([
    [
      "the name of the metadata",
      "__metadata__",
      { dtype: "float32", shape: [1], data: one },
      "the name of the metadata",
    ],
    ["half a character", "\ud800", { dtype: "float32", shape: [1], data: one }, "cannot be written as UTF-8"],
    [
      "an array of another kind",
      "w",
      { dtype: "float16", shape: [1], data: one },
      "Expected Uint16Array for f16[1]; received Float32Array.",
    ],
    [
      "an array of another size",
      "w",
      { dtype: "float32", shape: [2], data: one },
      "Expected f32[2]; received 1 elements.",
    ],
    [
      "a size that is no count",
      "w",
      { dtype: "float32", shape: [-1, -1], data: one },
      "does not fit its shape",
    ],
    [
      "a boolean 2",
      "w",
      { dtype: "bool", shape: [1], data: Uint8Array.of(2) },
      "Expected 0 or 1; received 2.",
    ],
  ])("%s", (_title, name, tensor, message) => {
    expect(() => encodeSafetensors(new Map([[name, tensor]]))).toThrow(message);
  });
});
