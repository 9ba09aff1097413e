import { ElegyError, type ErrorParts } from "./elegy-error.ts";

/** Shapes that do not fit an operation. */
export class ShapeMismatchError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_SHAPE_MISMATCH", parts);
  }
}

/** Dtypes that do not fit an operation or each other. */
export class DTypeMismatchError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_DTYPE_MISMATCH", parts);
  }
}

/** An argument other than a tensor: an axis, a permutation, an option. */
export class ArgumentInvalidError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_ARGUMENT_INVALID", parts);
  }
}

/** Tensors of two backends in one operation. */
export class BackendMismatchError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_BACKEND_MISMATCH", parts);
  }
}

/** A traced tensor was used as a JavaScript value. */
export class TracedValueError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_TRACED_VALUE", parts);
  }
}

/** A traced tensor was used after the transformation that made it had ended. */
export class TracerEscapedError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_TRACER_ESCAPED", parts);
  }
}

/** A disposed or donated tensor was used. */
export class TensorDisposedError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_TENSOR_DISPOSED", parts);
  }
}

/** A transformation that does not exist for an operation. */
export class RuleAbsentError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_RULE_ABSENT", parts);
  }
}

/** A dtype the operation or the backend does not have. */
export class DTypeUnsupportedError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_DTYPE_UNSUPPORTED", parts);
  }
}

/** A position beyond the ends of its axis. */
export class IndexOutOfRangeError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_INDEX_OUT_OF_RANGE", parts);
  }
}
