import type { paths as AccountsPaths } from "./generated/accounts.ts";
import type { paths as EntryPaths } from "./generated/entry.ts";
import type { paths as ReportingPaths } from "./generated/reporting.ts";
import type { paths as ReviewPaths } from "./generated/review.ts";

/** The paths of all four services; none of them is named twice. */
type Paths = AccountsPaths & EntryPaths & ReportingPaths & ReviewPaths;

export type Method = "get" | "post" | "delete";

type Operation<Way extends Method, Path> = Path extends keyof Paths
  ? Paths[Path] extends { readonly [Name in Way]: infer Known }
    ? Known
    : never
  : never;

/** The paths that a method is known for. */
export type PathOf<Way extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [Name in Way]: { readonly responses: unknown } }
    ? Path
    : never;
}[keyof Paths];

/** A value as a caller may write it: lists may be readonly, optional members may be `undefined`. */
type Given<Value> = Value extends readonly (infer One)[]
  ? readonly Given<One>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Given<Value[Name]> | OrNothing<Value, Name> }
    : Value;

/** Adds `undefined` to an optional member. The values of a dictionary stay as they are. */
type OrNothing<Value, Name extends keyof Value> = string extends Name
  ? never
  : Partial<Pick<Value, Name>> extends Pick<Value, Name>
    ? undefined
    : never;

type PartsOf<Way extends Method, Path> =
  Operation<Way, Path> extends { readonly parameters: infer Parts } ? Parts : never;

type Parts<Way extends Method, Path, Name extends string> = Given<
  Pick<PartsOf<Way, Path>, Name & keyof PartsOf<Way, Path>>
>;

/** Path and query parameters of an operation. */
export type Parameters<Way extends Method, Path> = Parts<Way, Path, "path" | "query">;

/** Any part of the parameters; it names every query that has at least these. */
export type SomeParameters<Path> = {
  readonly [Part in keyof Parameters<"get", Path>]?: Partial<Parameters<"get", Path>[Part]> | undefined;
};

type BodyOf<Known> = Known extends { readonly requestBody?: never }
  ? { readonly body?: never }
  : Known extends { readonly requestBody: { readonly content: { readonly "application/json": infer Body } } }
    ? { readonly body: Given<Body> }
    : Known extends {
          readonly requestBody?: { readonly content: { readonly "application/json": infer Body } };
        }
      ? { readonly body?: Given<Body> }
      : { readonly body?: never };

/** Everything a request carries: parameters of path, query and header, and the body. */
export type Input<Way extends Method, Path> = Parts<Way, Path, "path" | "query" | "header"> &
  BodyOf<Operation<Way, Path>>;

/** The last argument of a call; it may be left out where none of its members is required. */
export type OrNone<Argument> =
  Partial<Argument> extends Argument ? readonly [argument?: Argument] : readonly [argument: Argument];

type JsonOf<Response> = Response extends { readonly content: { readonly "application/json": infer Body } }
  ? Body
  : undefined;

type Success = 200 | 201 | 202 | 204;

/** The JSON of a successful answer; `undefined` where a successful answer is no JSON. */
export type Answer<Way extends Method, Path> =
  Operation<Way, Path> extends { readonly responses: infer Responses }
    ? { [Status in keyof Responses & Success]: JsonOf<Responses[Status]> }[keyof Responses & Success]
    : never;

/** One page of a list; `next` is the cursor of the following page, undefined on the last. */
export interface ListPage {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

/** The paths that answer with one page of a list at a time. */
export type ListPathOf<Way extends "get" | "post"> = {
  [Path in PathOf<Way>]: Answer<Way, Path> extends { readonly items: unknown[]; readonly next?: string }
    ? Path
    : never;
}[PathOf<Way>];

/** One item of a list. */
export type ItemOf<Path extends ListPathOf<"get">> =
  Answer<"get", Path> extends { readonly items: readonly (infer Item)[] } ? Item : never;
