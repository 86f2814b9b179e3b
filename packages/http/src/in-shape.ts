import { z } from "zod";

/** What a shape names and a value does not: as a type, what the value must have beside its own. */
type Lacking<Shape extends z.ZodType, Value> = {
  readonly [Member in Exclude<keyof z.input<Shape>, keyof Value>]: unknown;
};

/**
 * What of a value an answer's shape names; members beside them are left out. Each member of the
 * shape must be one of the value's type, optional ones too: one that is misspelt in either does not
 * compile. Throws where the value is not of the shape.
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
