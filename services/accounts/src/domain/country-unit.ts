/** The root of the unit tree. */
export const COUNTRY_UNIT = "vn";
