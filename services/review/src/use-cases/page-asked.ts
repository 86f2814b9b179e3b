/** How many items of a list, and after which cursor of an earlier page. */
export interface PageAsked {
  readonly limit: number;
  readonly after?: string | undefined;
}
