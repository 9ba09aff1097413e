import {
  type DType,
  hostArray,
  type KernelStorage,
  numbersOf,
  sizeOf,
  storeNumber,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";

/** Arrays of numbers for every dtype: `float16`, which travels as its bits, is kept as `float32`. */
export const numberStorage: KernelStorage<TypedArray> = {
  upload(data, { dtype, shape }) {
    const numbers = numberArray(dtype, sizeOf(shape));
    numbers.set(numbersOf(data, dtype));
    return numbers;
  },
  download: async (numbers, spec) => stored(numbers, spec),
  downloadSync: stored,
  bytes: (numbers) => numbers.byteLength,
};

/** A zeroed array for `length` numbers of a dtype. */
export function numberArray(dtype: DType, length: number): TypedArray {
  return hostArray(dtype === "float16" ? "float32" : dtype, length);
}

function stored(numbers: TypedArray, { dtype, shape }: TensorSpec): TypedArray {
  const data = hostArray(dtype, sizeOf(shape));
  if (dtype === "float16") numbers.forEach((value, position) => storeNumber(data, position, value, dtype));
  else data.set(numbers);
  return data;
}
