import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

/** Sends spans in batches to a collector, e.g. at `http://collector:4318`. */
export const otlpProcessor = (collector: string): SpanProcessor =>
  new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url: `${collector.replace(/\/+$/, "")}/v1/traces` }),
  });

/**
 * Registers this process with OpenTelemetry. Whether a trace is kept follows from its id alone, so
 * that every service decides alike and no caller from outside decides for us. `stop` sends what is
 * left.
 */
export const startTracing = (options: {
  readonly service: string;
  readonly processor: SpanProcessor;
  readonly share?: number | undefined;
}): { stop(): Promise<void> } => {
  const { service, processor, share = 1 } = options;
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  // Without baggage: it carries whatever a caller puts there.
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.namespace": "sogoc", "service.name": `sogoc-${service}` }),
    sampler: new TraceIdRatioBasedSampler(share),
    spanProcessors: [processor],
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      // A collector that is away must not hold up the end of the process.
      await provider.shutdown().catch(() => {});
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
};
