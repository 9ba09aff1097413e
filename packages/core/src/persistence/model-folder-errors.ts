import { ElegyError, type ErrorParts } from "@elegy/autodiff";

/** A folder that holds no model, or a damaged or foreign one. */
export class ModelFolderInvalidError extends ElegyError {
  constructor(parts: Omit<ErrorParts, "operation">) {
    super("ELEGY_MODEL_FOLDER_INVALID", { operation: "load", ...parts });
  }
}

/** A model could not be written; one saved there before is as it was. */
export class ModelFolderUnwritableError extends ElegyError {
  constructor(path: string, cause: unknown) {
    super("ELEGY_MODEL_FOLDER_UNWRITABLE", {
      operation: "save",
      problem: `the model could not be written to \`${path}\``,
      received: cause instanceof Error ? cause.message : String(cause),
      hint: "A model saved there before is as it was.",
      cause,
    });
  }
}

/** A value among the states that no file can hold. */
export class StateUnsavableError extends ElegyError {
  constructor(parts: Omit<ErrorParts, "operation" | "expected">) {
    super("ELEGY_STATE_UNSAVABLE", {
      operation: "save",
      expected: "trees of tensors, numbers, strings, booleans, null and undefined",
      ...parts,
    });
  }
}

/** Saved states have another structure than those they should replace. */
export class StatesMismatchError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_STATES_MISMATCH", parts);
  }
}
