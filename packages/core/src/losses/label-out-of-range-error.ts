import { ElegyError, type ErrorParts } from "@elegy/autodiff";

/** A label names no class. */
export class LabelOutOfRangeError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_LABEL_OUT_OF_RANGE", parts);
  }
}
