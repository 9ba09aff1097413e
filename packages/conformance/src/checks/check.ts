import type { OpRecord } from "../records/op-record.ts";
import type { Subject } from "../subject.ts";

/** Something that holds for each record. */
export interface Check {
  /** In which float dtypes of the backend it is made: in each, or in the widest. */
  readonly dtypes: "every" | "widest";
  appliesTo(record: OpRecord): boolean;
  /** The backend of the subject is the one in use when it starts. */
  run(subject: Subject, record: OpRecord): Promise<void>;
}
