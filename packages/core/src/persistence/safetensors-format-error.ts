import { ElegyError, type ErrorParts } from "@elegy/autodiff";

/** Bytes that are no safetensors file, or a damaged one. */
export class SafetensorsFormatError extends ElegyError {
  constructor(parts: Omit<ErrorParts, "operation">) {
    super("ELEGY_SAFETENSORS_FORMAT", { operation: "decodeSafetensors", ...parts });
  }
}
