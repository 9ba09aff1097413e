import { wrongArgument } from "../errors/received.ts";

/** Without types a tensor may stand where several are to be in a list. */
export function requireList(operation: string, tensors: unknown): void {
  if (Array.isArray(tensors)) return;
  throw wrongArgument(operation, "the tensors are not in a list", "a list of tensors: [x, y]", tensors);
}
