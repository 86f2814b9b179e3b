import { z } from "zod";

type IsUnion<Type, Whole = Type> = Type extends Type ? ([Whole] extends [Type] ? false : true) : never;

type IsUnknown<Type> = unknown extends Type ? true : false;

/**
 * What a wanted type names, at any depth, and a given one does not: as a type, what the given one
 * must have beside its own. Unions are left to the parsing: which of them is given is not known.
 */
type LackingIn<Wanted, Given> = true extends IsUnion<NonNullable<Wanted>> | IsUnknown<Given>
  ? unknown
  : NonNullable<Wanted> extends readonly (infer WantedItem)[]
    ? NonNullable<Given> extends readonly (infer GivenItem)[]
      ? readonly LackingIn<WantedItem, GivenItem>[]
      : unknown
    : NonNullable<Wanted> extends object
      ? LackingMembers<NonNullable<Wanted>, NonNullable<Given>>
      : unknown;

type LackingMembers<Wanted, Given> = {
  readonly [Member in Exclude<keyof Wanted, keyof Given>]: unknown;
} & {
  readonly [Member in keyof Given & keyof Wanted]?:
    | LackingIn<Wanted[Member], Given[Member]>
    | null
    | undefined;
};

type Lacking<Shape extends z.ZodType, Value> = LackingIn<z.input<Shape>, Value>;

/**
 * What of a value an answer's shape names; members beside them are left out. Each member of the
 * shape, at any depth outside of unions, must be one of the value's type, optional ones too: one
 * that is misspelt in either does not compile. Throws where the value is not of the shape.
 */
export const inShape = <Shape extends z.ZodType, Value extends object>(
  shape: Shape,
  value: Value & Lacking<Shape, Value>,
): z.output<Shape> => shape.parse(value);

/** A page of a list as an answer: its items and, where there are more, what asks for the next. */
export const pageShape = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().optional() });

type AnyPage = ReturnType<typeof pageShape>;

/**
 * A page as an answer, each item by `toItem`. One whose type has no `next` does not compile.
 */
export const toPage = <Found extends { readonly items: readonly unknown[] }, Item>(
  page: Found & Lacking<AnyPage, Found> & { readonly next?: string | undefined },
  toItem: (one: Found["items"][number]) => Item,
): { readonly items: Item[]; readonly next: string | undefined } => ({
  items: page.items.map(toItem),
  next: page.next,
});
