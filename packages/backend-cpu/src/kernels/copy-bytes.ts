import { FunctionBuilder, type Local } from "../assembler/function-builder.ts";

/** A function of `(source, target)`. */
export function copyFunction(bytes: number): FunctionBuilder {
  const code = new FunctionBuilder(["i32", "i32"]);
  const [source, target] = code.params;
  return code.get(target).get(source).i32(bytes).memoryCopy();
}

/** Copies, unless both are the same place. */
export function emitCopyElsewhere(code: FunctionBuilder, source: Local, target: Local, bytes: number): void {
  code.get(source).get(target).op("i32.ne");
  code.if(() => code.get(target).get(source).i32(bytes).memoryCopy());
}
