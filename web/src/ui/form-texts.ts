/** What stands in a field of a form, without the spaces around it; empty where there is none. */
export const textIn = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** What stands in a field that may be left empty; undefined then. */
export const optionalTextIn = (form: FormData, name: string): string | undefined =>
  textIn(form, name) || undefined;

/** A count above nought; undefined for everything else. */
export const countIn = (form: FormData, name: string): number | undefined => {
  const count = Number(textIn(form, name));
  return count > 0 ? count : undefined;
};
