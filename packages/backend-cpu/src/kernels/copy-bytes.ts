import { FunctionBuilder } from "../assembler/function-builder.ts";
import { present } from "../codegen/present.ts";

/** A function of `(source, target)`. */
export function copyFunction(bytes: number): FunctionBuilder {
  const code = new FunctionBuilder(["i32", "i32"]);
  const [source, target] = code.params();
  return code.get(present(target)).get(present(source)).i32(bytes).memoryCopy();
}
