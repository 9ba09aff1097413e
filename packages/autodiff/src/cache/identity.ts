const identities = new WeakMap<WeakKey, number>();
let last = 0;

/** A number of its own for every object, as long as it lives. */
export function identityOf(object: WeakKey): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  last += 1;
  identities.set(object, last);
  return last;
}
