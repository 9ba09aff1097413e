import { evaluate } from "./interpreters/evaluate.ts";
import { installBase } from "./interpreters/stack.ts";
import { registerPrimitives } from "./primitive/registry.ts";
import { COMMON_PRIMITIVES } from "./primitives/common-primitives.ts";
import { installMethods } from "./tensor/install-methods.ts";

// Every entry of the package imports this: without it there are no primitives to bind, and tensors have no methods.
registerPrimitives(COMMON_PRIMITIVES);
installBase(evaluate);
installMethods();
