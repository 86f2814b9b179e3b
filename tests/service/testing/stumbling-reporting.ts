import type { EventBus, RecordedEvent } from "@sogoc/core";
import { runService } from "@sogoc/host/run-service";
import { buildReporting } from "@sogoc/reporting";

// The reporting service as it would be with a defect: one of its read models fails at one event,
// and the message of the failure gives away what stands in it. For the spec of parked events, which
// then starts the true service.

const CONSUMER = process.env["SOGOC_TEST_STUMBLING"] ?? "reporting/reporting-records";
const STUMBLES_AT = process.env["SOGOC_TEST_STUMBLES_AT"] ?? "13";

interface Entered {
  readonly number?: string;
  readonly fields?: { readonly nksHoTen?: { readonly raw: string } };
}

const fold = ({ type, data }: RecordedEvent): void => {
  const { number, fields } = data as Entered;
  if (type === "RecordEntered" && number === STUMBLES_AT)
    throw new TypeError(`cannot fold the name ${fields?.nksHoTen?.raw} of number ${number}`);
};

const stumbling = (bus: EventBus): EventBus => ({
  ...bus,
  subscribe: (options) =>
    bus.subscribe({
      ...options,
      async onDelivery(delivery) {
        if (options.consumer === CONSUMER) delivery.events.forEach(fold);
        await options.onDelivery(delivery);
      },
    }),
});

await runService({
  name: "reporting",
  build: (ports, verifyToken) => buildReporting({ ...ports, bus: stumbling(ports.bus) }, verifyToken),
});
