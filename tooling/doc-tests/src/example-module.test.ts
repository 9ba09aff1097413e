import { expect, it } from "vitest";
import { exampleModule } from "./example-module.ts";

const lines = (code: string): string[] => exampleModule({ file: "a.md", line: 3, code }).split("\n");

it("checks the values that comments show", () => {
  expect(lines(`f(\n  1,\n); // => [1, 2]`)).toContain(`await assertShown((f(`);
  expect(lines(`const y = f(1); // => 2`)).toContain(
    `const y = f(1); await assertShown((y), "2", "a.md:3"); // => 2`,
  );
  expect(lines(`console.log(y); // => 2`)).toContain(`await assertShown((y), "2", "a.md:3"); // => 2`);
});

it("sets the CPU backend unless the example sets one", () => {
  expect(lines("f();")).toContain("setDefaultBackend(defaultBackend());");
  expect(lines("setBackend(reference());")).not.toContain("setDefaultBackend(defaultBackend());");
});

it("refuses a check that would not run", () => {
  expect(() => lines("function f() {\n  g(); // => 2\n}")).toThrow(
    "a.md:3: 1 comments `// =>`, but 0 of them",
  );
});
