/** A value that an operation is told beside its operands. Which kind it is, TensorFlow counts. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

/** A tensor on the device, as the binding tells of it. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** The native addon of `@tensorflow/tfjs-node`: it runs any operation of TensorFlow by name. */
export interface TensorFlowBinding {
  readonly TF_Version: string;
  /** The tensor shares the memory of `data`. `int64` is given as pairs of words, the low one first. */
  createTensor(shape: readonly number[], dtype: number, data: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  /** A copy; of `float32`, `int32`, `int64` and `bool` only. */
  tensorDataSync(id: number): Float32Array | Int32Array | BigInt64Array | Uint8Array;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[];
  /** Tensors that are alive, whoever made them. */
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
}
