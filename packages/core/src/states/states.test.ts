import { cpu } from "@elegy/backend-cpu";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import {
  grad,
  jit,
  np,
  setBackend,
  States,
  StatesFieldMissingError,
  StatesFieldReservedError,
  StatesImmutableError,
  tree,
} from "../index.ts";
import { isStates } from "./is-states.ts";

beforeAll(() => setBackend(cpu()));

const fields = { netParams: [1, 2], netStates: null, step: 0 };
const states = new States(fields);
const fieldsOf = (changed: States<object>): object => Object.fromEntries(changed);

describe("reading", () => {
  it("takes a field by either spelling", () => {
    expect(states.step).toBe(0);
    expect(states["step"]).toBe(0);
    expect(fieldsOf(states)).toEqual(fields);
  });

  it("lists fields in the order of their names, however they were given", () => {
    const other = new States({ step: 0, netStates: null, netParams: [1, 2] });
    expect(other.fields()).toEqual(["netParams", "netStates", "step"]);
    expect([...other]).toEqual([
      ["netParams", [1, 2]],
      ["netStates", null],
      ["step", 0],
    ]);
    expect(Object.keys(other)).toEqual(other.fields());
  });

  it("tells what it is not", () => {
    expect("netParam" in states).toBe(false);
    expect("netParams" in states).toBe(true);
    expect(isStates(states)).toBe(true);
    expect(isStates(fieldsOf(states))).toBe(false);
  });

  it.each([
    ["netParam", "Did you mean `netParams`?"],
    ["NetStates", "Did you mean `netStates`?"],
    ["stpe", "Add it with states.update({ … })."],
    ["momentum", "Add it with states.update({ … })."],
  ])("lists the fields when there is no `%s`", (field, hint) => {
    const read = (): unknown => Reflect.get(states, field);
    expect(read).toThrow(StatesFieldMissingError);
    expect(read).toThrow(
      `States: there is no field \`${field}\`. Expected one of netParams, netStates, step; received ${field}. ${hint}`,
    );
  });

  it("says that there are none", () => {
    expect(() => new States<{ readonly x?: number }>({}).x).toThrow("no field at all: the states are empty");
  });
});

describe("changing", () => {
  it.each<[string, () => States<object>, object]>([
    [
      "update replaces and adds",
      () => states.update({ step: 1, extra: 2 }),
      { ...fields, step: 1, extra: 2 },
    ],
    [
      "maybeUpdate fills what is absent or null",
      () => states.maybeUpdate({ step: 1, netStates: 5, extra: 2 }),
      { ...fields, netStates: 5, extra: 2 },
    ],
    ["updateKnown replaces what is there", () => states.updateKnown({ step: 1 }), { ...fields, step: 1 }],
    [
      "merge lets the other win",
      () => states.merge(new States({ step: 3, more: 4 })),
      { ...fields, step: 3, more: 4 },
    ],
    ["pick keeps the named", () => states.pick("step"), { step: 0 }],
    ["omit keeps the others", () => states.omit("step", "netStates"), { netParams: [1, 2] }],
  ])("%s", (_, change, expected) => {
    const changed = change();
    expect(isStates(changed)).toBe(true);
    expect(fieldsOf(changed)).toEqual(expected);
    expect(fieldsOf(states)).toEqual(fields);
  });

  it("diff keeps what is not the same in others", () => {
    const w = np.ones([2]);
    const before = new States({ w: { a: w, b: null }, step: 0, same: [w], gone: 1 });
    expect(fieldsOf(before.diff(before))).toEqual({});
    const next = before.omit("gone").update({ step: 1, w: { a: w, b: w }, more: null });
    expect(next.diff(before).fields()).toEqual(["more", "step", "w"]);
    expect(before.diff(next).fields()).toEqual(["gone", "step", "w"]);
    expect(new States({ a: Number.NaN }).diff(new States({ a: Number.NaN })).fields()).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ["updateKnown", () => states.updateKnown({ stpe: 1 } as object), "updateKnown: there is no field `stpe`"],
    ["pick", () => states.pick("netParam" as "netParams"), "pick: there is no field `netParam`"],
  ])("%s refuses a field that is not there", (_, change, message) => {
    expect(change).toThrow(StatesFieldMissingError);
    expect(change).toThrow(message);
  });

  it.each<[string, (target: { step?: number }) => unknown]>([
    ["a field", (target) => (target.step = 1)],
    ["a new field", (target) => Reflect.set(target, "other", 1)],
    ["nothing", (target) => delete target.step],
    ["a definition", (target) => Object.assign(target, { step: 1 })],
  ])("cannot set %s in place", (_, change) => {
    expect(() => change(states as { step?: number })).toThrow(StatesImmutableError);
    expect(() => change(states as { step?: number })).toThrow("use states.update({ ");
    expect(states.step).toBe(0);
  });

  it.each(["update", "fields", "toString", "constructor", "hasOwnProperty", "__proto__"])(
    "refuses a field named as the method `%s`",
    (field) => {
      const fields = Object.fromEntries([[field, 1]]);
      expect(() => new States(fields)).toThrow(StatesFieldReservedError);
      expect(() => states.update(fields)).toThrow(`\`${field}\` is a method of States`);
    },
  );
});

describe("as a node of trees", () => {
  // The order of the keywords changed the structure in the Python library.
  it("weakness 12: has one structure for every order of fields", () => {
    const text = (fields: object): string => tree.structureText(tree.structure(new States(fields)));
    expect(text({ b: 1, a: null })).toBe(text({ a: null, b: 1 }));
    expect(text({ b: 1, a: 2 })).not.toBe(text({ b: 1, a: null }));
  });

  it("is mapped to states", () => {
    const doubled = tree.map((x: number) => 2 * x, states);
    expect(isStates(doubled)).toBe(true);
    expect({ ...(doubled as object) }).toEqual({ netParams: [2, 4], netStates: null, step: 0 });
    expect(tree.leavesWithPath(states).map(([path]) => path)).toEqual(["netParams.0", "netParams.1", "step"]);
  });

  it("goes through jit, traced once", async () => {
    let traces = 0;
    const next = jit((before: States<{ x: ReturnType<typeof np.ones>; y: null }>) => {
      traces += 1;
      return before.update({ x: before.x.add(1) });
    });
    const once = next(new States({ x: np.ones([2]), y: null }));
    const twice = next(new States({ y: null, x: once.x }));
    expect(await twice.x.array()).toEqual([3, 3]);
    expect(twice.y).toBeNull();
    expect(traces).toBe(1);
  });

  it("is what grad differentiates by", async () => {
    const gradient = grad((at: States<{ w: ReturnType<typeof np.ones> }>) => at.w.mul(at.w).sum())(
      new States({ w: np.array([1.5, -2]) }),
    );
    expect(isStates(gradient)).toBe(true);
    expect(await gradient.w.array()).toEqual([3, -4]);
  });
});

describe("among tools that look into any object", () => {
  it("is compared, printed and awaited", async () => {
    expect(states).toEqual(new States({ step: 0, netStates: null, netParams: [1, 2] }));
    expect(states).not.toEqual(states.update({ step: 1 }));
    expect(states).toMatchObject({ step: 0 });
    expect(() => expect(states).toEqual({ other: 1 })).toThrow("to deeply equal");
    expect(await Promise.resolve(states)).toBe(states);
    expect(JSON.parse(JSON.stringify(states))).toEqual({ netParams: [1, 2], netStates: null, step: 0 });
    expect(inspect(states)).toContain("netParams: [ 1, 2 ]");
    expect(structuredClone(fieldsOf(states))).toEqual(fields);
  });

  it("is text", () => {
    expect(String(states)).toBe("States(netParams=[*,*], netStates=null, step=0)");
  });
});
