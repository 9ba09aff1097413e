import { ElegyError } from "@elegy/autodiff";

/** A network gave logits by which no token can be chosen. */
export class LogitsInvalidError extends ElegyError {
  constructor() {
    super("ELEGY_LOGITS_INVALID", {
      operation: "generate",
      problem: "the network gives logits that are not numbers",
      expected: "numbers",
      received: "NaN",
      hint: "Its parameters may have become NaN in training: try a smaller learning rate, or clip the gradients.",
    });
  }
}
