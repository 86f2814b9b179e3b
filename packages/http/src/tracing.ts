import {
  type Context,
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import type { Delivery, EventBus, RecordedEvent } from "@sogoc/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

// Asked for anew each time: the process may register where spans go after this file was read.
const tracer = () => trace.getTracer("sogoc");

/** What is said of a failure: never its message, which may quote what somebody typed. */
const fail = (span: Span, error: unknown) =>
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.name : "unknown",
  });

/**
 * The trace of what runs at the moment, for the events that come of it; undefined where nothing is
 * being traced.
 */
export const currentTraceparent = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span) || !(span.traceFlags & TraceFlags.SAMPLED)) return undefined;
  return `00-${span.traceId}-${span.spanId}-01`;
};

/**
 * A span for each request to a route of the API, under the caller's trace if they have one. Its
 * name and attributes are the route's pattern, the method and the status: no address, no id, no
 * person.
 */
export const traceRequests = (app: FastifyInstance): void => {
  const running = new WeakMap<FastifyRequest, { readonly span: Span; readonly inside: Context }>();
  app.addHook("onRequest", (request, _reply, next) => {
    const { url: route } = request.routeOptions;
    if (!route?.startsWith("/api/")) return next();
    const { method } = request;
    const caller = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = { "http.request.method": method, "http.route": route };
    const span = tracer().startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
    running.set(request, { span, inside: trace.setSpan(caller, span) });
    next();
  });
  // Reading the body leaves the context behind, so that it is entered right before the handler.
  app.addHook("preHandler", (request, _reply, next) => {
    const inside = running.get(request)?.inside;
    if (inside) context.with(inside, next);
    else next();
  });
  app.addHook("onError", (request, _reply, error, done) => {
    const span = running.get(request)?.span;
    if (span) span.setAttribute("error.type", error.name);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = running.get(request)?.span;
    span?.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
};

const traceOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

const startConsumerSpan = (what: string, consumer: string, traceparent: string, events: number) =>
  tracer().startSpan(
    `${what} ${consumer}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        "messaging.operation.type": "process",
        "messaging.consumer.group.name": consumer,
        "messaging.batch.message_count": events,
      },
    },
    traceOf(traceparent),
  );

/** Of a delivery of a thousand events by a hundred people, not every trace needs to know. */
const MOST_TRACES = 16;

const tracesOf = ({ events }: Delivery): ReadonlyMap<string, number> => {
  const traces = new Map<string, number>();
  for (const { metadata } of events) {
    const { traceparent } = metadata;
    if (traceparent === undefined) continue;
    const known = traces.get(traceparent);
    if (known !== undefined || traces.size < MOST_TRACES) traces.set(traceparent, (known ?? 0) + 1);
  }
  return traces;
};

/** Each delivery to a read model as a span in each of the traces that its events came from. */
export const traceDeliveries = (bus: EventBus): EventBus => ({
  ...bus,
  subscribe: (options) =>
    bus.subscribe({
      ...options,
      async onDelivery(delivery) {
        const traces = tracesOf(delivery);
        if (traces.size === 0) return options.onDelivery(delivery);
        const spans = [...traces].map(([traceparent, events]) =>
          startConsumerSpan("project", options.consumer, traceparent, events),
        );
        try {
          await options.onDelivery(delivery);
        } catch (error) {
          for (const span of spans) fail(span, error);
          throw error;
        } finally {
          for (const span of spans) span.end();
        }
      },
    }),
});

/**
 * A process's answer to an event as a span in the event's trace; what it commands goes on with it.
 */
export const traceReaction =
  (consumer: string, react: (event: RecordedEvent) => Promise<void>) =>
  async (event: RecordedEvent): Promise<void> => {
    const { traceparent } = event.metadata;
    if (traceparent === undefined) return react(event);
    const span = startConsumerSpan("react", consumer, traceparent, 1);
    try {
      await context.with(trace.setSpan(traceOf(traceparent), span), () => react(event));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
