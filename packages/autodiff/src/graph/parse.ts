import { ElegyError } from "../errors/elegy-error.ts";
import { type Graph, type Node, perOperand, type Value } from "../primitive/primitive.ts";
import { primitiveNamed } from "../primitives/primitive-named.ts";
import { dtypeFromShort } from "../tensor/dtype.ts";
import { formatSpec, sameSpec, type TensorSpec } from "../tensor/spec.ts";
import { opaqueValue } from "./opaque-values.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** Text that is no graph. */
export class GraphTextInvalidError extends ElegyError {
  constructor(line: number, problem: string, expected: string, received: string) {
    super("ELEGY_GRAPH_TEXT_INVALID", {
      operation: "parseGraph",
      problem: `line ${line}: ${problem}`,
      expected,
      received,
    });
  }
}

/**
 * Reads the text that `printGraph` writes; comments (`# …`) are left out. The specs of all values are checked.
 *
 * @throws GraphTextInvalidError naming the line.
 * @example
 * ```ts
 * const graph = parseGraph("{ lambda ; a:f32[3]. let\n    b:f32[3] = sin a\n  in (b) }");
 * graph.nodes[0].primitive.name; // => sin
 * ```
 */
export function parseGraph(text: string): Graph {
  const parser = new Parser(text);
  const graph = parser.graph();
  parser.end();
  return graph;
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  graph(): Graph {
    const names = new Map<string, Value>();
    this.#take("{");
    this.#take("lambda");
    this.#take(";");
    const inputs = this.#definitions(names, ".");
    this.#take(".");
    this.#take("let");
    const nodes: Node[] = [];
    while (!(this.#is("in") && this.#is("(", 1))) nodes.push(this.#node(names));
    this.#take("in");
    const outputs = this.#list("(", ")", () => this.#read(names));
    this.#take("}");
    return { inputs, nodes, outputs };
  }

  end(): void {
    if (this.#peek().kind !== "end") this.#fail("something follows the graph", "the end");
  }

  #node(names: Map<string, Value>): Node {
    const { line } = this.#peek();
    // A value is not known in its own definition.
    const defined = new Map<string, Value>();
    const outputs = this.#is("_") ? (this.#next(), []) : this.#definitions(defined, "=");
    this.#take("=");
    const primitive = primitiveNamed(this.#name("a primitive"));
    const params = this.#is("[") ? this.#entries("[", "]") : {};
    const inputs: Value[] = [];
    while (this.#peek().kind === "name" && !this.#startsNext()) inputs.push(this.#read(names));
    for (const [name, value] of defined) {
      if (names.has(name))
        throw new GraphTextInvalidError(line, `${name} is defined twice`, "one definition", name);
      names.set(name, value);
    }
    const specs = primitive.spec(perOperand(inputs.map(({ spec }) => spec)), params);
    const fits =
      specs.length >= outputs.length && outputs.every(({ spec }, i) => sameSpec(spec, specs[i] ?? spec));
    if (!fits) {
      throw new GraphTextInvalidError(
        line,
        `${primitive.name} has other results`,
        specs.map(formatSpec).join(" "),
        outputs.map(({ spec }) => formatSpec(spec)).join(" "),
      );
    }
    return { primitive, params, inputs, outputs };
  }

  /** Whether a definition, or the results, follow the operands. */
  #startsNext(): boolean {
    return this.#is(":", 1) || this.#is("_") || (this.#is("in") && this.#is("(", 1));
  }

  #definitions(names: Map<string, Value>, until: string): Value[] {
    const values: Value[] = [];
    while (!this.#is(until)) {
      const { line } = this.#peek();
      const name = this.#name("a value");
      this.#take(":");
      const value = { spec: this.#spec() };
      if (names.has(name))
        throw new GraphTextInvalidError(line, `${name} is defined twice`, "one definition", name);
      names.set(name, value);
      values.push(value);
    }
    return values;
  }

  #spec(): TensorSpec {
    const short = this.#name("a dtype");
    const dtype = dtypeFromShort(short);
    if (dtype === undefined) this.#fail("no such dtype", "f32, i32, …", short);
    const shape = this.#list("[", "]", () => {
      const size = this.#next();
      if (!/^\d+$/.test(size.text)) this.#fail("no size", "a whole number", size.text);
      return Number(size.text);
    });
    return { shape, dtype };
  }

  #read(names: ReadonlyMap<string, Value>): Value {
    const name = this.#name("a value");
    const value = names.get(name);
    if (value === undefined)
      this.#fail("a value is read before it is defined", "a value defined above", name);
    return value;
  }

  #entries(open: string, close: string): Record<string, unknown> {
    return Object.fromEntries(
      this.#list(open, close, () => {
        const key = this.#next();
        if (key.kind !== "name" && key.kind !== "string") this.#fail("no key", "key=value", key.text);
        this.#take("=");
        return [key.kind === "string" ? String(JSON.parse(key.text)) : key.text, this.#value()] as const;
      }),
    );
  }

  #value(): unknown {
    if (this.#is("{")) return this.#is("lambda", 1) ? this.graph() : this.#entries("{", "}");
    if (this.#is("[")) return this.#list("[", "]", () => this.#value());
    const token = this.#next();
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "string") return JSON.parse(token.text) as unknown;
    if (token.kind === "opaque") {
      const value = opaqueValue(token.text);
      if (value === undefined) {
        this.#fail("a function or an object that is not alive in this process", "text printed in this process", token.text); // prettier-ignore
      }
      return value;
    }
    if (WORDS.has(token.text)) return WORDS.get(token.text);
    this.#fail("no value", "a number, a string, a list, an object or a graph", token.text);
  }

  #list<T>(open: string, close: string, item: () => T): T[] {
    this.#take(open);
    const items: T[] = [];
    while (!this.#is(close)) {
      if (items.length > 0) this.#take(",");
      items.push(item());
    }
    this.#take(close);
    return items;
  }

  #name(what: string): string {
    const token = this.#next();
    if (token.kind !== "name") this.#fail(`${what} is missing`, what, token.text);
    return token.text;
  }

  #take(text: string): void {
    const token = this.#next();
    if (token.text !== text || token.kind === "string")
      this.#fail("unexpected text", `\`${text}\``, token.text);
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.text === text && token.kind !== "string";
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#position + ahead] ?? { kind: "end", text: "the end of the text", line: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #fail(problem: string, expected: string, received: string = this.#peek().text): never {
    const before = this.#tokens[Math.max(0, Math.min(this.#position, this.#tokens.length) - 1)];
    throw new GraphTextInvalidError(before?.line ?? 1, problem, expected, received);
  }
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
]);
