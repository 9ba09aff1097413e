import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A function or class that users can import. */
export interface PublicFunction {
  /** Where it is found first: `@elegy/autodiff: np.linalg.norm`. */
  readonly name: string;
  /** Whether its doc comment has an `@example`, or is nothing but a `{@link …}` to one that has. */
  readonly hasExample: boolean;
}

/** The entry files of the packages that are published, by what is imported: `@elegy/core/plots`. */
export function publicEntries(repository: string): ReadonlyMap<string, string> {
  const folders = readdirSync(join(repository, "packages")).map((name) => join(repository, "packages", name));
  return new Map(
    folders.flatMap((folder) => {
      // A manifest of this workspace: its exports are paths of source files.
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      if (manifest.private === true) return [];
      return Object.entries(manifest.exports).map(
        ([subpath, file]) => [join(manifest.name, subpath), join(folder, file)] as const,
      );
    }),
  );
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string>>;
}

/** Each function and class that the entries export, once: not types, other values and errors. */
export function publicFunctions(
  entries: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
  host?: ts.CompilerHost,
): readonly PublicFunction[] {
  const program = ts.createProgram([...entries.values()], options, host);
  const checker = program.getTypeChecker();
  const seen = new Set<ts.Symbol>();
  const original = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

  const found = (exported: ts.Symbol, name: string): readonly PublicFunction[] => {
    if (exported.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration)) return [];
    const symbol = original(exported);
    if (seen.has(symbol)) return [];
    seen.add(symbol);
    if (symbol.flags & ts.SymbolFlags.ValueModule) {
      return checker.getExportsOfModule(symbol).flatMap((part) => found(part, `${name}.${part.name}`));
    }
    if (!isFunction(symbol, checker)) return [];
    return [{ name, hasExample: exemplified(symbol) }];
  };

  const exemplified = (symbol: ts.Symbol, from: readonly ts.Symbol[] = []): boolean => {
    if (from.includes(symbol)) return false;
    if (symbol.getJsDocTags(checker).some(({ name }) => name === "example")) return true;
    const link = onlyLink(symbol);
    const target = link?.name && checker.getSymbolAtLocation(link.name);
    return target !== undefined && exemplified(original(target), [...from, symbol]);
  };

  return [...entries].flatMap(([module, file]) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    if (symbol === undefined) throw new Error(`${file} is no module`);
    return checker.getExportsOfModule(symbol).flatMap((part) => found(part, `${module}: ${part.name}`));
  });
}

function isFunction(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (symbol.valueDeclaration === undefined) return false;
  const type = checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration);
  const makes = type.getConstructSignatures().map((signature) => signature.getReturnType());
  if (makes.some((made) => isError(made, checker))) return false;
  return makes.length > 0 || type.getCallSignatures().length > 0;
}

function isError(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.symbol?.name === "Error") return true;
  return type.isClassOrInterface() && checker.getBaseTypes(type).some((base) => isError(base, checker));
}

/** The link of a doc comment that says nothing else but a full stop. */
function onlyLink(symbol: ts.Symbol): ts.JSDocLink | undefined {
  const comments = (symbol.declarations ?? []).flatMap(ts.getJSDocCommentsAndTags).filter(ts.isJSDoc);
  const [parts] = comments.map(({ comment }) => comment);
  if (comments.length !== 1 || parts === undefined || typeof parts === "string") return undefined;
  const links = parts.filter(ts.isJSDocLink);
  const isSilent = parts.every((part) =>
    ts.isJSDocLink(part) ? part.text === "" : /^[\s.]*$/.test(part.text),
  );
  return isSilent && links.length === 1 ? links[0] : undefined;
}
