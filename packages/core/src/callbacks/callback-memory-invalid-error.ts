import { ElegyError } from "@elegy/autodiff";

/** What a callback is to remember is not what it wrote. */
export class CallbackMemoryInvalidError extends ElegyError {
  constructor(operation: string, problem: string, expected: string, received: string) {
    super("ELEGY_CALLBACK_MEMORY_INVALID", {
      operation,
      problem,
      expected,
      received,
      hint: "Resume with the callbacks of the run that was cut off, or remove its backup to begin anew.",
    });
  }
}
