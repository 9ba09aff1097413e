import { files } from "#file-system";
import type { EventContent } from "./event.ts";
import { tfRecord } from "./record.ts";

/** A file of events that TensorBoard reads, in a folder of them; made with the first event. */
export class EventFile {
  readonly path: string;
  /** In bytes. */
  length = 0;

  /** A name that no other file has, and sorts after older ones. */
  constructor(folder: string) {
    const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, "0");
    this.path = `${folder}/events.out.tfevents.${seconds}.elegy.${crypto.randomUUID().slice(0, 8)}`;
  }

  /** Written at once: nothing is lost when the process is killed. */
  async add(step: number, content: EventContent): Promise<void> {
    if (this.length === 0) await this.#append(0, { fileVersion: "brain.Event:2" });
    await this.#append(step, content);
  }

  async #append(step: number, content: EventContent): Promise<void> {
    const wallTime = Date.now() / 1000;
    // Only now, since it brings protobuf, which nothing else needs.
    const { encodeEvent } = await import("./event.ts");
    const record = tfRecord(encodeEvent(wallTime, step, content));
    await files.append(this.path, record);
    this.length += record.length;
  }
}

/** Takes back what was added to a file after it had a length. */
export async function shortenEventFile(path: string, length: number): Promise<void> {
  const bytes = await files.read(path);
  if (bytes !== null && bytes.length > length) await files.write(path, bytes.slice(0, length));
}
