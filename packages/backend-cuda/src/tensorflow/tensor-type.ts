/** TensorFlow's element types by the names that they have here, with the numbers that it counts them by. */
const NUMBERS = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  float16: 19,
  uint32: 22,
} as const;

export type TensorType = keyof typeof NUMBERS;

interface TensorTypeInfo {
  readonly bytes: number;
  readonly kind: "float" | "signed" | "unsigned" | "bool";
}

const INFO: Readonly<Record<TensorType, TensorTypeInfo>> = {
  float32: { bytes: 4, kind: "float" },
  float64: { bytes: 8, kind: "float" },
  float16: { bytes: 2, kind: "float" },
  int8: { bytes: 1, kind: "signed" },
  int16: { bytes: 2, kind: "signed" },
  int32: { bytes: 4, kind: "signed" },
  int64: { bytes: 8, kind: "signed" },
  uint8: { bytes: 1, kind: "unsigned" },
  uint32: { bytes: 4, kind: "unsigned" },
  bool: { bytes: 1, kind: "bool" },
};

// `Object.keys` has forgotten which strings they are.
const NAMES: ReadonlyMap<number, TensorType> = new Map(
  (Object.keys(NUMBERS) as TensorType[]).map((type) => [NUMBERS[type], type]),
);

export function tensorTypeInfo(type: TensorType): TensorTypeInfo {
  return INFO[type];
}

export function isFloatType(type: TensorType): boolean {
  return INFO[type].kind === "float";
}

export function tensorTypeNumber(type: TensorType): number {
  return NUMBERS[type];
}

export function tensorTypeOf(number: number): TensorType {
  const type = NAMES.get(number);
  if (type === undefined)
    throw new Error(`TensorFlow gave a tensor of type ${number}, which is not used here.`);
  return type;
}
