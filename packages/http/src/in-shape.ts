import type { z } from "zod";

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
