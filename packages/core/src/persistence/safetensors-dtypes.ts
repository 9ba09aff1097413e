import type { DType, TypedArray } from "@elegy/autodiff";

interface StoredDType {
  /** As a safetensors header names it. */
  readonly tag: string;
  readonly bytes: number;
  readonly arrayName: string;
  readonly view: (buffer: ArrayBuffer) => TypedArray;
}

/** Largest elements first, which is the order of tensors in a file: so every tensor is aligned. */
const STORED: Readonly<Record<DType, StoredDType>> = {
  float64: { tag: "F64", bytes: 8, arrayName: "Float64Array", view: (buffer) => new Float64Array(buffer) },
  float32: { tag: "F32", bytes: 4, arrayName: "Float32Array", view: (buffer) => new Float32Array(buffer) },
  uint32: { tag: "U32", bytes: 4, arrayName: "Uint32Array", view: (buffer) => new Uint32Array(buffer) },
  int32: { tag: "I32", bytes: 4, arrayName: "Int32Array", view: (buffer) => new Int32Array(buffer) },
  float16: { tag: "F16", bytes: 2, arrayName: "Uint16Array", view: (buffer) => new Uint16Array(buffer) },
  uint8: { tag: "U8", bytes: 1, arrayName: "Uint8Array", view: (buffer) => new Uint8Array(buffer) },
  bool: { tag: "BOOL", bytes: 1, arrayName: "Uint8Array", view: (buffer) => new Uint8Array(buffer) },
};

const DTYPES = Object.keys(STORED) as DType[];

/** In the published format, but no dtype of this library. */
const FOREIGN_TAGS: ReadonlySet<string> = new Set(
  "I8 I16 U16 I64 U64 BF16 C64 F4 F6_E2M3 F6_E3M2 F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ".split(" "),
);

export function storedDType(dtype: DType): StoredDType {
  return STORED[dtype];
}

export function isDType(value: unknown): value is DType {
  return typeof value === "string" && Object.hasOwn(STORED, value);
}

/** The place of a dtype in the order of tensors in a file. */
export function storageRank(dtype: DType): number {
  return DTYPES.indexOf(dtype);
}

export function dtypeOfTag(tag: string): DType | undefined {
  return DTYPES.find((dtype) => STORED[dtype].tag === tag);
}

export function isForeignTag(tag: string): boolean {
  return FOREIGN_TAGS.has(tag);
}

/** The dtypes that can be read and written, as a header names them. */
export function knownTags(): string {
  return DTYPES.map((dtype) => STORED[dtype].tag).join(", ");
}
