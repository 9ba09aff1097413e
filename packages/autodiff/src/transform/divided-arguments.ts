/** The types of the arguments at positions `N`. */
export type ArgumentsAt<A extends readonly unknown[], N extends readonly number[]> = {
  -readonly [I in keyof N]: A[N[I] & keyof A];
};

/** The types of the arguments that are not at positions `N`. */
export type ArgumentsWithout<
  A extends readonly unknown[],
  N extends readonly number[],
> = N extends readonly [] ? A : Remaining<A, N[number], []>;

type Remaining<
  A extends readonly unknown[],
  N extends number,
  Seen extends readonly unknown[],
> = A extends readonly [infer First, ...infer Rest]
  ? Seen["length"] extends N
    ? Remaining<Rest, N, [...Seen, First]>
    : [First, ...Remaining<Rest, N, [...Seen, First]>]
  : [];
