import type { FastifyRequest } from "fastify";

/** Loads what a request is about; asked again for the same request, gives the same answer. */
export type OfRequest<Subject> = (request: FastifyRequest) => Promise<Subject>;

/** The unit of what a request is about, for its permission. */
export const unitOf =
  (load: OfRequest<{ readonly unitId: string }>): OfRequest<string> =>
  async (request) =>
    (await load(request)).unitId;

/**
 * What a request is about, loaded once: the permission asks for its unit, and the route goes on
 * with the same state. Rejects as `load` does.
 */
export const loadedOnce = <Subject>(load: OfRequest<Subject>): OfRequest<Subject> => {
  const ofRequests = new WeakMap<FastifyRequest, Promise<Subject>>();
  return (request) => {
    const loaded = ofRequests.get(request) ?? load(request);
    ofRequests.set(request, loaded);
    return loaded;
  };
};
