import { files } from "#file-system";
import { encodeEvent, type EventContent } from "./event.ts";
import { tfRecord } from "./record.ts";

/** So much may wait to be written, in bytes. */
const BUFFERED = 1 << 16;

/** A file of events that TensorBoard reads, in a folder of them; made with the first event. */
export class EventFile {
  readonly path: string;
  #waiting: Uint8Array[] = [];
  #bytes = 0;

  /** A name that no other file has, and sorts after older ones. */
  constructor(folder: string) {
    const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, "0");
    this.path = `${folder}/events.out.tfevents.${seconds}.elegy.${crypto.randomUUID().slice(0, 8)}`;
    this.#push(0, { fileVersion: "brain.Event:2" });
  }

  async add(step: number, content: EventContent): Promise<void> {
    this.#push(step, content);
    if (this.#bytes >= BUFFERED) await this.flush();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    const bytes = new Uint8Array(this.#bytes);
    this.#waiting = [];
    this.#bytes = 0;
    let position = 0;
    for (const record of waiting) {
      bytes.set(record, position);
      position += record.length;
    }
    if (bytes.length > 0) await files.append(this.path, bytes);
  }

  #push(step: number, content: EventContent): void {
    const record = tfRecord(encodeEvent(Date.now() / 1000, step, content));
    this.#waiting.push(record);
    this.#bytes += record.length;
  }
}
