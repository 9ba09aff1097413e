import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { definedPrimitives } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { primitiveTable } from "./primitive-table.test-support.ts";
import { OP_RECORDS } from "./records/op-records.ts";

test("every primitive has a record", () => {
  const covered = new Set(OP_RECORDS.map(({ primitive }) => primitive));
  // They have no forward derivative: custom-vjp.test.ts of autodiff.
  const reverseOnly = ["customVjp", "customLinear"];
  const primitives = definedPrimitives().map(({ name }) => name);
  expect([...covered, ...reverseOnly].sort()).toEqual(primitives.toSorted());
});

test("docs/primitives.md is what there is: `-u` writes it anew", async () => {
  await expect(primitiveTable([reference(), cpu()])).toMatchFileSnapshot("../../../docs/primitives.md");
});
