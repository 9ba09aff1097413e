import { expect, it } from "vitest";
import { ByteBuffer } from "./byte-buffer.ts";

it("keeps what is written while it grows", () => {
  const buffer = new ByteBuffer();
  const expected = Array.from({ length: 1000 }, (_, index) => index % 251);
  for (const byte of expected.slice(0, 300)) buffer.append([byte]);
  buffer.append(expected.slice(300));
  expect([...buffer.view()]).toEqual(expected);
});
