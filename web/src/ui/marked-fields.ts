/** How many fields these marks are of: several people's marks of one field are one. */
export const countMarked = (marks: readonly { readonly field: string }[]): number =>
  new Set(marks.map(({ field }) => field)).size;
