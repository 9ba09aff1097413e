/** The statements of a WGSL function, in three-address form: each expression that is used more than once gets a name. */
export class Body {
  readonly #lines: string[] = [];
  /** Names of what is known in the blocks that are open, the innermost last. */
  readonly #known: Map<string, string>[] = [new Map()];
  readonly #library = new Set<string>();
  #names = 0;

  /** Functions of the library that were called. */
  get library(): ReadonlySet<string> {
    return this.#library;
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  line(text: string): void {
    this.#lines.push("  ".repeat(this.#known.length) + text);
  }

  fresh(): string {
    return `v${this.#names++}`;
  }

  /** A name for the value of an expression. */
  let(expression: string): string {
    if (isAtom(expression)) return expression;
    const name = this.fresh();
    this.line(`let ${name} = ${expression};`);
    return name;
  }

  /** What is written once in a block, and known there and in the blocks inside of it. */
  once(key: string, make: () => string): string {
    const found = this.#known.findLast((names) => names.has(key))?.get(key);
    if (found !== undefined) return found;
    const name = this.let(make());
    this.know(key, name);
    return name;
  }

  know(key: string, name: string): void {
    this.#known.at(-1)?.set(key, name);
  }

  /** A call of a function of the library. */
  call(name: string, ...operands: readonly string[]): string {
    this.#library.add(name);
    return `${name}(${operands.join(", ")})`;
  }

  block(head: string, write: () => void): void {
    this.line(`${head} {`);
    this.#known.push(new Map());
    write();
    this.#known.pop();
    this.line("}");
  }

  /** A value that is one of two, computed only where it is needed. */
  choose(condition: string, type: string, onTrue: () => string, onFalse: () => string): string {
    const name = this.fresh();
    this.line(`var ${name}: ${type};`);
    this.block(`if (${condition})`, () => this.line(`${name} = ${onTrue()};`));
    this.block("else", () => this.line(`${name} = ${onFalse()};`));
    return name;
  }
}

function isAtom(expression: string): boolean {
  return /^[\w.]+$/.test(expression) || /^\(-[\w.]+\)$/.test(expression);
}
