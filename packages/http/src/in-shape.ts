import type { z } from "zod";

type MembersOf<Shape extends z.ZodType> = { readonly [Member in keyof z.input<Shape>]: unknown };

/**
 * What of a value an answer's shape names; members beside them are left out. A member that the
 * shape asks for and the value lacks, or that is written out and unknown to the shape, does not
 * compile. Throws where the value is not of the shape.
 */
export const inShape = <Shape extends z.ZodType>(shape: Shape, value: MembersOf<Shape>): z.output<Shape> =>
  shape.parse(value);
