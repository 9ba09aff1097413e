import { files } from "#file-system";
import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import { requireKnownOptions } from "../training/options.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { SafetensorsFormatError } from "./safetensors-format-error.ts";

/** What `loadWeights` is given. */
export interface LoadWeightsOptions {
  /**
   * The place of a tensor among the states, such as `netParams.layers.0.w`, or `null` to leave it out. Default: its
   * name if that begins with a field of the states, else its name under `netParams`.
   */
  readonly rename?: (name: string) => string | null;
  /** Makes another tensor of one before it is compared: transposes it, converts its dtype, … */
  readonly convert?: (tensor: Tensor, name: string) => Tensor;
  /** Take what fits and report the rest. Default `false`: what does not fit is an error. */
  readonly partial?: boolean;
}

/**
 * The tensors of a safetensors file by their places among the states.
 *
 * @param source the path of the file, or its bytes.
 * @param fields of the states.
 * @throws SafetensorsFormatError if there is no such file, or a damaged or foreign one.
 * @throws ArgumentInvalidError if two tensors have one place.
 */
export async function readWeights(
  source: string | Uint8Array,
  options: LoadWeightsOptions,
  fields: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  requireKnownOptions("loadWeights", options, ["rename", "convert", "partial"]);
  const isPlaced = (name: string): boolean => fields.some((field) => name.startsWith(`${field}.`));
  const byDefault = (name: string): string => (isPlaced(name) ? name : `netParams.${name}`);
  const { rename = byDefault, convert } = options;

  const { tensors } = decodeSafetensors(await bytesOf(source), nameOf(source));
  const placed = new Map<string, unknown>();
  const origin = new Map<string, string>();
  for (const [name, tensor] of tensors) {
    const place = rename(name);
    if (place === null) continue;
    const other = origin.get(place);
    if (other !== undefined) {
      throw new ArgumentInvalidError({
        operation: "loadWeights",
        problem: "`rename` gives two tensors one place",
        expected: "a place for each",
        received: `${place} for ${JSON.stringify(other)} and ${JSON.stringify(name)}`,
      });
    }
    origin.set(place, name);
    // A copy: what the function returns may be its own.
    placed.set(place, convert ? lax.copy(convert(np.array(tensor.data, tensor), name)) : tensor);
  }
  return placed;
}

async function bytesOf(source: string | Uint8Array): Promise<Uint8Array> {
  if (typeof source !== "string") return source;
  let cause: unknown;
  try {
    const bytes = await files.read(source);
    if (bytes !== null) return bytes;
  } catch (error) {
    cause = error;
  }
  throw new SafetensorsFormatError({
    problem: `${nameOf(source)} cannot be read`,
    expected: "a safetensors file",
    received: cause instanceof Error ? cause.message : "no such file",
    cause,
  });
}

function nameOf(source: string | Uint8Array): string {
  return typeof source === "string" ? `\`${source}\`` : `the data of ${source.length} bytes`;
}
