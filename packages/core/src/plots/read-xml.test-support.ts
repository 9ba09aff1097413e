/** An element, with the text directly in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const TAG = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)\s*(\/?)>/y;

/** The elements of XML in document order; throws if it is not well-formed (of what XML has, as much as we write). */
export function elementsOf(xml: string): XmlElement[] {
  const [found, open]: [XmlElement[], XmlElement[]] = [[], []];
  const source = xml.trim();
  let roots = 0;
  for (let at = 0; at < source.length;) {
    if (source[at] !== "<") {
      const end = source.indexOf("<", at);
      const parent = open.at(-1);
      if (parent === undefined || end === -1) throw new Error(`text outside of the root at ${at}`);
      parent.text += unescaped(source.slice(at, end));
      at = end;
      continue;
    }
    TAG.lastIndex = at;
    const [tag, closes, name = "", attributes = "", empty] = TAG.exec(source) ?? [];
    if (tag === undefined) throw new Error(`no tag at ${at}: ${source.slice(at, at + 40)}`);
    at += tag.length;
    if (closes) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    if (open.length === 0) roots += 1;
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
      ([, key = "", value = ""]) => [key, unescaped(value)] as const,
    );
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length)
      throw new Error(`an attribute twice: ${tag}`);
    const element = { name, attributes: Object.fromEntries(pairs), text: "" };
    found.push(element);
    if (!empty) open.push(element);
  }
  if (open.length > 0 || roots !== 1) throw new Error("not one whole root");
  return found;
}

function unescaped(text: string): string {
  if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`a bare & in ${text}`);
  const characters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replaceAll(/&(\w+);/g, (_, entity: string) => characters[entity] ?? "");
}
