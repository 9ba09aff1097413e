import { ArgumentInvalidError } from "@elegy/autodiff";

type Values = Readonly<Record<string, number>>;

/** `{name}`, `{name:02d}`, `{name:.3f}` or `{name:.3e}`. */
const FIELD = /\{([^{}:]*)(?::([^{}]*))?\}/g;
const FORMAT = /^(0?)(\d*)(?:\.(\d+))?([dfe])$/;

/**
 * A path with places for values, as Python formats them: `model-{epoch:02d}-{val_loss:.2f}`.
 *
 * @throws ArgumentInvalidError for a format that is not understood.
 */
export function pathTemplate(operation: string, template: string): (values: Values) => string {
  for (const [field, , format] of template.matchAll(FIELD)) {
    if (format !== undefined && !FORMAT.test(format)) {
      refuse(operation, `the format of \`${field}\` is not understood`, "such as :02d, :.3f or :.2e", format);
    }
  }
  const rest = template.replaceAll(FIELD, "");
  if (template === "" || /[{}]/.test(rest)) {
    refuse(operation, "this is no path", "a path, with places such as {epoch:02d}", JSON.stringify(template));
  }
  return (values) =>
    template.replaceAll(FIELD, (field: string, name: string, format: string | undefined) => {
      const value = values[name];
      if (value === undefined) {
        return refuse(operation, `there is no value for \`${field}\``, Object.keys(values).join(", "), name);
      }
      return formatValue(value, format);
    });
}

function formatValue(value: number, format: string = ""): string {
  const [, zero = "", width = "0", digits, kind] = FORMAT.exec(format) ?? [];
  const text = textOf(value, kind, digits === undefined ? 6 : Number(digits));
  if (zero === "") return text.padStart(Number(width), " ");
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).padStart(Number(width) - sign.length, "0");
}

function textOf(value: number, kind: string | undefined, digits: number): string {
  if (kind === "f") return value.toFixed(digits);
  if (kind === "d") return value.toFixed(0);
  // Python writes at least two digits of an exponent.
  if (kind === "e") return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
  return String(value);
}

function refuse(operation: string, problem: string, expected: string, received: string): never {
  throw new ArgumentInvalidError({ operation, problem, expected, received });
}
