import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Histogram } from "./histogram.ts";

/** One value of a summary. */
export type SummaryValue = { readonly tag: string } & (
  | { readonly scalar: number }
  | { readonly text: string }
  | { readonly histogram: Histogram }
);

/** What an event of a file says. */
export type EventContent =
  | { readonly fileVersion: string }
  /** What was logged at this step and later does not count: a run begins again there. */
  | { readonly restart: true }
  | { readonly summary: readonly SummaryValue[] };

// The numbers of fields are those of TensorFlow's event.proto, summary.proto, histogram.proto and tensor.proto.

/**
 * The bytes of an `Event` message.
 *
 * @param wallTime in seconds since 1970.
 */
export function encodeEvent(wallTime: number, step: number, content: EventContent): Uint8Array {
  const event = new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);
  if (step !== 0) event.tag(2, WireType.Varint).int64(step);
  if ("fileVersion" in content)
    return event.tag(3, WireType.LengthDelimited).string(content.fileVersion).finish();
  if ("restart" in content) {
    // SessionLog { status: START }
    return message(event, 7, (log) => log.tag(1, WireType.Varint).int32(1)).finish();
  }
  return message(event, 5, (summary) => {
    for (const value of content.summary) message(summary, 1, (writer) => writeValue(writer, value));
  }).finish();
}

function writeValue(writer: BinaryWriter, value: SummaryValue): void {
  writer.tag(1, WireType.LengthDelimited).string(value.tag);
  if ("scalar" in value) {
    writer.tag(2, WireType.Bit32).float(value.scalar);
  } else if ("histogram" in value) {
    message(writer, 5, (histogram) => writeHistogram(histogram, value.histogram));
  } else {
    // TensorProto { dtype: DT_STRING, tensorShape: { dim: { size: 1 } }, stringVal }
    message(writer, 8, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(7);
      message(tensor, 2, (shape) => message(shape, 2, (dim) => dim.tag(1, WireType.Varint).int64(1)));
      tensor.tag(8, WireType.LengthDelimited).bytes(new TextEncoder().encode(value.text));
    });
    // SummaryMetadata { pluginData: { pluginName } }
    message(writer, 9, (metadata) =>
      message(metadata, 1, (plugin) => plugin.tag(1, WireType.LengthDelimited).string("text")),
    );
  }
}

function writeHistogram(writer: BinaryWriter, histogram: Histogram): void {
  const { min, max, count, sum, sumOfSquares } = histogram;
  [min, max, count, sum, sumOfSquares].forEach((value, i) => writer.tag(i + 1, WireType.Bit64).double(value));
  packed(writer, 6, histogram.limits);
  packed(writer, 7, histogram.counts);
}

function packed(writer: BinaryWriter, field: number, values: readonly number[]): void {
  message(writer, field, (list) => {
    for (const value of values) list.double(value);
  });
}

function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => unknown): BinaryWriter {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  return writer.join();
}
